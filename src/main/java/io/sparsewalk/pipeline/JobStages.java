package io.sparsewalk.pipeline;

import io.sparsewalk.common.Settings;
import io.sparsewalk.config.JobConfig;
import io.sparsewalk.dataset.EdgeOperator;
import io.sparsewalk.dataset.PairFeatures;
import io.sparsewalk.dataset.Task;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.pipeline.StageAccess.Step;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.spark.embedding.EmbedStage;
import io.sparsewalk.spark.embedding.TopKStage;
import io.sparsewalk.spark.examples.GraphNodeStage;
import io.sparsewalk.spark.examples.LabelStage;
import io.sparsewalk.spark.examples.NodeSplitStage;
import io.sparsewalk.spark.examples.SplitStage;
import io.sparsewalk.spark.ingest.GenerateStage;
import io.sparsewalk.spark.sweep.Sweep;
import io.sparsewalk.spark.sweep.TrainingInputs;
import io.sparsewalk.spark.walk.WalkStage;
import io.sparsewalk.sweep.EmbeddingKind;
import io.sparsewalk.sweep.Execution;
import io.sparsewalk.sweep.Levels;
import io.sparsewalk.sweep.Recipe;
import io.sparsewalk.sweep.SweepConfig.Engine;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** Which stage of a job stands on which, the same whether they are run or only asked about. Every output is had once. */
final class JobStages {
  private final JobConfig job;
  private final Warehouse warehouse;
  private final StageAccess access;
  private final Map<Step, Manifest> known = new HashMap<>();
  private Manifest edges;
  private String labels;

  JobStages(JobConfig job, Warehouse warehouse, StageAccess access) {
    this.job = job;
    this.warehouse = warehouse;
    this.access = access;
  }

  private boolean isNodes() {
    return job.task().isOfVertices();
  }

  /** A part that is the same for all seeds. */
  private Manifest take(String command, Supplier<StageOutput> output) {
    return take(new Step(command, job.graph().dataset()), output);
  }

  private Manifest take(String command, long seed, Supplier<StageOutput> output) {
    return take(new Step(command, job.graph().dataset() + ", seed " + seed), output);
  }

  private Manifest take(Step step, Supplier<StageOutput> output) {
    Manifest manifest = known.get(step);
    if (manifest == null) {
      manifest = access.take(step, output.get());
      known.put(step, manifest);
    }
    return manifest;
  }

  Manifest edges() {
    if (edges == null) {
      GraphConfig graph = job.graph();
      labels = graph.labels();
      if (graph.isSynthetic()) {
        GenerateStage generate = new GenerateStage(warehouse);
        String path = generate.edges(access.take(new Step("ingest", graph.dataset()), generate.output(job.generate())));
        labels = labels.isEmpty() ? GenerateStage.labels(path) : labels;
        graph = graph.withPath(path).withColumns(GraphConfig.Columns.FOUND);
      }
      edges = access.edges(graph);
    }
    return edges;
  }

  Manifest examples(long seed) {
    return take("split", seed, () -> division(seed));
  }

  private StageOutput division(long seed) {
    NodeSplitStage split = new NodeSplitStage(warehouse);
    if (job.model().isGraph()) {
      return split.outputOfGraph(nodes(), job.split(), !job.graph().split().isEmpty(), seed);
    }
    if (isNodes()) {
      boolean several = job.task() == Task.MULTI_LABEL_CLASSIFICATION;
      Manifest read = edges();
      LabelStage.Labels source = new LabelStage.Labels(labels, job.graph().unknownLabel(), several);
      Manifest classes = take("split", () -> LabelStage.output(warehouse, read, source, access::file));
      return several ? split.outputOfSeveral(classes, job.split(), seed)
          : split.output(classes, job.protocol(), job.split(), seed);
    }
    return SplitStage.output(warehouse, edges(),
        new SplitStage.Division(job.protocol(), job.split(), job.features().pair()), seed);
  }

  private Manifest nodes() {
    GraphConfig graph = job.graph();
    Manifest read = edges();
    Manifest nodes = take("split", () -> GraphNodeStage.output(warehouse, read,
        new GraphNodeStage.Files(graph.features(), labels, graph.unknownLabel(), graph.split()), access::file));
    job.model().diffusion().checkSize(nodes.count("vertices"));
    return nodes;
  }

  Manifest walks(long seed) {
    // Labels are no edges: nothing of them is in a walk.
    return take("walk", seed,
        () -> WalkStage.output(warehouse, isNodes() ? SplitStage.everything(edges(), job.protocol())
            : SplitStage.walkable(warehouse, edges(), job.protocol(), job.split(), seed), job.walk(), seed));
  }

  Manifest embedding(long seed) {
    return take("embed", seed, () -> EmbedStage.output(warehouse, walks(seed), job.embedding(), seed));
  }

  List<Manifest> sparseEmbeddings(long seed) {
    return job.sweep()
        .kinds()
        .stream()
        .filter(kind -> !kind.isDense())
        .map(kind -> sparseEmbedding(kind, seed))
        .toList();
  }

  private Manifest sparseEmbedding(EmbeddingKind kind, long seed) {
    return take(new Step("topk", job.graph().dataset() + ", seed " + seed + ", " + kind.key()),
        () -> TopKStage.output(warehouse, embedding(seed), kind.selection(job.topk())));
  }

  /** The sweep with an engine, once everything that it trains on is there. */
  Function<Engine, Sweep> sweeps() {
    Map<Long, Map<String, TrainingInputs>> bySeed = new TreeMap<>();
    for (long seed : job.sweep().seeds()) {
      bySeed.put(seed, inputs(job.sweep().dataSeed(seed)));
    }
    return engine -> sweep(job.sweep().execution(engine), bySeed);
  }

  private Sweep sweep(Execution execution, Map<Long, Map<String, TrainingInputs>> bySeed) {
    Map<String, Object> settings = new LinkedHashMap<>(Settings.of(job));
    // Where tables lie and what a report claims change nothing in them.
    List.of("warehouse", "report").forEach(settings::remove);
    settings.put("sweep", job.sweep().shaping(execution.engine()));
    return new Sweep(job.name(), job.graph().dataset(), Settings.word(job.protocol()), Settings.word(job.task()),
        new Recipe(job.model(), job.training(), job.methods(), job.sweep().halving()), execution, settings,
        edges().fact("data_fingerprint").toString(), bySeed);
  }

  /** Refuses levels that the network cannot have, as soon as the data have said how large it is. */
  private void checkLevels(int inputs, int outputs) {
    Levels.check(job.sweep(), job.methods(), ParameterLayout.of(inputs, job.model(), outputs));
  }

  private Map<String, TrainingInputs> inputs(long seed) {
    Map<String, TrainingInputs> byEmbedding = new LinkedHashMap<>();
    if (job.model().isGraph()) {
      checkLevels((int) nodes().count("inputs"), (int) nodes().count("classes"));
      byEmbedding.put(EmbeddingKind.DENSE.key(), new TrainingInputs(examples(seed).fingerprint(), nodes().fingerprint(),
          edges().fingerprint(), "", 1, List.of(EdgeOperator.VERTEX), 0, (int) nodes().count("classes")));
      return byEmbedding;
    }
    if (isNodes()) {
      checkLevels(job.embedding().dimension(), (int) examples(seed).count("classes"));
    }
    for (EmbeddingKind kind : job.sweep().kinds()) {
      Manifest sparse = kind.isDense() ? null : sparseEmbedding(kind, seed);
      byEmbedding.put(kind.key(),
          new TrainingInputs(examples(seed).fingerprint(), embedding(seed).fingerprint(), "",
              sparse == null ? "" : sparse.fingerprint(),
              sparse == null ? 1 : ((Number) sparse.fact("density")).doubleValue(),
              isNodes() ? List.of(EdgeOperator.VERTEX) : job.features().edge(),
              job.features().pair() ? PairFeatures.WIDTH : 0, isNodes() ? (int) examples(seed).count("classes") : 1));
    }
    return byEmbedding;
  }
}
