package io.sparsewalk.pipeline;

import io.sparsewalk.config.JobConfig;
import io.sparsewalk.dataset.EdgeInputs;
import io.sparsewalk.dataset.PairFeatures;
import io.sparsewalk.dataset.Ranking;
import io.sparsewalk.dataset.SplitConfig;
import io.sparsewalk.dataset.Task;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.pipeline.JobPlan.Stage;
import io.sparsewalk.pipeline.StageAccess.Step;
import io.sparsewalk.sweep.Batches;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.walk.WalkConfig;
import java.util.List;

/**
 * What each stage of a job takes, by the size of its graph. All sizes are those of the settings and at most so large: walks that end early
 * and vertices without an edge make them smaller.
 *
 * @param edges in all directions in which they are stored
 * @param vertices of the graph
 * @param slots tasks at a time
 */
record PlannedSizes(JobConfig job, double edges, double vertices, long slots) {
  private static final double MIB = 1 << 20;
  /** Of an ingest, per task; and per id of the dictionary. */
  private static final double INGEST_TASK = 64 * MIB;
  private static final double ID_BYTES = 32;
  /** Of a split, as docs/performance.md adds it up. */
  private static final double SPLIT_EDGE = 4;
  private static final double SPLIT_VERTEX = 24;
  private static final double SPLIT_DEGREE = 8;
  private static final double SPLIT_HISTORY = 44;
  /** Of a walker's graph, while it is read. */
  private static final double WALK_EDGE = 32;
  private static final double WALK_VERTEX = 40;
  /** Of training: an example, and a row of the embedding beside its values. */
  private static final double EXAMPLE = 18;
  private static final double ROW = 13;

  private boolean hasPairs() {
    return job.task() == Task.LINK_PREDICTION;
  }

  Stage ingest(Step step) {
    return Stage.of(step, 2 * Rates.STAGE_SECONDS + edges / (Rates.LINES * slots),
        edges * Rates.EDGE_BYTES + vertices * Rates.VERTEX_BYTES, INGEST_TASK * slots + ID_BYTES * vertices);
  }

  /** Rows that an epoch trains on: positives and negatives of pairs, or vertices. */
  double trainRows() {
    SplitConfig split = job.split();
    return hasPairs() ? 2 * edges * (split.train() - split.history()) : vertices * split.train();
  }

  Stage split(Step step) {
    boolean pairs = job.features().pair();
    SplitConfig split = job.split();
    double ranked = split.ranking().positives() * (1.0 + Ranking.Kind.values().length * split.ranking().negatives());
    double rows = 2 * edges * (1 - split.history()) + ranked;
    double memory = edges * SPLIT_EDGE + vertices * SPLIT_VERTEX
        + (split.negatives() == SplitConfig.Negatives.DEGREE ? edges * SPLIT_DEGREE : 0)
        + edges * split.train() * SPLIT_HISTORY * (pairs ? 2 : 1);
    return Stage.of(step, Rates.SPLIT_SECONDS + edges / (Rates.SPLIT_EDGES * slots),
        rows * (Rates.EXAMPLE_BYTES + (pairs ? PairFeatures.WIDTH * Rates.FEATURE_BYTES : 0)), memory);
  }

  Stage labels(Step step) {
    return Stage.of(step, Rates.STAGE_SECONDS + vertices / (Rates.LINES * slots), vertices * Rates.EXAMPLE_BYTES,
        vertices * ID_BYTES);
  }

  private double walks() {
    return vertices * job.walk().perVertex();
  }

  Stage walk(Step step) {
    double visible =
        edges * (hasPairs() ? job.split().walked() : 1) * (job.walk().along() == WalkConfig.Along.BOTH ? 2 : 1);
    return Stage.of(step,
        Rates.STAGE_SECONDS + walks() / (Rates.WALKS * slots) + visible / (Rates.WALKED_EDGES * slots),
        walks() * (job.walk().length() + 1) * Rates.WALK_VERTEX_BYTES, visible * WALK_EDGE + vertices * WALK_VERTEX);
  }

  Stage embed(Step step) {
    int window = job.embedding().window();
    int length = job.walk().length() + 1;
    // A window is uniform on 1 to its size, and looks to both sides, but not beyond the walk.
    double pairs = walks() * length * Math.min(window + 1, length - 1) * job.embedding().epochs();
    int dimension = job.embedding().dimension();
    return Stage.of(step, Rates.STAGE_SECONDS + pairs / (Rates.pairs(dimension) * slots),
        vertices * dimension * Float.BYTES,
        (double) job.embedding().algorithm().bytes((int) Math.min(Integer.MAX_VALUE, vertices)));
  }

  Stage topk(Step step) {
    double values = vertices * job.embedding().dimension();
    return Stage.of(step, Rates.STAGE_SECONDS / 2 + values / (Rates.VALUES * slots), values * Float.BYTES,
        INGEST_TASK * slots);
  }

  /** The network of a link predictor, or of classes of vertices. */
  ParameterLayout layout(int outputs) {
    int dimension = job.embedding().dimension();
    int inputs =
        hasPairs() ? EdgeInputs.width(dimension, job.features().edge(), job.features().pair() ? PairFeatures.WIDTH : 0)
            : dimension;
    return ParameterLayout.of(inputs, job.model(), outputs);
  }

  /**
   * The trials.
   *
   * @param work of all of them, in epochs of a dense network
   * @param secondsPerEpoch of a dense network
   */
  Stage sweep(Step step, List<Trial> trials, double work, double secondsPerEpoch) {
    double rows = 2 * edges;
    double memory = rows * (EXAMPLE + (job.features().pair() ? Float.BYTES * PairFeatures.WIDTH : 0))
        + vertices * (Float.BYTES * job.embedding().dimension() + ROW);
    long groups = Batches.groups(trials).size();
    return Stage.of(step, Rates.START_SECONDS + work * secondsPerEpoch / Math.min(slots, trials.size()),
        trials.size() * Rates.TRIAL_BYTES, memory * Math.min(slots, groups));
  }
}
