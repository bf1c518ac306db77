package io.sparsewalk.spark.sweep;

import io.sparsewalk.dataset.Labels;
import io.sparsewalk.sweep.Execution;
import io.sparsewalk.sweep.Recipe;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.table.Fingerprint;
import io.sparsewalk.table.StageCode;
import java.io.Serializable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a sweep is about, whatever its grid: the identity of its trials.
 *
 * @param settings of everything that shapes a trial besides its place in the grid
 * @param inputs published examples and embeddings by the seed of the trials and the key of the embedding
 */
public record Sweep(String name, String dataset, String protocol, String task, Recipe recipe, Execution execution,
    Map<String, Object> settings, String dataFingerprint, Map<Long, Map<String, TrainingInputs>> inputs)
    implements Serializable {
  /** Of a graph: where its files lie, as they are known by their content, and what does not change what is read of them. */
  private static final List<String> PLACES =
      List.of("path", "labels", "features", "split", "sha256", "expect", "max-download-gib", "dictionary-mib");
  /** Of the program that plans the sweep: executors have the same. */
  private static final String CODE = StageCode.of(SweepStage.class);

  /** The sweep's identity; adding levels or seeds to the grid does not change it. */
  public String id() {
    Map<String, Object> identity = new HashMap<>(settings);
    identity.put("graph", withoutPlaces((Map<?, ?>) settings.get("graph")));
    identity.put("data_fingerprint", dataFingerprint);
    identity.put("stage_code", CODE);
    return name + "-" + Fingerprint.of(identity).substring(0, 8);
  }

  private static Map<?, ?> withoutPlaces(Map<?, ?> graph) {
    Map<?, ?> kept = new HashMap<>(graph);
    PLACES.forEach(kept::remove);
    return kept;
  }

  /** Identity of a trial: never only digits. */
  public String trialId(Trial trial) {
    return "t" + Fingerprint.of(Map.of("sweep", id(), "trial", trial.settings(), "inputs", inputs(trial).settings()));
  }

  /** What a trial trains on. */
  public TrainingInputs inputs(Trial trial) {
    return inputs.get(trial.seed()).get(trial.embedding().key());
  }

  /** What the outputs of its networks are. */
  Labels labels() {
    return anyEmbedding().values().iterator().next().labels();
  }

  /** The inputs of every seed, which share all but the selection. */
  Map<Long, TrainingInputs> anyEmbedding() {
    Map<Long, TrainingInputs> bySeed = new TreeMap<>();
    inputs.forEach((seed, byEmbedding) -> bySeed.put(seed, byEmbedding.values().iterator().next()));
    return bySeed;
  }

  /** Everything that makes the trial, for its row. */
  Map<String, Object> config(Trial trial) {
    Map<String, Object> config = new LinkedHashMap<>(settings);
    config.put("trial", trial.settings());
    config.put("inputs", inputs(trial).settings());
    return config;
  }
}
