package io.sparsewalk.dataset;

import static io.sparsewalk.common.Checks.check;

import io.sparsewalk.metric.BinaryMetrics;
import io.sparsewalk.metric.ClassMetrics;
import io.sparsewalk.metric.LabelSetMetrics;
import io.sparsewalk.metric.Probabilities;
import io.sparsewalk.metric.ProbabilityMetrics;
import io.sparsewalk.metric.Quality;
import io.sparsewalk.metric.SamplingError;
import java.io.Serializable;
import java.util.Arrays;

/** What the labels of examples are, and what the logits of a network say about them. Logits stand example by example. */
public sealed interface Labels extends Serializable {

  /** Outputs of the network. */
  int outputs();

  /** Numbers that say the label of an example to the rounds of training. */
  int rows();

  /** True if one of several outputs is true: their probabilities have the sum 1. */
  boolean isExclusive();

  /** The column of {@code trials} that ranks networks. */
  String leadingFigure();

  /**
   * Writes the {@link #rows} numbers of an example, where zeros are.
   *
   * @param stride from one number to the next; the first is {@code out[at]}
   */
  void write(Examples examples, int example, float[] out, int at, int stride);

  /** Writes 1 for the outputs that are true, from {@code out[at]} on, where zeros are. */
  default void writeTargets(Examples examples, int example, float[] out, int at) {
    write(examples, example, out, at, 1);
  }

  Quality quality(float[] logits, Examples examples);

  Probabilities probabilities(float[] logits, Examples examples);

  /** Examples by their class and the one they are called; no rows unless an example has one class of several. */
  default long[][] confusion(float[] logits, Examples examples) {
    return new long[0][];
  }

  /** Standard error of the accuracy over examples. */
  double accuracyError(float[] logits, Examples examples);

  /** Standard error of the AUC, NaN where there is none. */
  default double aucError(float[] logits, Examples examples) {
    return Double.NaN;
  }

  /** Accuracy of the best answer that is the same for all examples: the classes that are the most frequent among them. */
  double majority(Examples examples);

  /** Whether an edge comes: one output, its logit. */
  record Binary() implements Labels {
    @Override
    public int outputs() {
      return 1;
    }

    @Override
    public int rows() {
      return 1;
    }

    @Override
    public boolean isExclusive() {
      return false;
    }

    @Override
    public String leadingFigure() {
      return "auc";
    }

    @Override
    public void write(Examples examples, int example, float[] out, int at, int stride) {
      out[at] = examples.label(example);
    }

    @Override
    public Quality quality(float[] logits, Examples examples) {
      BinaryMetrics metrics = BinaryMetrics.of(logits, examples.positive());
      return new Quality(metrics.accuracy(), metrics.auc(), metrics.averagePrecision());
    }

    @Override
    public Probabilities probabilities(float[] logits, Examples examples) {
      ProbabilityMetrics metrics = ProbabilityMetrics.of(logits, examples.positive());
      return new Probabilities(metrics.f1Macro(), metrics.logLoss(), metrics.calibrationError());
    }

    @Override
    public double accuracyError(float[] logits, Examples examples) {
      return SamplingError.ofShare(quality(logits, examples).accuracy(), examples.size());
    }

    @Override
    public double aucError(float[] logits, Examples examples) {
      return SamplingError.ofArea(logits, examples.positive());
    }

    @Override
    public double majority(Examples examples) {
      return share(frequencies(examples.labels(), 2), examples.size());
    }
  }

  /** Classes of vertices, an output each. */
  sealed interface Classes extends Labels {
    int classes();

    /** What a vertex has. */
    String noun();

    /**
     * Labelled vertices, as the table of examples has them.
     *
     * @param first class of each
     * @param all classes of each, from {@code offsets[i]} to {@code offsets[i + 1]}; none where one is enough
     */
    Examples ofVertices(int[] vertices, int[] first, int[] all, int[] offsets);

    @Override
    default int outputs() {
      return classes();
    }

    @Override
    default String leadingFigure() {
      return "accuracy";
    }
  }

  /** The class of a vertex: of all outputs one is true. */
  record OneOf(int classes) implements Classes {
    public OneOf {
      check(classes > 1, "classes must be 2 or more, was %s", classes);
    }

    @Override
    public String noun() {
      return "class";
    }

    @Override
    public int rows() {
      return 1;
    }

    @Override
    public boolean isExclusive() {
      return true;
    }

    @Override
    public Examples ofVertices(int[] vertices, int[] first, int[] all, int[] offsets) {
      return Examples.ofVertices(vertices, first);
    }

    @Override
    public void write(Examples examples, int example, float[] out, int at, int stride) {
      out[at] = checked(examples, example);
    }

    @Override
    public void writeTargets(Examples examples, int example, float[] out, int at) {
      out[at + checked(examples, example)] = 1;
    }

    private int checked(Examples examples, int example) {
      int label = examples.label(example);
      if (label >= classes) {
        throw new IllegalArgumentException("example " + example + " has the class " + label + " of " + classes);
      }
      return label;
    }

    private ClassMetrics metrics(float[] logits, Examples examples) {
      return ClassMetrics.of(logits, examples.labels(), classes);
    }

    @Override
    public Quality quality(float[] logits, Examples examples) {
      return Quality.ofAccuracy(metrics(logits, examples).accuracy());
    }

    @Override
    public Probabilities probabilities(float[] logits, Examples examples) {
      ClassMetrics metrics = metrics(logits, examples);
      return new Probabilities(metrics.f1Macro(), metrics.logLoss(), metrics.calibrationError());
    }

    @Override
    public long[][] confusion(float[] logits, Examples examples) {
      return metrics(logits, examples).confusion();
    }

    @Override
    public double accuracyError(float[] logits, Examples examples) {
      return SamplingError.ofShare(metrics(logits, examples).accuracy(), examples.size());
    }

    @Override
    public double majority(Examples examples) {
      return share(frequencies(examples.labels(), classes), examples.size());
    }
  }

  /** The classes of a vertex, one or more: each output is true or not. */
  record AnyOf(int classes) implements Classes {
    public AnyOf {
      check(classes > 1, "classes must be 2 or more, was %s", classes);
    }

    @Override
    public String noun() {
      return "classes";
    }

    @Override
    public int rows() {
      return classes;
    }

    @Override
    public boolean isExclusive() {
      return false;
    }

    @Override
    public Examples ofVertices(int[] vertices, int[] first, int[] all, int[] offsets) {
      return Examples.ofVertices(vertices, all, offsets);
    }

    @Override
    public void write(Examples examples, int example, float[] out, int at, int stride) {
      for (int k = examples.offsets()[example]; k < examples.offsets()[example + 1]; k++) {
        out[at + examples.classes()[k] * stride] = 1;
      }
    }

    private LabelSetMetrics metrics(float[] logits, Examples examples) {
      return LabelSetMetrics.of(logits, examples.offsets(), examples.classes(), classes);
    }

    @Override
    public Quality quality(float[] logits, Examples examples) {
      return Quality.ofAccuracy(metrics(logits, examples).f1Micro());
    }

    @Override
    public Probabilities probabilities(float[] logits, Examples examples) {
      LabelSetMetrics metrics = metrics(logits, examples);
      return new Probabilities(metrics.f1Macro(), metrics.logLoss(), metrics.calibrationError());
    }

    @Override
    public double accuracyError(float[] logits, Examples examples) {
      return SamplingError.ofLabelSets(logits, examples.offsets(), examples.classes(), classes);
    }

    @Override
    public double majority(Examples examples) {
      int[] frequency = frequencies(examples.classes(), classes);
      float[] same = new float[examples.size() * classes];
      for (int i = 0; i < same.length; i++) {
        same[i] = frequency[i % classes];
      }
      return metrics(same, examples).f1Micro();
    }
  }

  private static int[] frequencies(int[] labels, int classes) {
    int[] frequency = new int[classes];
    for (int label : labels) {
      frequency[label]++;
    }
    return frequency;
  }

  private static double share(int[] frequency, int size) {
    return size == 0 ? Double.NaN : (double) Arrays.stream(frequency).max().orElseThrow() / size;
  }
}
