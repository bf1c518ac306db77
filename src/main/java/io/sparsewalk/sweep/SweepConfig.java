package io.sparsewalk.sweep;

import static io.sparsewalk.common.Checks.check;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;

/**
 * The grid of a sweep: every combination of its lists is a trial.
 *
 * @param embeddings keys of {@link EmbeddingKind}
 * @param sparsity shares of zero weights, for the methods that have one
 * @param seeds one trial each
 * @param vary what a seed changes
 * @param engine what runs the rounds of training
 * @param averaging of the engines that use several workers
 * @param halving which trials are ended early
 * @param savePredictions also keep the scores of all test examples
 * @param saveModels also keep the parameters that were tested
 * @param recycleMib executors whose process has grown beyond this after a group of trials are replaced; 0 = never
 */
public record SweepConfig(List<Method> methods, List<String> embeddings, List<Double> sparsity,
    List<Long> seeds, Vary vary, Engine engine, AveragingConfig averaging,
    HalvingConfig halving, boolean savePredictions,
    boolean saveModels, int recycleMib)
    implements Serializable {

  /** What a seed changes. */
  public enum Vary {
    /** Walks, embedding, negatives, weights and order of the examples. */
    EVERYTHING,
    /** Only weights and order; the data are those of the first seed. */
    TRAINING
  }

  /** What runs the rounds of training. */
  public enum Engine {
    /** {@link #CUDA} where there is a GPU that it can use, else {@link #VECTOR}. */
    AUTO,
    /** A group of trials is one task: float arrays and the Vector API, on a CPU. */
    VECTOR,
    /** A group of trials is one task: all its networks at once on a GPU. */
    CUDA,
    /** The same kernels on several executors, which hold a part of the examples each; parameters are averaged. */
    AVERAGED,
    /** Deeplearning4j's parameter averaging over ND4J, on CPUs or GPUs: dense arithmetic with masks. */
    DL4J;

    /** True if several workers train one network. */
    public boolean averages() {
      return this == AVERAGED || this == DL4J;
    }
  }

  public SweepConfig {
    methods = distinct("methods", methods);
    embeddings = distinct("embeddings", embeddings);
    sparsity = distinct("sparsity", sparsity);
    seeds = distinct("seeds", seeds);
    embeddings.forEach(EmbeddingKind::new);
    check(recycleMib >= 0, "recycle-mib must be 0 (never) or more, was %s", recycleMib);
    for (double level : sparsity) {
      check(level > 0 && level < 1, "sparsity must be above 0 and below 1, was %s (the dense method is the level 0)", level);
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
    return new Execution(decided, averaging, halving, savePredictions, saveModels,
        (long) recycleMib << 20);
  }

  /** The seed of walks, embedding and examples. */
  public long dataSeed(long seed) {
    return vary == Vary.EVERYTHING ? seed : seeds.get(0);
  }

  private static <T> List<T> distinct(String name, List<T> values) {
    check(!values.isEmpty(), "%s must not be empty", name);
    check(new HashSet<>(values).size() == values.size(), "%s has a value twice: %s", name, values);
    return List.copyOf(values);
  }
}
