package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.cli.CommandLineTest.Result;
import io.sparsewalk.cli.Launcher.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher as users run it: real processes, embedded, on a local cluster and on a standalone one. What they are
 * compared with is trained in this process, and tables are read in it: nothing is launched that is not the matter of a test.
 */
class LauncherIT {
  private static final Path HOME = Launcher.HOME;
  private static final String JOB = "src/test/resources/plain.conf";
  /** In four blocks, so that embeddings can be spread over executors, too. */
  private static final List<String> SMALL = List.of("-D", "generate.vertices=400", "-D", "generate.edges=6000", "-D",
      "generate.communities=5", "-D", "training.epochs=4", "-D", "sweep.sparsity=[0.5]", "-D", "sweep.seeds=[1, 2]",
      "-D", "training.batch=256", "-D", "methods.rigl.interval=8", "-D", "embedding.blocks=4");
  private static final String ROWS =
      "SELECT embedding, method, sparsity, seed, accuracy, auc, average_precision, auc_all,"
          + " val_auc, best_epoch, flops_counted, nonzeros FROM trials ORDER BY 1, 2, 3, 4";
  private static final String[] LOCAL_CLUSTER = {"--master", "local-cluster[2,1,1024]"};

  @TempDir
  private static Path shared;

  private static List<String> expected;

  @TempDir
  private Path directory;

  @BeforeAll
  static void trainInThisProcess() throws Exception {
    assertTrained(here(shared.resolve("here")));
    expected = DuckTables.rows(shared.resolve("here"), ROWS);
    assertThat(expected).hasSize(12);
  }

  @Test
  void helpAndMistakesHaveTheirExitCodes() throws Exception {
    assertThat(Launcher.brief("--help").finish()).satisfies(help -> {
      assertThat(help.code()).isZero();
      assertThat(help.out()).contains("Example: sparsewalk pipeline jobs/quickstart.conf");
    });
    assertThat(Launcher.brief("config", JOB, "-D", "walk.lenght=1").finish().code()).isEqualTo(2);
    Result refused =
        Launcher
            .brief("ingest", JOB, "--warehouse", directory.toString(), "-D",
                "graph.path=" + directory.resolve("nowhere.txt"))
            .finish();
    assertThat(refused.code()).isEqualTo(4);
    assertThat(refused.err()).contains("nowhere.txt: no such file");
  }

  @Test
  void aPipelineThatIsKilledGoesOnWhereItWasAndEndsTheSame() throws Exception {
    Path warehouse = directory.resolve("killed");
    String[] pipeline = job(warehouse, "pipeline");
    Run run = Launcher.launch(pipeline);
    awaitATrial(run, warehouse);
    run.process().destroyForcibly().waitFor();
    assertThat(trials(warehouse)).isPositive();
    Result again = Launcher.launch(pipeline).finish();
    assertTrained(again);
    assertThat(again.err()).doesNotContain("trials/s");
    assertThat(warehouse.resolve("report-quickstart.html")).isNotEmptyFile();
    assertThat(DuckTables.rows(warehouse, ROWS)).isEqualTo(expected);
  }

  @Test
  void executorsInJvmsOfTheirOwnFindTheSameAndAreReplacedWhenTheyGrew() throws Exception {
    Path warehouse = directory.resolve("recycled");
    Result result = Launcher.brief(joined(LOCAL_CLUSTER, sweep(warehouse, "-D", "sweep.recycle-mib=1"))).finish();
    assertTrained(result);
    assertThat(result.err()).contains("replacing executors");
    assertThat(DuckTables.rows(warehouse, ROWS)).isEqualTo(expected);
  }

  @Test
  void killedExecutorsChangeNothingInWalksAndEmbeddingsThatAreSpreadNorInTheTrials() throws Exception {
    Path warehouse = directory.resolve("spread");
    Run run = Launcher
        .brief(joined(LOCAL_CLUSTER, sweep(warehouse, "-D", "walk.mode=partitioned", "-D", "embedding.mode=spread")));
    while (run.process().isAlive() && count(warehouse.resolve("edges"), "_manifest.json") == 0) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    ProcessHandle first = run.executors().get(0);
    first.destroyForcibly();
    awaitATrial(run, warehouse);
    assertThat(run.executors()).doesNotContain(first).element(0).satisfies(ProcessHandle::destroyForcibly);
    Result result = run.finish();
    assertTrained(result);
    assertThat(result.err()).contains("mode=partitioned", "mode=spread");
    assertThat(DuckTables.rows(warehouse, ROWS)).isEqualTo(expected);
  }

  /** Each worker process has a GPU of its own, as its driver's tool says; every task takes one. */
  @Test
  void aStandaloneClusterWithGpusFindsTheSameWithAllOfItsExecutorsAtWork() throws Exception {
    Path warehouse = directory.resolve("standalone");
    Path events = Files.createDirectory(directory.resolve("events"));
    try (StandaloneCluster cluster = new StandaloneCluster(directory)) {
      String master = cluster.master();
      for (String gpu : List.of("0", "1", "2")) {
        cluster.worker(gpu, nvidiaSmi(gpu, "case \"$*\" in *query-gpu=index*) echo " + gpu + ";; *) exit 1;; esac"));
      }
      String[] resources = {"--master", master, "--conf", "spark.driver.host=127.0.0.1", "--conf",
          "spark.executor.memory=1g", "--conf", "spark.ui.enabled=false", "--conf", "spark.executor.cores=1", "--conf",
          "spark.executor.resource.gpu.amount=1", "--conf", "spark.task.resource.gpu.amount=1", "--conf",
          "spark.eventLog.enabled=true", "--conf", "spark.eventLog.dir=" + events.toUri(), "--conf",
          "spark.sql.shuffle.partitions=3"};
      assertTrained(
          Launcher.brief(joined(resources, job(warehouse, "pipeline", "-D", "sweep.trials-per-task=1"))).finish());
    }
    assertThat(DuckTables.rows(warehouse, ROWS)).isEqualTo(expected);
    assertThat(DuckTables.rows(warehouse, "SELECT DISTINCT slot, device FROM trials ORDER BY 1"))
        .containsExactly("0,cpu", "1,cpu", "2,cpu");
    List<EventLog.Task> tasks = new EventLog(events).tasks("BatchJob");
    assertThat(tasks).hasSize(12);
    assertThat(tasks.stream().map(EventLog.Task::stage).distinct()).as("one job").hasSize(1);
    assertThat(EventLog.executorsAtWork(tasks)).as("four groups on three executors").isEqualTo(3);
  }

  @Test
  void doctorSaysThatAGpuIsTooNew() throws Exception {
    Path path = nvidiaSmi("hopper", "echo '0, NVIDIA H200, 9.0, 570.12, 141000'");
    Result result = Launcher.launch(Map.of("PATH", path + ":" + System.getenv("PATH")), "doctor", "--gpu").finish();
    assertThat(result.code()).isZero();
    assertThat(result.out()).contains(
        "NVIDIA H200, compute capability 9.0, 141000 MiB free: not supported by nd4j-cuda", "512 x 512 matrices: right",
        "the engine dl4j trains on the CPU; ND4J has no code for this GPU");
  }

  @Test
  void averagingOverExecutorsFindsTheSameAsInOneJvm() throws Exception {
    String[] averaged = {"-D", "sweep.engine=averaged", "-D", "sweep.averaging.steps=3", "-D", "sweep.seeds=[1]"};
    Path one = directory.resolve("one");
    Path two = directory.resolve("two");
    System.setProperty("spark.master", "local[2]");
    try {
      assertTrained(here(one, averaged));
    } finally {
      System.clearProperty("spark.master");
    }
    assertTrained(Launcher.brief(joined(LOCAL_CLUSTER, sweep(two, averaged))).finish());
    assertThat(DuckTables.rows(two, ROWS)).isEqualTo(DuckTables.rows(one, ROWS)).hasSize(6);
    assertThat(DuckTables.rows(two, "SELECT DISTINCT engine, workers FROM trials")).containsExactly("averaged,2");
  }

  @Test
  void deeplearning4jIsSentToExecutorsAndAgreesWithOurKernels() throws Exception {
    String[] seed = {"-D", "sweep.seeds=[1]", "-D", "sweep.averaging.steps=0"};
    Path averaged = directory.resolve("averaged");
    Path dl4j = directory.resolve("dl4j");
    assertTrained(here(averaged, joined(seed, "-D", "sweep.engine=averaged")));
    assertTrained(Launcher.brief(joined(LOCAL_CLUSTER, sweep(dl4j, joined(seed, "-D", "sweep.engine=dl4j")))).finish());
    String aucs = "SELECT auc FROM trials ORDER BY embedding, method";
    List<String> ours = DuckTables.rows(averaged, aucs);
    List<String> theirs = DuckTables.rows(dl4j, aucs);
    assertThat(theirs).hasSameSizeAs(ours).hasSize(6);
    for (int i = 0; i < theirs.size(); i++) {
      assertThat(Double.parseDouble(theirs.get(i))).isCloseTo(Double.parseDouble(ours.get(i)), within(0.01));
    }
  }

  @Test
  void theExportedNetworkPredictsWhatItsTrialRecorded() throws Exception {
    Path warehouse = shared.resolve("here");
    Path model = directory.resolve("model");
    Result exported = Launcher.brief(job(warehouse, "export", "--to", model.toString(), "--dl4j")).finish();
    assertThat(exported.code()).as(exported.err()).isZero();
    assertThat(model.resolve("model.zip")).isNotEmptyFile();
    String[] predict = job(warehouse, "predict", "--model", model.toString());
    Result test = CommandLineTest.run(predict);
    assertThat(test.code()).as(test.out() + test.err()).isZero();
    String vertex = DuckTables.rows(warehouse, "SELECT raw FROM vertices LIMIT 1").get(0);
    Path pairs = Files.writeString(directory.resolve("pairs.txt"), "# two\n" + vertex + " " + vertex + "\n");
    Result scores = Launcher.brief(joined(predict, "--pairs", pairs.toString())).finish();
    assertThat(scores.out()).startsWith("src,dst,probability,logit\n" + vertex + "," + vertex + ",0.").hasLineCount(2);
    Files.writeString(pairs, "nobody " + vertex);
    Result unknown = CommandLineTest.run(joined(predict, "--pairs", pairs.toString()));
    assertThat(unknown.code()).isEqualTo(4);
    assertThat(unknown.err())
        .contains("pairs.txt: none of its 1 lines can be scored; the graph has no vertex 'nobody' (line 1)");
  }

  private static void assertTrained(Result result) {
    assertThat(result.code()).as(result.out() + result.err()).isZero();
  }

  /** Trains the trials of the job in this process. */
  private static Result here(Path warehouse, String... more) {
    return CommandLineTest.run(sweep(warehouse, more));
  }

  private static String[] sweep(Path warehouse, String... more) {
    return joined(new String[] {"sweep"}, job(warehouse, "run", more));
  }

  private static String[] job(Path warehouse, String command, String... more) {
    String[] job = {command, JOB, "--warehouse", warehouse.toString()};
    return joined(joined(job, SMALL.toArray(String[]::new)), more);
  }

  private static String[] joined(String[] first, String... then) {
    return Stream.of(first, then).flatMap(Stream::of).toArray(String[]::new);
  }

  /** Each process has a working directory of its own, as machines have disks. */
  @Test
  void aWarehouseThatExecutorsDoNotSeeIsRefusedBeforeAnythingIsComputed() throws Exception {
    Result result =
        Launcher.brief(joined(LOCAL_CLUSTER, job(Path.of("/proc/self/cwd/target/not-shared"), "ingest"))).finish();
    assertThat(result.code()).as(result.err()).isEqualTo(2);
    assertThat(result.err())
        .contains(
            "error: warehouse = file:/proc/self/cwd/target/not-shared is not seen by the executors on 127.0.0.1: ")
        .doesNotContain("\tat ");
    assertThat(HOME.resolve("target/not-shared/edges")).doesNotExist();
  }

  /** A directory with a tool of this name that does what a script says. */
  private Path nvidiaSmi(String name, String script) throws IOException {
    Path tools = Files.createDirectories(directory.resolve("tools-" + name));
    Path tool = Files.writeString(tools.resolve("nvidia-smi"), "#!/bin/sh\n" + script + "\n");
    assertThat(tool.toFile().setExecutable(true)).isTrue();
    return tools;
  }

  private static void awaitATrial(Run run, Path warehouse) throws Exception {
    while (run.process().isAlive() && trials(warehouse) == 0) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static long trials(Path warehouse) throws IOException {
    return count(warehouse.resolve("trials"), "part-0.parquet");
  }

  private static long count(Path table, String name) throws IOException {
    if (!Files.isDirectory(table)) {
      return 0;
    }
    try (Stream<Path> paths = Files.find(table, 3, (path, attributes) -> path.endsWith(name))) {
      return paths.count();
    }
  }
}
