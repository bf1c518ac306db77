package io.sparsewalk.sweep;

import io.sparsewalk.common.Settings;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What trains the trials, and what is kept of them besides their rows.
 *
 * @param averaging of the engines that use several workers
 * @param halving which trials are ended early
 * @param recycleBytes executors that have grown beyond this are replaced; 0 = never
 */
public record Execution(SweepConfig.Engine engine, AveragingConfig averaging, HalvingConfig halving,
    boolean savePredictions, boolean saveModels,
    long recycleBytes)
    implements Serializable {

  /** The workers that train one network. */
  public int workers() {
    return engine.averages() ? averaging.workers() : 1;
  }

  /** What of it shapes a trial. */
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("engine", Settings.word(engine));
    if (engine.averages()) {
      settings.put("averaging", Settings.of(averaging));
    }
    settings.put("halving", Settings.of(halving));
    return settings;
  }
}
