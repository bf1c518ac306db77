package io.sparsewalk.trainer;

import io.sparsewalk.dataset.EdgeInputs;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.Labels;
import io.sparsewalk.dataset.Ranking;
import io.sparsewalk.dataset.VertexFeatures;
import java.util.Arrays;

/**
 * What the trials of a group train on.
 *
 * @param sample training examples on which the loss of given parameters is measured
 * @param valid examples that choose the epoch
 * @param test read once, after the epoch is chosen
 * @param ranking so too
 * @param labels what the outputs of the network are
 */
public record TrialData(Examples train, Examples sample, Examples valid, Examples test, Ranking ranking,
    EdgeInputs inputs, Labels labels) {
  private static final int LOSS_SAMPLE = 65_536;

  /** Data without a ranking; the inputs of an example are the vectors of its ends. */
  public static TrialData of(Examples train, Examples valid, Examples test, VertexFeatures features) {
    return of(train, valid, test, Ranking.none(), EdgeInputs.concat(features), new Labels.Binary());
  }

  /** Data with a loss sample taken evenly from the training examples. */
  public static TrialData of(Examples train, Examples valid, Examples test, Ranking ranking, EdgeInputs inputs,
      Labels labels) {
    int stride = sampleStride(train.size());
    int[] indices = new int[(train.size() + stride - 1) / stride];
    Arrays.setAll(indices, i -> i * stride);
    return new TrialData(train, train.subset(indices), valid, test, ranking, inputs, labels);
  }

  /** The loss sample is every so-manieth training example, so that positives and negatives keep their shares. */
  public static int sampleStride(int trainSize) {
    return Math.max(1, (trainSize + LOSS_SAMPLE - 1) / LOSS_SAMPLE);
  }

  /** The examples of a part. */
  public Examples part(RoundExecutor.Part part) {
    return switch (part) {
      case SAMPLE -> sample;
      case VALID -> valid;
      case TEST -> test;
      case RANKING -> ranking.examples();
    };
  }

  public TrialFacts facts() {
    return new TrialFacts(train.size(), inputs.width(), inputs.vertices().density(), inputs.density(), labels, sample,
        valid, test, ranking);
  }
}
