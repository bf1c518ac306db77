package io.sparsewalk.pipeline;

import io.sparsewalk.common.Progress;
import io.sparsewalk.common.Settings;
import io.sparsewalk.config.JobConfig;
import io.sparsewalk.dataset.EdgeOperator;
import io.sparsewalk.dataset.PairFeatures;
import io.sparsewalk.dataset.Task;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.report.HtmlReport;
import io.sparsewalk.report.Margin;
import io.sparsewalk.report.ReportData;
import io.sparsewalk.report.Views;
import io.sparsewalk.spark.Slots;
import io.sparsewalk.spark.embedding.EmbedStage;
import io.sparsewalk.spark.embedding.TopKStage;
import io.sparsewalk.spark.examples.GraphNodeStage;
import io.sparsewalk.spark.examples.LabelStage;
import io.sparsewalk.spark.examples.NodeSplitStage;
import io.sparsewalk.spark.examples.SplitStage;
import io.sparsewalk.spark.ingest.GenerateStage;
import io.sparsewalk.spark.ingest.IngestStage;
import io.sparsewalk.spark.sweep.BatchPlan;
import io.sparsewalk.spark.sweep.EngineChoice;
import io.sparsewalk.spark.sweep.MemoryEstimate;
import io.sparsewalk.spark.sweep.Sweep;
import io.sparsewalk.spark.sweep.SweepStage;
import io.sparsewalk.spark.sweep.TrainedModels;
import io.sparsewalk.spark.sweep.TrainingInputs;
import io.sparsewalk.spark.walk.WalkStage;
import io.sparsewalk.sweep.EmbeddingKind;
import io.sparsewalk.sweep.Execution;
import io.sparsewalk.sweep.Grid;
import io.sparsewalk.sweep.Levels;
import io.sparsewalk.sweep.Recipe;
import io.sparsewalk.sweep.SweepConfig;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The stages of a job in their order: the way to run Sparsewalk from a program. Every stage runs what it stands on first; what is
 * published is only looked up, so that calling a stage twice costs nothing. For example
 * <pre>{@code
 * Pipeline pipeline = new Pipeline(spark, JobFile.read(file, List.of("sweep.seeds=[1]")).config());
 * int failed = pipeline.sweep();
 * pipeline.registerViews();
 * spark.sql("SELECT * FROM recommendation").show();
 * }</pre>
 *
 * <p>Stages throw {@link io.sparsewalk.common.DataRefusedException} for input that does not fit the job. Not for several threads.
 */
public final class Pipeline {
  private final SparkSession spark;
  private final JobConfig job;
  private final Warehouse warehouse;
  private Manifest edges;
  private String labels;
  private Sweep sweep;

  /**
   * Nothing is read or computed yet.
   *
   * @param spark a session of {@link io.sparsewalk.spark.SparkSessions}, which stays open
   */
  public Pipeline(SparkSession spark, JobConfig job) {
    this.spark = spark;
    this.job = job;
    warehouse = new Warehouse(job.warehouse(), spark.sparkContext().hadoopConfiguration());
  }

  /** The session that it was made with. */
  public SparkSession spark() {
    return spark;
  }

  /** The job that it was made with. */
  public JobConfig job() {
    return job;
  }

  /** Where its tables are published. */
  public Warehouse warehouse() {
    return warehouse;
  }

  /** The seeds of walks, embeddings and examples. */
  public List<Long> dataSeeds() {
    return job.sweep().seeds().stream().map(seed -> job.sweep().dataSeed(seed)).distinct().toList();
  }

  private boolean isConvolution() {
    return job.model().isGraph();
  }

  private Manifest nodes() {
    GraphConfig graph = job.graph();
    Manifest read = edges();
    Manifest nodes = new GraphNodeStage(spark, warehouse).run(read,
        new GraphNodeStage.Files(graph.features(), labels, graph.unknownLabel(), graph.split()));
    job.model().diffusion().checkSize(nodes.count("vertices"));
    return nodes;
  }

  private boolean isNodes() {
    return job.task().isOfVertices();
  }

  /** Reads the edges, or those of the synthetic graph. */
  public Manifest edges() {
    if (edges == null) {
      GraphConfig graph = job.graph();
      labels = graph.labels();
      if (graph.isSynthetic()) {
        String path = new GenerateStage(warehouse).run(job.generate());
        labels = labels.isEmpty() ? GenerateStage.labels(path) : labels;
        graph = graph.withPath(path).withColumns(GraphConfig.Columns.FOUND);
      }
      edges = new IngestStage(spark, warehouse).run(graph);
      IngestSummary.compare(edges, graph.source().expect());
    }
    return edges;
  }

  /** Splits into examples. */
  public Manifest examples(long seed) {
    if (isConvolution()) {
      return new NodeSplitStage(warehouse).runGraph(nodes(), job.split(), !job.graph().split().isEmpty(), seed);
    }
    if (isNodes()) {
      boolean several = job.task() == Task.MULTI_LABEL_CLASSIFICATION;
      NodeSplitStage split = new NodeSplitStage(warehouse);
      Manifest read = edges();
      Manifest classes = new LabelStage(spark, warehouse, several).run(read, labels, job.graph().unknownLabel());
      return several ? split.runSeveral(classes, job.split(), seed) : split.run(classes, job.protocol(), job.split(), seed);
    }
    return new SplitStage(spark, warehouse).run(edges(), job.protocol(), job.split(), job.features().pair(), seed);
  }

  /** Walks the graph. */
  public Manifest walks(long seed) {
    SplitStage split = new SplitStage(spark, warehouse);
    // Labels are no edges: nothing of them is in a walk.
    WalkStage.Input input = isNodes() ? split.everything(edges(), job.protocol())
        : split.walkable(edges(), job.protocol(), job.split(), seed);
    return new WalkStage(spark, warehouse).run(input, job.walk(), seed);
  }

  /** Trains the dense embedding. */
  public Manifest embedding(long seed) {
    return new EmbedStage(spark, warehouse).run(walks(seed), job.embedding(), seed);
  }

  /** The sparse embeddings of the sweep. */
  public List<Manifest> sparseEmbeddings(long seed) {
    return job.sweep().kinds().stream().filter(kind -> !kind.isDense()).map(kind -> sparseEmbedding(kind, seed)).toList();
  }

  private Manifest sparseEmbedding(EmbeddingKind kind, long seed) {
    return new TopKStage(spark, warehouse).run(embedding(seed), kind.selection(job.topk()));
  }

  /** The networks of the sweep, to export and to predict with. */
  public TrainedModels models() {
    return new TrainedModels(spark, warehouse, prepared());
  }

  /** The identity of the sweep, as in the column {@code sweep_id}. */
  public String sweepId() {
    return prepared().id();
  }

  /** The trials that are neither published nor failed. */
  public List<Trial> missing() {
    return new SweepStage(spark, warehouse, prepared()).missing(Grid.trials(job.sweep()));
  }

  /**
   * The batches in which these trials would be trained, a Spark task each, as far as the settings of Spark say how many tasks run at a time;
   * with engines that average the groups.
   */
  public List<List<Trial>> batches(List<Trial> trials) {
    return new BatchPlan(warehouse, prepared()).of(trials, Slots.expected());
  }

  /** Memory of the task of the largest of these batches. */
  public long taskBytes(List<List<Trial>> batches) {
    return new MemoryEstimate(warehouse, prepared()).taskBytes(largest(batches));
  }

  /** Memory of a GPU that the largest batch needs; 0 unless GPUs train. */
  public long deviceBytes(List<List<Trial>> batches) {
    return prepared().execution().engine() == SweepConfig.Engine.CUDA
        ? new MemoryEstimate(warehouse, prepared()).deviceBytes(largest(batches)) : 0;
  }

  private static int largest(List<List<Trial>> batches) {
    return batches.stream().mapToInt(List::size).max().orElse(0);
  }

  /** The trials that failed. */
  public List<Trial> failed() {
    return new SweepStage(spark, warehouse, prepared()).failed(Grid.trials(job.sweep()));
  }

  /**
   * Trains what is missing.
   *
   * @return number of trials that failed, now or earlier
   */
  public int sweep() {
    SweepStage stage = new SweepStage(spark, warehouse, prepared());
    List<Trial> trials = Grid.trials(job.sweep());
    Progress progress = new Progress("trials", stage.toTrain(trials).size());
    stage.run(trials, progress::add);
    return failed().size();
  }

  /** All tables and views of the warehouse, in the Spark session. */
  public void registerViews() {
    Views.register(spark, warehouse, margin(job));
  }

  /** How much quality a job allows sparsity to cost. */
  public static Margin margin(JobConfig job) {
    return new Margin(job.report().margin().accuracy(), job.report().margin().auc());
  }

  /**
   * Writes the HTML report of the sweep, after {@link #registerViews}.
   *
   * @return the file, in the warehouse
   */
  public Path writeReport() throws IOException {
    Path report = new Path(warehouse.root(), "report-" + job.name() + ".html");
    FileSystem files = report.getFileSystem(warehouse.configuration());
    Path draft = warehouse.newAttempt();
    try (OutputStream out = files.create(draft)) {
      HtmlReport.write(ReportData.of(spark, sweepId()), out);
    }
    files.delete(report, false);
    files.rename(draft, report);
    return report;
  }

  private Sweep prepared() {
    if (sweep == null) {
      Map<Long, Map<String, TrainingInputs>> bySeed = new TreeMap<>();
      for (long seed : job.sweep().seeds()) {
        bySeed.put(seed, inputs(job.sweep().dataSeed(seed)));
      }
      sweep = new EngineChoice(spark, warehouse).of(job.sweep().engine(), engine -> sweep(job.sweep().execution(engine), bySeed));
    }
    return sweep;
  }

  private Sweep sweep(Execution execution, Map<Long, Map<String, TrainingInputs>> bySeed) {
    Map<String, Object> settings = new LinkedHashMap<>(Settings.of(job));
    // Where tables lie and what a report claims change nothing in them.
    List.of("warehouse", "report").forEach(settings::remove);
    settings.put("sweep", job.sweep().shaping(execution.engine()));
    return new Sweep(job.name(), job.graph().dataset(), Settings.word(job.protocol()),
        Settings.word(job.task()), new Recipe(job.model(), job.training(), job.methods(), job.sweep().halving()),
        execution, settings, edges().fact("data_fingerprint").toString(), bySeed);
  }

  /** Refuses levels that the network cannot have, as soon as the data have said how large it is. */
  private void checkLevels(int inputs, int outputs) {
    Levels.check(job.sweep(), job.methods(), ParameterLayout.of(inputs, job.model(), outputs));
  }

  private Map<String, TrainingInputs> inputs(long seed) {
    Map<String, TrainingInputs> byEmbedding = new LinkedHashMap<>();
    if (isConvolution()) {
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
      byEmbedding.put(kind.key(), new TrainingInputs(examples(seed).fingerprint(), embedding(seed).fingerprint(), "",
          sparse == null ? "" : sparse.fingerprint(), sparse == null ? 1 : ((Number) sparse.fact("density")).doubleValue(),
          isNodes() ? List.of(EdgeOperator.VERTEX) : job.features().edge(), job.features().pair() ? PairFeatures.WIDTH : 0,
          isNodes() ? (int) examples(seed).count("classes") : 1));
    }
    return byEmbedding;
  }
}
