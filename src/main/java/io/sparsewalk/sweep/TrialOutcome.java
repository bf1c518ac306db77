package io.sparsewalk.sweep;

import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.metric.Probabilities;
import io.sparsewalk.metric.Quality;
import java.util.List;

/** What came of a trial. */
public sealed interface TrialOutcome {
  Trial trial();

  /**
   * What test figures rest on. NaN where a figure has no meaning.
   *
   * @param accuracyError standard error of the accuracy over test examples
   * @param aucError of the AUC, by DeLong
   * @param examples that accuracy and AUC are over
   * @param share of the test edges, or of the test vertices, that are among them
   * @param majority what the best constant answer would reach in accuracy
   */
  record Sampling(double accuracyError, double aucError, long examples, double share, double majority) {}

  /**
   * Ranks of test edges among stored negatives.
   *
   * @param kind of the negatives
   * @param negatives for each positive
   */
  record RankingRow(String kind, int positives, int negatives, double meanReciprocalRank, double hits1, double hits3,
      double hits10, double hits50, double auc) {}

  /**
   * Cost of the training, shared prefixes counted in full.
   *
   * @param flopsPaper relative to dense training of the same length on a dense embedding, by the published formula
   * @param flopsCounted floating-point operations executed, a multiply-add being two: training and the scoring of validation
   * @param flopsDense what dense training of as many epochs executes on a dense embedding
   * @param bytesMoved parameters, optimizer state and scores between driver and workers; 0 if one task trained alone
   */
  record Cost(double flopsPaper, long flopsCounted, long flopsDense, double trainSeconds, long bytesMoved) {}

  /**
   * Cost of a prediction.
   *
   * @param flops executed for a test example, the mean
   * @param flopsDense of a dense network on a dense embedding
   * @param printed relative to dense, by section III-C of the paper as it is printed
   * @param corrected so too, as it must be meant
   * @param seconds of a test example, the mean; gathering is shared by the networks that are scored together
   */
  record Inference(double flops, double flopsDense, double printed, double corrected, double seconds) {}

  /**
   * The network that was tested.
   *
   * @param shape for example 16-128-1
   * @param sparsity share of weights that its mask removes
   * @param achievedSparsity share of weights that are 0, removed or not
   * @param nonzeros parameters that are not 0, biases included
   * @param zeroWeights weights that its mask keeps and that are exactly 0
   * @param graphSparsity share of the undirected edges that its graph lacks
   */
  record Network(String shape, double sparsity, double achievedSparsity, long parameters, long nonzeros,
      long zeroWeights, int bestEpoch, int epochs, double graphSparsity) {}

  /**
   * The parameters that were tested.
   *
   * @param values in the order of {@link io.sparsewalk.model.ParameterLayout}
   */
  record Weights(ParameterLayout layout, float[] values, Mask mask) {}

  /**
   * An epoch of a trial; the epoch counts through all phases from 1.
   *
   * @param loss mean training loss, without penalty
   * @param density share of weights kept
   * @param flops executed: training, scores of growth, projections, validation
   */
  record EpochRow(String phase, int epoch, double loss, double valAccuracy, double valAuc, double learningRate,
      double seconds, double density, long flops) {}

  /** A weight layer at the end of an epoch. */
  record LayerRow(int epoch, int layer, int rows, int columns, long nonzeros, long dropped, long grown,
      double everActiveShare) {}

  /** Test examples of a class that are called a class. */
  record ConfusionRow(int actual, int predicted, long count) {}

  /** Why a training ended. */
  enum Stop {
    /** All epochs are done. */
    FINISHED,
    /** Validation did not get better for a while. */
    PATIENCE,
    /** Others were better when the field was halved; there is no test figure. */
    HALVED
  }

  /**
   * A trial that came to its end.
   *
   * @param test examples whose two ends were seen in training
   * @param testAll all test examples
   * @param validation of the epoch that was tested
   * @param bestOnTest best test accuracy over candidate epochs; NaN unless asked for
   * @param sampling what {@code test} rests on
   * @param scores logit of every test example
   */
  record Finished(Trial trial, Stop stop, Quality test, Quality testAll, Probabilities probabilities, Sampling sampling,
      Quality validation, double bestOnTest, List<RankingRow> rankings, List<ConfusionRow> confusions, Cost cost,
      Inference inference, Network network, Weights weights, List<EpochRow> epochs, List<LayerRow> layers,
      float[] scores) implements TrialOutcome {}

  /**
   * A trial that failed.
   *
   * @param epoch in which, from 1; 0 before the first
   */
  record Failed(Trial trial, String phase, int epoch, Exception cause) implements TrialOutcome {}
}
