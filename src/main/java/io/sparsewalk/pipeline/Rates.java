package io.sparsewalk.pipeline;

/**
 * What work takes, for plans: the one place that says so. Rates per core and bytes per item were measured on 2 cores (AMD Zen 4, 2.6 GHz)
 * with Java 17, as docs/performance.md reports them ("Growth", "Memory", "Split by files of edges"); starts and bytes on the disk are those
 * of the quickstart on that machine. Other machines differ by a factor, so a plan is a plan and no promise.
 */
final class Rates {
  /** The process, Spark, and the report. */
  static final double START_SECONDS = 12;
  /** Of a stage's jobs, however small the graph. */
  static final double STAGE_SECONDS = 1;
  /** Of a split: its baselines are measured on samples whose size does not grow with the graph. */
  static final double SPLIT_SECONDS = 7;

  /** Lines that are read, per second and core. */
  static final double LINES = 0.6e6;
  /** Edges that are split, per second and core. */
  static final double SPLIT_EDGES = 0.13e6;
  /** Walks, per second and core. */
  static final double WALKS = 1e6;
  /** Edges that are read and laid out to be walked, per second and core. */
  static final double WALKED_EDGES = 6e6;
  /** Values from which the largest are selected, per second and core. */
  static final double VALUES = 3e6;
  /** Rows times weights of dense training, per second and core: 2.8 million rows of the network 16-128-1. */
  static final double ROW_WEIGHTS = 6.1e9;

  /** On the disk, as Parquet packs them: an edge. */
  static final double EDGE_BYTES = 4;
  /** A vertex with its name in the input. */
  static final double VERTEX_BYTES = 4;
  /** A vertex of a walk. */
  static final double WALK_VERTEX_BYTES = 2;
  /** An example without pair features. */
  static final double EXAMPLE_BYTES = 10;
  /** A pair feature of an example. */
  static final double FEATURE_BYTES = 1;
  /** The rows of a trial in all tables, each of which is a file. */
  static final double TRIAL_BYTES = 60e3;

  private Rates() {}

  /** Pairs of skip-gram, per second and core: 4.5 million at dimension 8, 1.8 at 64, 1.1 at 128. */
  static double pairs(int dimension) {
    return 1e6 / (0.18 + 0.0057 * dimension);
  }
}
