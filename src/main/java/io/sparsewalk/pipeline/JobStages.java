package io.sparsewalk.pipeline;

import io.sparsewalk.common.Settings;
import io.sparsewalk.config.JobConfig;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.pipeline.StageAccess.Step;
import io.sparsewalk.spark.NotStartedException;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.spark.embedding.EmbedStage;
import io.sparsewalk.spark.embedding.TopKStage;
import io.sparsewalk.spark.examples.GraphNodeStage;
import io.sparsewalk.spark.examples.LabelStage;
import io.sparsewalk.spark.ingest.GenerateStage;
import io.sparsewalk.spark.sweep.Sweep;
import io.sparsewalk.spark.sweep.TrainingInputs;
import io.sparsewalk.spark.sweep.TrainingInputs.Vectors;
import io.sparsewalk.spark.walk.WalkStage;
import io.sparsewalk.sweep.EmbeddingKind;
import io.sparsewalk.sweep.Execution;
import io.sparsewalk.sweep.Levels;
import io.sparsewalk.sweep.Recipe;
import io.sparsewalk.sweep.Engine;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** Which stage of a job stands on which, the same whether they are run or only asked about. Every output is had once. */
final class JobStages {
  private final JobConfig job;
  private final Warehouse warehouse;
  private final StageAccess access;
  private final TaskStages task;
  private final Map<Step, Manifest> known = new HashMap<>();
  private Manifest edges;
  private String labels;

  JobStages(JobConfig job, Warehouse warehouse, StageAccess access) {
    this.job = job;
    this.warehouse = warehouse;
    this.access = access;
    task = TaskStages.of(job, warehouse, this);
  }

  /** A part that is the same for all seeds. */
  private Manifest take(String command, Supplier<StageOutput> output) {
    return take(step(job, command), output);
  }

  private Manifest take(String command, long seed, Supplier<StageOutput> output) {
    return take(step(job, command, seed), output);
  }

  /** What a stage has made, if it has. */
  static Optional<Manifest> published(Supplier<Manifest> stage) {
    try {
      return Optional.of(stage.get());
    } catch (NotStartedException e) {
      return Optional.empty();
    }
  }

  /** A part that is the same for all seeds. */
  static Step step(JobConfig job, String command) {
    return new Step(command, job.graph().dataset());
  }

  /** A part of a seed. */
  static Step step(JobConfig job, String command, long seed) {
    return new Step(command, job.graph().dataset() + ", seed " + seed);
  }

  /** A sparse embedding of a seed. */
  static Step step(JobConfig job, long seed, EmbeddingKind kind) {
    return new Step("topk", job.graph().dataset() + ", seed " + seed + ", " + kind.key());
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
        String path = generate.edges(access.take(step(job, "ingest"), generate.output(job.generate())));
        labels = labels.isEmpty() ? GenerateStage.labels(path) : labels;
        graph = graph.withPath(path).withColumns(GraphConfig.Columns.FOUND);
      }
      edges = access.edges(graph);
    }
    return edges;
  }

  Manifest examples(long seed) {
    return take("split", seed, () -> task.division(seed));
  }

  /** Labels and features of vertices, for graph networks. */
  Manifest nodes() {
    GraphConfig graph = job.graph();
    Manifest read = edges();
    Manifest nodes = take("split", () -> GraphNodeStage.output(warehouse, read,
        new GraphNodeStage.Files(graph.features(), labels, graph.unknownLabel(), graph.split()), access::file));
    job.model().diffusion().checkSize(nodes.count("vertices"));
    return nodes;
  }

  /**
   * Labels of vertices.
   *
   * @param several true: a vertex may have several
   */
  Manifest labels(boolean several) {
    Manifest read = edges();
    LabelStage.Source source = new LabelStage.Source(labels, job.graph().unknownLabel(), several);
    return take("split", () -> LabelStage.output(warehouse, read, source, access::file));
  }

  Manifest walks(long seed) {
    return take("walk", seed, () -> WalkStage.output(warehouse, task.walkable(seed), job.walk(), seed));
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

  /** All of a seed by their keys, the dense one first. */
  Map<String, Manifest> embeddings(long seed) {
    Map<String, Manifest> embeddings = new LinkedHashMap<>();
    embeddings.put(EmbeddingKind.DENSE.key(), embedding(seed));
    job.sweep()
        .kinds()
        .stream()
        .filter(kind -> !kind.isDense())
        .forEach(kind -> embeddings.put(kind.key(), sparseEmbedding(kind, seed)));
    return embeddings;
  }

  Manifest sparseEmbedding(EmbeddingKind kind, long seed) {
    return take(step(job, seed, kind), () -> TopKStage.output(warehouse, embedding(seed), kind.selection(job.topk())));
  }

  /** The sweep with an engine, once everything that it trains on is there. */
  Function<Engine, Sweep> sweeps() {
    Map<Long, Map<String, TrainingInputs>> bySeed = new TreeMap<>();
    for (long seed : job.sweep().seeds()) {
      bySeed.put(seed, task.inputs(job.sweep().dataSeed(seed)));
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
  void checkLevels(int inputs, int outputs) {
    Levels.check(job.sweep(), job.methods(), ParameterLayout.of(inputs, job.model(), outputs));
  }

  /** The embeddings of the sweep by their keys. */
  Map<String, Vectors> vectors(long seed) {
    Map<String, Vectors> vectors = new LinkedHashMap<>();
    for (EmbeddingKind kind : job.sweep().kinds()) {
      String dense = embedding(seed).fingerprint();
      if (kind.isDense()) {
        vectors.put(kind.key(), new Vectors.Dense(dense));
      } else {
        Manifest sparse = sparseEmbedding(kind, seed);
        vectors.put(kind.key(), new Vectors.Sparse(dense, sparse.fingerprint(), sparse.share("density")));
      }
    }
    return vectors;
  }
}
