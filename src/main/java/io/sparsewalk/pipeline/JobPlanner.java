package io.sparsewalk.pipeline;

import io.sparsewalk.config.JobConfig;
import io.sparsewalk.dataset.Task;
import io.sparsewalk.pipeline.JobPlan.Stage;
import io.sparsewalk.pipeline.StageAccess.Step;
import io.sparsewalk.spark.Slots;
import io.sparsewalk.spark.ingest.EdgeProspect;
import io.sparsewalk.sweep.Batches;
import io.sparsewalk.sweep.EmbeddingKind;
import io.sparsewalk.sweep.Grid;
import io.sparsewalk.sweep.Recipe;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Says what a run of a job would do, from manifests, settings and sizes of files. Starts no stage and no session, writes nothing. */
final class JobPlanner {
  /** Of a graph of which only the edges are known: networks of citations have about 2, those of messages 30. */
  private static final double EDGES_PER_VERTEX = 10;

  private final JobConfig job;
  private final Warehouse warehouse;
  private final JobStages stages;
  private final PlanningAccess access;
  private final List<Stage> planned = new ArrayList<>();
  private final List<String> basis = new ArrayList<>();
  private Optional<PlannedSizes> sizes = Optional.empty();
  private boolean isRead;

  JobPlanner(JobConfig job, Warehouse warehouse) {
    this.job = job;
    this.warehouse = warehouse;
    access = new PlanningAccess(warehouse);
    stages = new JobStages(job, warehouse, access);
  }

  /**
   * The plan.
   *
   * @param missing the trials to train, asked only if all stages before are there
   */
  JobPlan plan(Supplier<List<Trial>> missing) {
    Optional<Manifest> edges = JobStages.published(stages::edges);
    isRead = edges.isPresent();
    sizes = sizes(edges);
    add(JobStages.step(job, "ingest"), isRead, PlannedSizes::ingest);
    if (job.model().isGraph()) {
      add(JobStages.step(job, "split"), isThere(stages::nodes), PlannedSizes::labels);
    } else if (job.task() != Task.LINK_PREDICTION) {
      boolean several = job.task() == Task.MULTI_LABEL_CLASSIFICATION;
      add(JobStages.step(job, "split"), isThere(() -> stages.labels(several)), PlannedSizes::labels);
    }
    job.sweep().seeds().stream().map(job.sweep()::dataSeed).distinct().forEach(this::seed);
    sweep(missing);
    basis.add("rates of one machine with 2 cores (docs/performance.md), for " + Slots.expected() + " tasks at a time");
    return new JobPlan(job.name(), planned, basis);
  }

  private void seed(long seed) {
    boolean pairs = job.task() == Task.LINK_PREDICTION;
    add(JobStages.step(job, "split", seed), isThere(() -> stages.examples(seed)),
        pairs ? PlannedSizes::split : PlannedSizes::labels);
    if (job.model().isGraph()) {
      return;
    }
    add(JobStages.step(job, "walk", seed), isThere(() -> stages.walks(seed)), PlannedSizes::walk);
    add(JobStages.step(job, "embed", seed), isThere(() -> stages.embedding(seed)), PlannedSizes::embed);
    for (EmbeddingKind kind : job.sweep().kinds()) {
      if (!kind.isDense()) {
        add(JobStages.step(job, seed, kind), isThere(() -> stages.sparseEmbedding(kind, seed)), PlannedSizes::topk);
      }
    }
  }

  private interface Sizing {
    Stage of(PlannedSizes sizes, Step step);
  }

  private void add(Step step, boolean isThere, Sizing sizing) {
    planned.add(
        isThere ? Stage.reused(step) : sizes.map(known -> sizing.of(known, step)).orElseGet(() -> Stage.unknown(step)));
  }

  private boolean isThere(Supplier<Manifest> stage) {
    return isRead && JobStages.published(stage).isPresent();
  }

  private Optional<PlannedSizes> sizes(Optional<Manifest> edges) {
    if (edges.isPresent()) {
      return sized((double) edges.get().count("edges"), (double) edges.get().count("vertices"),
          "the manifest of edges");
    }
    double directions = job.graph().directed() ? 1 : 2;
    if (job.graph().isSynthetic()) {
      return sized(directions * job.generate().edges(), job.generate().vertices(),
          "generate.edges and generate.vertices");
    }
    EdgeProspect prospect = access.prospect();
    if (prospect == null || prospect.lines().isEmpty()) {
      basis.add("the size of the graph is not known yet: "
          + (prospect == null ? "its files have not been fetched" : prospect.basis()));
      return Optional.empty();
    }
    double lines = prospect.lines().getAsLong();
    return sized(directions * lines, Math.ceil(lines / EDGES_PER_VERTEX),
        prospect.basis() + "; vertices taken as a tenth of the edges");
  }

  private Optional<PlannedSizes> sized(double edges, double vertices, String source) {
    basis.add(String.format(Locale.ROOT, "%,.0f edges of %,.0f vertices, from %s", edges, vertices, source));
    return Optional.of(new PlannedSizes(job, edges, vertices, Slots.expected()));
  }

  private void sweep(Supplier<List<Trial>> missing) {
    boolean isReady = planned.stream().allMatch(Stage::reused);
    List<Trial> trials = isReady ? missing.get() : Grid.trials(job.sweep());
    Step step = sweepStep(job);
    if (trials.isEmpty()) {
      planned.add(Stage.reused(step));
      return;
    }
    OptionalDouble measured = EpochSeconds.measured(warehouse, job.name());
    if (sizes.isEmpty() || job.model().isGraph() && measured.isEmpty()) {
      planned.add(Stage.unknown(step));
      basis.add("no earlier run of this job says what its trainings take");
      return;
    }
    PlannedSizes known = sizes.get();
    double perEpoch = measured.orElseGet(() -> known.trainRows() * known.layout(1).size() / Rates.ROW_WEIGHTS);
    basis.add(String.format(Locale.ROOT, "%d trials to train, %.2g s per epoch of a dense network, %s", trials.size(),
        perEpoch, measured.isPresent() ? "as in the last run of this job" : "by its weights and examples"));
    planned.add(known.sweep(step, trials, work(known, trials), perEpoch));
  }

  static Step sweepStep(JobConfig job) {
    return new Step("sweep", job.name());
  }

  /** In epochs of a dense network. */
  private double work(PlannedSizes known, List<Trial> trials) {
    if (job.model().isGraph()) {
      return trials.stream().mapToDouble(trial -> trial.method().budget(job.methods()).epochs()).sum();
    }
    Batches batches =
        new Batches(new Recipe(job.model(), job.training(), job.methods(), job.sweep().halving()), known.layout(1));
    return Batches.groups(trials).stream().mapToDouble(batches::cost).sum();
  }
}
