package io.sparsewalk.pipeline;

import io.sparsewalk.common.Progress;
import io.sparsewalk.config.JobConfig;
import io.sparsewalk.config.JobConfigException;
import io.sparsewalk.pipeline.StageAccess.Step;
import io.sparsewalk.report.Margin;
import io.sparsewalk.report.ReportData;
import io.sparsewalk.report.ReportData.Graph;
import io.sparsewalk.report.Views;
import io.sparsewalk.spark.NotStartedException;
import io.sparsewalk.spark.SharedDisk;
import io.sparsewalk.spark.Slots;
import io.sparsewalk.spark.WarehouseCheck;
import io.sparsewalk.spark.sweep.BatchPlan;
import io.sparsewalk.spark.sweep.EngineChoice;
import io.sparsewalk.spark.sweep.MemoryEstimate;
import io.sparsewalk.spark.sweep.Sweep;
import io.sparsewalk.spark.sweep.SweepProgress;
import io.sparsewalk.spark.sweep.SweepStage;
import io.sparsewalk.spark.sweep.TrainedModels;
import io.sparsewalk.sweep.Engine;
import io.sparsewalk.sweep.Grid;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The stages of a job in their order: the way to run Sparsewalk from a program. Every stage runs what it stands on first; what is
 * published is only looked up, so that calling a stage twice costs nothing. Questions, such as {@link #missing} and {@link #models},
 * run no stage and write nothing: they throw {@link NotStartedException} where one has no output yet. For example
 * <pre>{@code
 * Pipeline pipeline = new Pipeline(spark, JobFile.read(file, List.of("sweep.seeds=[1]")).config());
 * int failed = pipeline.sweep();
 * pipeline.registerViews();
 * spark.sql("SELECT * FROM recommendation").show();
 * }</pre>
 *
 * <p>Stages throw {@link io.sparsewalk.common.DataRefusedException} for input that does not fit the job, and {@link JobConfigException} if
 * the warehouse is on a disk that executors do not see. Not for several threads.
 */
public final class Pipeline {
  private final Supplier<SparkSession> session;
  private final JobConfig job;
  private final Warehouse warehouse;
  private final JobStages stages;
  private final JobStages published;
  private Sweep trained;
  private Sweep asked;
  /** Negative before the trials are begun. Read by the thread that ends a process, too. */
  private volatile int finishedBefore = -1;
  private boolean engineIsOpen;
  private boolean diskIsShared;
  private Optional<PlanProgress> followed = Optional.empty();

  /**
   * Nothing is read or computed yet.
   *
   * @param spark a session of {@link io.sparsewalk.spark.SparkSessions}, which stays open
   * @throws JobConfigException if the warehouse is on a disk that executors do not see
   */
  public Pipeline(SparkSession spark, JobConfig job) {
    this(() -> spark, spark.sparkContext().hadoopConfiguration(), job);
  }

  /**
   * As {@link #Pipeline(SparkSession, JobConfig)}, with a session that is opened when a stage or a query needs it.
   *
   * @param session the same at every call
   * @param configuration of Hadoop
   */
  public Pipeline(Supplier<SparkSession> session, Configuration configuration, JobConfig job) {
    this.session = session;
    this.job = job;
    warehouse = new Warehouse(job.warehouse(), configuration);
    stages = new JobStages(job, warehouse, new RunningAccess(session, warehouse, this::begins));
    published = new JobStages(job, warehouse, new AskingAccess(session, warehouse));
  }

  /** The stages, to run them. */
  private JobStages stages() {
    if (!diskIsShared) {
      List<String> blind = SharedDisk.blindHosts(spark(), warehouse);
      if (!blind.isEmpty()) {
        throw new JobConfigException(
            "warehouse = " + warehouse.root() + " is not seen by the executors on " + String.join(", ", blind)
                + ": name a place that all machines reach, as hdfs://, s3a:// or a directory that they share");
      }
      diskIsShared = true;
    }
    return stages;
  }

  /** The session that it was made with. */
  public SparkSession spark() {
    return session.get();
  }

  /** The job that it was made with. */
  public JobConfig job() {
    return job;
  }

  /** Where its tables are published. */
  public Warehouse warehouse() {
    return warehouse;
  }

  /** What a run would do, with about what it takes. Starts no session, runs no stage, writes nothing. */
  public JobPlan plan() {
    return new JobPlanner(job, warehouse).plan(this::missing);
  }

  /** From now on every stage of a plan is announced on the terminal when it begins. */
  public void follow(JobPlan plan) {
    followed = Optional.of(new PlanProgress(plan, System::nanoTime));
  }

  private void begins(Step step) {
    followed.ifPresent(progress -> progress.begins(step));
  }

  /** The seeds of walks, embeddings and examples. */
  public List<Long> dataSeeds() {
    return job.sweep().seeds().stream().map(seed -> job.sweep().dataSeed(seed)).distinct().toList();
  }

  /** Reads the edges, or those of the synthetic graph. */
  public Manifest edges() {
    return stages().edges();
  }

  /**
   * The edges that were read before.
   *
   * @throws NotStartedException if they were not
   */
  public Manifest publishedEdges() {
    return published.edges();
  }

  /** Splits into examples. */
  public Manifest examples(long seed) {
    return stages().examples(seed);
  }

  /** Walks the graph. */
  public Manifest walks(long seed) {
    return stages().walks(seed);
  }

  /** Trains the dense embedding. */
  public Manifest embedding(long seed) {
    return stages().embedding(seed);
  }

  /** The sparse embeddings of the sweep. */
  public List<Manifest> sparseEmbeddings(long seed) {
    return stages().sparseEmbeddings(seed);
  }

  /**
   * Trains what is missing.
   *
   * @return number of trials that failed, now or earlier
   */
  public int sweep() {
    training();
    SweepStage stage = new SweepStage(spark(), warehouse, trained);
    List<Trial> trials = Grid.trials(job.sweep());
    finishedBefore = finished(trained);
    begins(JobPlanner.sweepStep(job));
    Progress progress = new Progress("trials", stage.toTrain(trials).size());
    stage.run(trials, progress::add);
    return failed().size();
  }

  /**
   * Forgets that trials failed, so that {@link #sweep} trains them again.
   *
   * @return how many
   */
  public int forgetFailures() {
    training();
    return new SweepProgress(warehouse, trained).forgetFailures(Grid.trials(job.sweep()));
  }

  private void training() {
    if (trained == null) {
      Function<Engine, Sweep> sweeps = stages().sweeps();
      trained = RunningAccess.described(spark(), "sweep " + job.name(),
          spark -> new EngineChoice(spark, warehouse).of(job.sweep().engine(), sweeps));
    }
  }

  /**
   * The networks of the sweep, to export and to predict with.
   *
   * @throws NotStartedException if a stage before the sweep has no output yet
   */
  public TrainedModels models() {
    Sweep sweep = asked();
    return new TrainedModels(spark(), warehouse, sweep);
  }

  /** The embeddings of a seed, to export and to search; {@link NotStartedException} if one of them has no output yet. */
  public Embeddings embeddings(long seed) {
    return new Embeddings(session, warehouse, published.edges().fingerprint(), published.embeddings(seed));
  }

  /**
   * The identity of the sweep, as in the column {@code sweep_id}.
   *
   * @throws NotStartedException if a stage before it has no output yet
   */
  public String sweepId() {
    return asked().id();
  }

  /**
   * The trials of the grid that are neither published nor failed.
   *
   * @throws NotStartedException if a stage before the sweep has no output yet
   */
  public List<Trial> missing() {
    return new SweepProgress(warehouse, asked()).missing(Grid.trials(job.sweep()));
  }

  /**
   * How many trials of the grid have finished since another pipeline of the same job began to train; 0 if it has not.
   *
   * @throws NotStartedException if a stage before the sweep has no output yet
   */
  int trainedBy(Pipeline other) {
    return other.finishedBefore < 0 ? 0 : finished(asked()) - other.finishedBefore;
  }

  private int finished(Sweep sweep) {
    return new SweepProgress(warehouse, sweep).finished(Grid.trials(job.sweep()));
  }

  /** The same job, asked from another thread, which starts no session. */
  Pipeline forQuestions() {
    return new Pipeline(() -> {
      throw new NotStartedException("there is no session to ask");
    }, warehouse.configuration(), job);
  }

  /**
   * The trials of the grid that failed.
   *
   * @throws NotStartedException if a stage before the sweep has no output yet
   */
  public List<Trial> failed() {
    return new SweepProgress(warehouse, asked()).failed(Grid.trials(job.sweep()));
  }

  /**
   * The batches in which these trials would be trained, a Spark task each, as far as the settings of Spark say how many tasks run at a time;
   * with engines that average the groups.
   *
   * @throws NotStartedException if a stage before the sweep has no output yet
   */
  public List<List<Trial>> batches(List<Trial> trials) {
    return new BatchPlan(warehouse, asked()).of(trials, Slots.expected());
  }

  /** Bytes that the task of the largest of these batches needs. */
  public long taskBytes(List<List<Trial>> batches) {
    return new MemoryEstimate(warehouse, asked()).taskBytes(largest(batches));
  }

  /** Bytes of a GPU that the largest of these batches needs; 0 if none will train them. */
  public long deviceBytes(List<List<Trial>> batches) {
    Sweep sweep = asked();
    boolean possible = engineIsOpen || sweep.execution().engine() == Engine.CUDA;
    return possible ? new MemoryEstimate(warehouse, sweep).deviceBytes(largest(batches)) : 0;
  }

  private static int largest(List<List<Trial>> batches) {
    return batches.stream().mapToInt(List::size).max().orElse(0);
  }

  /** The sweep as it was trained, or as it would be: looked up, with nothing run and nothing written. */
  private Sweep asked() {
    if (trained != null) {
      return trained;
    }
    if (asked == null) {
      Function<Engine, Sweep> sweeps = published.sweeps();
      Optional<Sweep> settled = EngineChoice.settled(warehouse, job.sweep().engine(), sweeps);
      // As long as no trial has finished, only a task on the executors could tell whether they have a GPU.
      engineIsOpen = settled.isEmpty();
      asked = settled.orElseGet(() -> sweeps.apply(Engine.VECTOR));
    }
    return asked;
  }

  /**
   * Checks that there is something to report on or to export.
   *
   * @throws NotStartedException if no trial of the sweep has ended, or a stage before it has no output yet
   */
  public void requireTrials() {
    Sweep sweep = asked();
    if (!new SweepProgress(warehouse, sweep).isBegun()) {
      throw new NotStartedException("the warehouse " + warehouse.root() + " has no trial of sweep " + sweep.id()
          + " yet; 'sparsewalk sweep run JOB.conf' trains them");
    }
  }

  /** All tables and views of the warehouse, in the Spark session. */
  public void registerViews() {
    views(Set.of()).register();
  }

  /**
   * The files that are not as they were published. Reads every file of the warehouse.
   *
   * @return why, by file
   */
  public Map<Path, String> damage() {
    Map<Path, String> damage = new LinkedHashMap<>();
    WarehouseCheck.of(spark(), warehouse, WarehouseCheck.Depth.CONTENT)
        .damage()
        .forEach(each -> damage.put(each.file(), each.complaint()));
    return damage;
  }

  /** All tables and views of the warehouse, without some files, not registered yet. */
  public Views views(Set<Path> leftOut) {
    return new Views(spark(), warehouse, margin(job), leftOut);
  }

  /** How much quality a job allows sparsity to cost. */
  public static Margin margin(JobConfig job) {
    return new Margin(job.report().margin().accuracy(), job.report().margin().auc());
  }

  /** What a report says of the sweep, after {@link #registerViews}. */
  public ReportData reportData() {
    return ReportData.of(spark(), sweepId());
  }

  /** Where the HTML report of the job is, once it has been written. */
  public Path reportFile() {
    return ReportFile.of(warehouse, job.name());
  }

  /**
   * Writes the HTML report of the sweep.
   *
   * @param data of {@link #reportData}
   * @return the file, in the warehouse
   */
  public Path writeReport(ReportData data) throws IOException {
    return ReportFile.write(warehouse, job.name(), data, Optional.of(graph()));
  }

  private Graph graph() {
    Manifest edges = publishedEdges();
    long seed = dataSeeds().get(0);
    Optional<Manifest> walks =
        job.model().isGraph() ? Optional.empty() : JobStages.published(() -> published.walks(seed));
    return new Graph(IngestSummary.read(edges), edges.count("vertices"), IngestSummary.range(edges),
        new GraphCard(edges).of(JobStages.published(() -> published.examples(seed)), walks));
  }
}
