package io.sparsewalk.sweep;

import static io.sparsewalk.common.Checks.check;

import io.sparsewalk.common.Settings;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The grid of a sweep: every combination of its lists is a trial.
 *
 * @param embeddings keys of {@link EmbeddingKind}
 * @param sparsity shares of the weights that masks remove, for the methods that have one
 * @param seeds one trial each
 * @param vary what a seed changes
 * @param dataSeed of walks, embedding and examples with {@link Vary#TRAINING}: a number, or {@code first} of the seeds
 * @param engine what runs the rounds of training
 * @param averaging of the engines that use several workers
 * @param halving which trials are ended early
 * @param trialsPerTask a number, or {@code auto}: as many as keep all slots busy
 * @param savePredictions also keep the scores of all test examples
 * @param saveModels also keep the parameters that were tested
 * @param checkpointSeconds how long a training runs until its state is kept, and between two such moments; 0 = never
 * @param recycleMib executors whose process has grown beyond this after a task are replaced; 0 = never
 */
public record SweepConfig(List<Method> methods, List<String> embeddings, List<Double> sparsity, List<Long> seeds,
    Vary vary, String dataSeed, Engine engine, AveragingConfig averaging, HalvingConfig halving, String trialsPerTask,
    boolean savePredictions, boolean saveModels, int checkpointSeconds, int recycleMib) implements Serializable {

  private static final String FIRST = "first";
  private static final String AUTO = "auto";
  /** Keys that say which trials there are, what is kept of them, which of them share a task, when a state is kept, and when processes are replaced. All others shape a trial. */
  private static final Set<String> SHAPE_NOTHING = Set.of("methods", "embeddings", "sparsity", "seeds",
      "trials-per-task", "save-predictions", "save-models", "checkpoint-seconds", "recycle-mib");

  /** What a seed changes. */
  public enum Vary {
    /** Walks, embedding, negatives, weights and order of the examples. */
    EVERYTHING,
    /** Only weights and order; the data are those of the first seed. */
    TRAINING
  }

  public SweepConfig {
    methods = distinct("methods", methods);
    embeddings = distinct("embeddings", embeddings);
    sparsity = distinct("sparsity", sparsity);
    seeds = distinct("seeds", seeds);
    embeddings.forEach(EmbeddingKind::new);
    check(dataSeed.matches(FIRST + "|-?[0-9]{1,18}"), "data-seed must be first or a whole number, was %s", dataSeed);
    check(vary == Vary.TRAINING || dataSeed.equals(FIRST),
        "data-seed must be first with vary = everything, where every seed draws its own data, was %s", dataSeed);
    check(trialsPerTask.matches(AUTO + "|[1-9][0-9]{0,8}"),
        "trials-per-task must be auto or a whole number from 1, was %s", trialsPerTask);
    check(checkpointSeconds >= 0, "checkpoint-seconds must be 0 (never) or more, was %s", checkpointSeconds);
    check(recycleMib >= 0, "recycle-mib must be 0 (never) or more, was %s", recycleMib);
    for (double level : sparsity) {
      check(level > 0 && level < 1, "sparsity must be above 0 and below 1, was %s (the dense method is the level 0)",
          level);
    }
  }

  /** The embeddings of the grid. */
  public List<EmbeddingKind> kinds() {
    return embeddings.stream().map(EmbeddingKind::new).toList();
  }

  /**
   * What trains the trials.
   *
   * @param decided the engine, {@link Engine#AUTO} decided
   */
  public Execution execution(Engine decided) {
    int perTask = trialsPerTask.equals(AUTO) ? 0 : Integer.parseInt(trialsPerTask);
    return new Execution(decided, vary, averaging, halving, perTask, savePredictions, saveModels, checkpointSeconds,
        (long) recycleMib << 20);
  }

  /** The seed of walks, embedding and examples. */
  public long dataSeed(long seed) {
    return vary == Vary.EVERYTHING ? seed : dataSeed.equals(FIRST) ? seeds.get(0) : Long.parseLong(dataSeed);
  }

  /**
   * What of a sweep shapes its trials, whatever its grid, in the words of a job file.
   *
   * @param decided the engine, {@link Engine#AUTO} decided
   */
  public Map<String, Object> shaping(Engine decided) {
    Map<String, Object> all = Settings.of(this);
    Map<String, Object> shaping = new TreeMap<>(all);
    shaping.keySet().removeAll(SHAPE_NOTHING);
    shaping.put("engine", Settings.word(decided));
    if (!decided.averages()) {
      shaping.remove("averaging");
    }
    shaping.remove("data-seed");
    if (vary == Vary.TRAINING) {
      shaping.put("data-seed", dataSeed(seeds.get(0)));
    }
    if (halving.keep() < 1) {
      // Trials of a group compete: who goes on depends on all of them.
      List.of("methods", "sparsity").forEach(key -> shaping.put(key, all.get(key)));
    }
    return shaping;
  }

  private static <T> List<T> distinct(String name, List<T> values) {
    check(!values.isEmpty(), "%s must not be empty", name);
    check(new HashSet<>(values).size() == values.size(), "%s has a value twice: %s", name, values);
    return List.copyOf(values);
  }
}
