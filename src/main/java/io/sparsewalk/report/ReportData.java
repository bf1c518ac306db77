package io.sparsewalk.report;

import static io.sparsewalk.common.Checks.check;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.sql.SparkSession;

/**
 * Everything a report says about one sweep; it holds as much as the sweep has cells, epochs of cells and failures.
 *
 * @param sweepId the sweep
 * @param levels cells of the grid, dense first, then by method and sparsity
 * @param evidence what the answer is made of
 * @param contests which method is best at a sparsity, and which are not told from it
 * @param rankings ranks of test edges, in the order of the levels
 * @param curves validation quality by epoch, a curve a cell, in the order of the levels
 * @param layers where the weights of the methods are, at one level of each setting
 * @param audits the leak audit
 * @param failures trials without a result
 * @param provenance where the figures come from
 * @param answers what some networks say of the test examples
 */
public record ReportData(String sweepId, List<Level> levels, Evidence evidence, List<Contest> contests,
    List<Ranked> rankings, List<Curve> curves, List<LayerDensity> layers, List<AuditFigure> audits,
    List<Failure> failures, Provenance provenance, Answers answers) {

  public ReportData {
    levels = List.copyOf(levels);
    contests = List.copyOf(contests);
    rankings = List.copyOf(rankings);
    curves = List.copyOf(curves);
    layers = List.copyOf(layers);
    audits = List.copyOf(audits);
    failures = List.copyOf(failures);
    check(!levels.isEmpty() || !failures.isEmpty(), "no trials of sweep %s in this warehouse", sweepId);
  }

  /**
   * Reads a sweep from the views of {@link Views#register}.
   *
   * @throws IllegalArgumentException if the sweep has neither trials nor failures
   * @throws UnreadableFileException if a file of a table is corrupt
   */
  public static ReportData of(SparkSession spark, String sweepId) {
    return UnreadableFileException.naming(() -> new ReportReader(spark, sweepId).read());
  }

  /** What quality may be compared within. */
  public record Setting(String dataset, String protocol, String task, String model) {}

  /**
   * A place in the grid of a setting.
   *
   * @param level of the grid: the sparsity that was asked for
   * @param sparsity that was reached
   */
  public record Cell(Setting setting, String embedding, String method, double level, double sparsity) {
    static final String DENSE = "dense";

    /** True for the baseline: all weights, trained densely. */
    public boolean isDense() {
      return method.equals(DENSE);
    }
  }

  /** The trials of a cell. */
  public record Level(Cell cell, long trials, Quality quality, Sampling sampling, Cost cost) {}

  /**
   * What the test figures of a trial rest on, in the mean.
   *
   * @param accuracyError standard error over test examples
   * @param aucError standard error over test examples
   * @param examples that are scored
   * @param share of the test edges or vertices that figures speak for
   */
  public record Sampling(OptionalDouble accuracyError, OptionalDouble aucError, OptionalDouble examples,
      OptionalDouble share) {}

  /** Test quality; the "all" figures count test edges whose ends training never saw. */
  public record Quality(Estimate accuracy, Estimate auc, Estimate averagePrecision, Estimate aucAll,
      Estimate averagePrecisionAll) {}

  /**
   * What a trial of a cell took.
   *
   * @param flopsPaper by the formula of the paper, relative to dense training
   * @param flopsPrinted of a prediction relative to a dense one, by section III-C of the paper as it is printed
   * @param flopsCorrected so too, as it must be meant
   * @param flopsInference executed for a prediction
   * @param flopsCounted multiply-adds carried out, mean over trials
   * @param flopsRatio counted, over the dense trial of the same seed and embedding; so are the other two ratios
   * @param seconds of training
   * @param embeddingDensity share of non-zero embedding values
   * @param graphSparsity share of the edges that the network's graph lacks
   * @param bytes of the network and its embedding
   */
  public record Cost(OptionalDouble flopsPaper, OptionalDouble flopsPrinted, OptionalDouble flopsCorrected,
      OptionalDouble flopsInference, OptionalDouble flopsCounted, Estimate flopsRatio, OptionalDouble secondsRatio,
      OptionalDouble inferenceRatio, Estimate seconds, OptionalDouble embeddingDensity, OptionalDouble graphSparsity,
      Bytes bytes) {}

  /** What is stored, dense and in compressed sparse rows; empty where an earlier version wrote the rows. */
  public record Bytes(OptionalDouble model, OptionalDouble sparseModel, OptionalDouble modelRatio,
      OptionalDouble embedding, OptionalDouble sparseEmbedding, OptionalDouble embeddingRatio) {}

  /**
   * What the answer is made of.
   *
   * @param recommendations how far each method can go
   * @param baselines what needs no network
   * @param dense trials of dense training
   * @param recipes a sentence for a setting whose methods are not trained alike
   */
  public record Evidence(List<Recommended> recommendations, List<BaselineFigure> baselines, List<DenseRun> dense,
      Map<Setting, String> recipes) {
    public Evidence {
      recommendations = List.copyOf(recommendations);
      baselines = List.copyOf(baselines);
      dense = List.copyOf(dense);
      recipes = Map.copyOf(recipes);
    }
  }

  /** A row of the view {@code recommendation}; its figures are empty where nothing can be said. */
  public record Recommended(Setting setting, String embedding, String method, long seeds, Margin margin,
      OptionalDouble safe, OptionalDouble byMean, boolean atLargestTested, OptionalDouble accuracyLoss,
      OptionalDouble accuracyBound, OptionalDouble aucLoss, OptionalDouble aucBound, OptionalDouble flops,
      OptionalDouble seconds, OptionalDouble flopsInference, OptionalDouble modelBytes, String verdict,
      String reason) {}

  /** A figure of a trivial baseline in a seed. */
  public record BaselineFigure(String dataset, String protocol, String baseline, String figure, long seed,
      double value) {}

  /** A trial of dense training. */
  record DenseRun(Setting setting, String embedding, TestedTrial trial) {}

  /**
   * The methods at a level of the grid.
   *
   * @param highest by mean accuracy; several names if their figures are the same in every seed
   * @param alike not told from it: paired t-test, corrected by Holm, at 5 %
   * @param worse told from it
   */
  public record Contest(Setting setting, String embedding, double level, List<String> highest, List<String> alike,
      List<String> worse) {}

  /** Ranks of the test edges of a cell among a kind of negatives. */
  public record Ranked(Cell cell, String negatives, Estimate meanReciprocalRank, Estimate hits10, Estimate auc) {}

  /** Means over seeds at the end of every epoch. */
  public record Curve(Cell cell, List<EpochPoint> points) {
    public Curve {
      points = List.copyOf(points);
    }
  }

  /** One epoch of a curve; the epoch counts through all phases. */
  public record EpochPoint(String phase, int epoch, OptionalDouble valAccuracy, OptionalDouble valAuc) {}

  /** Share of a layer's weights that a cell keeps at the end of an epoch, the mean over seeds. */
  public record LayerDensity(Cell cell, int epoch, int layer, double density) {}

  /**
   * The graph that a sweep is about.
   *
   * @param times the first and the last, in words; empty for a graph without times
   * @param card what it looks like
   */
  public record Graph(long edges, long vertices, String times, DataCard card) {}

  /** A figure of the leak audit over the seeds of a sweep. */
  public record AuditFigure(String dataset, String protocol, String name, Spread spread, String note) {}

  /** Mean and extremes over n values. */
  public record Spread(long n, double mean, double low, double high) {}

  /** A trial that ended without a result. */
  public record Failure(String trialId, String cell, long seed, String exception, String message) {}

  /**
   * Where the figures come from.
   *
   * @param trials trials with a result
   * @param facts code versions, data fingerprints, engines, hosts, devices: name to the distinct values
   * @param configuration key to the distinct values over the trials, as JSON
   * @param first when the first trial started; null without trials
   * @param last when the last trial ended; null without trials
   */
  public record Provenance(long trials, Map<String, List<String>> facts, Map<String, List<String>> configuration,
      Instant first, Instant last) {}
}
