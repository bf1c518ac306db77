package io.sparsewalk.sweep;

import java.io.Serializable;

/**
 * What trains the trials, and what is kept of them besides their rows.
 *
 * @param vary what a seed changes
 * @param averaging of the engines that use several workers
 * @param halving which trials are ended early
 * @param trialsPerTask at most; 0 = as many as keep all slots busy
 * @param checkpointSeconds how long a training runs until its state is kept, and between two such moments; 0 = never
 * @param recycleBytes executors that have grown beyond this are replaced; 0 = never
 */
public record Execution(Engine engine, SweepConfig.Vary vary, AveragingConfig averaging, HalvingConfig halving,
    int trialsPerTask, boolean savePredictions, boolean saveModels, int checkpointSeconds, long recycleBytes)
    implements Serializable {

  /** The workers that train one network. */
  public int workers() {
    return engine.averages() ? averaging.workers() : 1;
  }
}
