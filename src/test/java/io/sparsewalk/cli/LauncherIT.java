package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as users run it: real processes, embedded, on a local cluster and on a standalone one. */
class LauncherIT {
  private static final Path HOME = Path.of("").toAbsolutePath();
  private static final List<String> SMALL = List.of("-D", "generate.vertices=400", "-D", "generate.edges=6000", "-D",
      "generate.communities=5", "-D", "training.epochs=4", "-D", "sweep.sparsity=[0.5]", "-D",
      "sweep.seeds=[1, 2]", "-D", "training.batch=256", "-D", "methods.rigl.interval=8");
  private static final String ROWS = "SELECT embedding, method, sparsity, seed, accuracy, auc, average_precision, auc_all,"
      + " val_auc, best_epoch, flops_counted, nonzeros FROM trials ORDER BY 1, 2, 3, 4";

  @TempDir
  private static Path shared;

  private static String expected;

  @TempDir
  private Path directory;

  private final List<Process> servers = new ArrayList<>();

  private record Run(Process process, Path out, Path err) {}

  private record Result(int code, String out, String err) {}

  @BeforeAll
  static void runEmbedded() throws Exception {
    Path warehouse = shared.resolve("embedded");
    Result result = finish(pipeline(List.of(), warehouse), 180);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).doesNotContain("trials/s");
    expected = rows(warehouse);
    assertThat(expected).hasLineCount(13);
  }

  @AfterEach
  void stopServers() {
    servers.forEach(Process::destroy);
  }

  @Test
  void helpAndMistakesHaveTheirExitCodes() throws Exception {
    assertThat(finish(launch(List.of("--help")), 30)).satisfies(help -> {
      assertThat(help.code()).isZero();
      assertThat(help.out()).contains("Example: sparsewalk pipeline jobs/quickstart.conf");
    });
    assertThat(finish(launch(List.of("config", "jobs/quickstart.conf", "-D", "walk.lenght=1")), 30).code()).isEqualTo(2);
    Result refused = finish(launch(List.of("ingest", "jobs/quickstart.conf", "--warehouse", directory.toString(), "-D",
        "graph.path=" + directory.resolve("nowhere.txt"))), 60);
    assertThat(refused.code()).isEqualTo(4);
    assertThat(refused.err()).contains("nowhere.txt: no such file");
  }

  @Test
  void aSweepThatIsKilledGoesOnWhereItWasAndEndsTheSame() throws Exception {
    Path warehouse = directory.resolve("killed");
    Process process = pipeline(List.of(), warehouse).process();
    while (process.isAlive() && trials(warehouse) == 0) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    process.destroyForcibly().waitFor();
    long before = trials(warehouse);
    assertThat(before).isPositive();
    Result again = finish(pipeline(List.of(), warehouse), 180);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(rows(warehouse)).isEqualTo(expected);
  }

  @Test
  void executorsInJvmsOfTheirOwnFindTheSame() throws Exception {
    Path warehouse = directory.resolve("local-cluster");
    Result result = finish(pipeline(List.of("--master", "local-cluster[2,1,1024]"), warehouse), 300);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(rows(warehouse)).isEqualTo(expected);
  }

  @Test
  void aKilledExecutorChangesNothingInWalksAndEmbeddingsThatAreSpread() throws Exception {
    List<String> blocks = List.of("-D", "embedding.blocks=4", "-D", "sweep.methods=[dense]");
    Path whole = directory.resolve("whole");
    assertThat(finish(pipeline(List.of(), whole, blocks), 180).code()).isZero();
    List<String> spread = new ArrayList<>(blocks);
    spread.addAll(List.of("-D", "walk.mode=partitioned", "-D", "embedding.mode=spread"));
    Path warehouse = directory.resolve("spread");
    Run run = pipeline(List.of("--master", "local-cluster[2,1,1024]"), warehouse, spread);
    while (run.process().isAlive() && !Files.isDirectory(warehouse.resolve("edges"))) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    executors(run).get(0).destroyForcibly();
    Result result = finish(run, 400);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("mode=partitioned", "mode=spread");
    assertThat(rows(warehouse)).isEqualTo(rows(whole));
  }

  /** Each worker process has a GPU of its own, as its driver's tool says; every group of trials takes one. */
  @Test
  void aStandaloneClusterWithGpusFindsTheSame() throws Exception {
    Path log = directory.resolve("master.log");
    server(log, HOME, "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0");
    String master = await(log, Pattern.compile("Starting Spark master at (spark://\\S+)"));
    for (String gpu : List.of("0", "1")) {
      Path workerLog = directory.resolve("worker" + gpu + ".log");
      server(workerLog, nvidiaSmi(gpu, "case \"$*\" in *query-gpu=index*) echo " + gpu + ";; *) exit 1;; esac"),
          "-Dspark.worker.resource.gpu.amount=1", "-Dspark.worker.resource.gpu.discoveryScript="
          + HOME.resolve("conf/gpu-discovery.sh"), "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1",
          "--webui-port", "0", "--cores", "1", "--memory", "1g", "--work-dir", directory.resolve(gpu).toString(), master);
      await(workerLog, Pattern.compile("(Successfully registered)"));
    }
    Path warehouse = directory.resolve("standalone");
    Result result = finish(pipeline(List.of("--master", master, "--conf", "spark.driver.host=127.0.0.1", "--conf",
        "spark.executor.memory=1g", "--conf", "spark.ui.enabled=false", "--conf", "spark.executor.cores=1", "--conf",
        "spark.executor.resource.gpu.amount=1", "--conf", "spark.task.resource.gpu.amount=1"), warehouse), 300);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(rows(warehouse)).isEqualTo(expected);
    assertThat(query(warehouse, "SELECT DISTINCT slot, device FROM trials ORDER BY 1")).isEqualTo("slot,device\n0,cpu\n1,cpu\n");
  }

  @Test
  void doctorSaysThatAGpuIsTooNew() throws Exception {
    Path path = nvidiaSmi("hopper", "echo '0, NVIDIA H200, 9.0, 570.12, 141000'");
    Result result = finish(launch(List.of("doctor", "--gpu"), Map.of("PATH", path + ":" + System.getenv("PATH"))), 60);
    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("NVIDIA H200, compute capability 9.0, 141000 MiB free: not supported by nd4j-cuda",
        "512 x 512 matrices: right", "the engine dl4j trains on the CPU; ND4J has no code for this GPU");
  }

  @Test
  void aKilledExecutorRepeatsItsGroupsOnly() throws Exception {
    Path warehouse = directory.resolve("killed-executor");
    Run run = pipeline(List.of("--master", "local-cluster[2,1,1024]"), warehouse);
    while (run.process().isAlive() && trials(warehouse) == 0) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    executors(run).get(0).destroyForcibly();
    Result result = finish(run, 300);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(rows(warehouse)).isEqualTo(expected);
  }

  @Test
  void executorsThatGrewAreReplaced() throws Exception {
    Path warehouse = directory.resolve("recycled");
    Result result = finish(pipeline(List.of("--master", "local-cluster[2,1,1024]"), warehouse,
        List.of("-D", "sweep.recycle-mib=1")), 300);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("replacing executors");
    assertThat(rows(warehouse)).isEqualTo(expected);
  }

  @Test
  void averagingOverExecutorsFindsTheSameAsInOneJvm() throws Exception {
    List<String> averaged = List.of("-D", "sweep.engine=averaged", "-D", "sweep.averaging.steps=3");
    Path one = directory.resolve("one");
    Path two = directory.resolve("two");
    assertThat(finish(pipeline(List.of("--master", "local[2]"), one, averaged), 180).code()).isZero();
    Result result = finish(pipeline(List.of("--master", "local-cluster[2,1,1024]"), two, averaged), 300);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(rows(two)).isEqualTo(rows(one));
    assertThat(query(two, "SELECT DISTINCT engine, workers FROM trials")).isEqualTo("engine,workers\naveraged,2\n");
  }

  @Test
  void deeplearning4jIsSentToExecutorsAndAgreesWithOurKernels() throws Exception {
    List<String> seed = List.of("-D", "sweep.seeds=[1]", "-D", "sweep.averaging.steps=0");
    Path averaged = directory.resolve("averaged");
    Path dl4j = directory.resolve("dl4j");
    assertThat(finish(pipeline(List.of(), averaged, concat(seed, "-D", "sweep.engine=averaged")), 180).code()).isZero();
    Result result = finish(pipeline(List.of("--master", "local-cluster[2,1,1024]"), dl4j,
        concat(seed, "-D", "sweep.engine=dl4j")), 400);
    assertThat(result.code()).as(result.err()).isZero();
    String[] expectedRows = query(averaged, "SELECT auc FROM trials ORDER BY embedding, method").split("\n");
    String[] rows = query(dl4j, "SELECT auc FROM trials ORDER BY embedding, method").split("\n");
    assertThat(rows).hasSameSizeAs(expectedRows).hasSize(7);
    for (int i = 1; i < rows.length; i++) {
      assertThat(Double.parseDouble(rows[i])).isCloseTo(Double.parseDouble(expectedRows[i]), within(0.01));
    }
  }

  @Test
  void theExportedNetworkPredictsWhatItsTrialRecorded() throws Exception {
    List<String> job = concat(List.of("jobs/quickstart.conf", "--warehouse", shared.resolve("embedded").toString()), SMALL);
    Path model = directory.resolve("model");
    Result exported = finish(launch(concat(concat(List.of("export"), job), "--to", model.toString(), "--dl4j")), 120);
    assertThat(exported.code()).as(exported.err()).isZero();
    assertThat(model.resolve("model.zip")).isNotEmptyFile();
    Result test = finish(launch(concat(concat(List.of("predict"), job), "--model", model.toString())), 120);
    assertThat(test.code()).as(test.out() + test.err()).isZero();
    String vertex = query(shared.resolve("embedded"), "SELECT raw FROM vertices LIMIT 1").split("\n")[1];
    Path pairs = Files.writeString(directory.resolve("pairs.txt"), "# two\n" + vertex + " " + vertex + "\n");
    Result scores = finish(launch(concat(concat(List.of("predict"), job), "--model", model.toString(), "--pairs",
        pairs.toString())), 120);
    assertThat(scores.out()).startsWith("src,dst,probability,logit\n" + vertex + "," + vertex + ",0.").hasLineCount(2);
    Files.writeString(pairs, "nobody " + vertex);
    Result unknown = finish(launch(concat(concat(List.of("predict"), job), "--model", model.toString(), "--pairs",
        pairs.toString())), 120);
    assertThat(unknown.code()).isEqualTo(4);
    assertThat(unknown.err()).contains("pairs.txt line 1: the graph has no vertex 'nobody'");
  }

  private static List<String> concat(List<String> list, String... more) {
    return concat(list, List.of(more));
  }

  private static List<String> concat(List<String> list, List<String> more) {
    List<String> all = new ArrayList<>(list);
    all.addAll(more);
    return all;
  }

  /** A directory with a tool of this name that does what a script says. */
  private Path nvidiaSmi(String name, String script) throws IOException {
    Path tools = Files.createDirectories(directory.resolve("tools-" + name));
    Path tool = Files.writeString(tools.resolve("nvidia-smi"), "#!/bin/sh\n" + script + "\n");
    assertThat(tool.toFile().setExecutable(true)).isTrue();
    return tools;
  }

  private static List<ProcessHandle> executors(Run run) {
    List<ProcessHandle> executors = run.process().descendants()
        .filter(process -> process.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend")).toList();
    assertThat(executors).isNotEmpty();
    return executors;
  }

  private void server(Path log, Path tools, String... mainAndArguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "@" + HOME.resolve("conf/jvm.options"), "-Xmx256m", "-Dlog4j2.configurationFile="
        + HOME.resolve("src/test/resources/cluster-log4j2.properties"), "-cp", HOME.resolve("target/spark/jars") + "/*"));
    command.addAll(List.of(mainAndArguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("SPARK_HOME", HOME.resolve("target/spark").toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().merge("PATH", tools.toString(), (path, first) -> first + ":" + path);
    servers.add(builder.start());
  }

  private static String await(Path log, Pattern pattern) throws Exception {
    for (int i = 0; i < 600; i++) {
      Matcher matcher = pattern.matcher(Files.readString(log));
      if (matcher.find()) {
        return matcher.group(1);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new IllegalStateException("a server did not start: " + Files.readString(log));
  }

  private static long trials(Path warehouse) throws IOException {
    Path table = warehouse.resolve("trials");
    if (!Files.isDirectory(table)) {
      return 0;
    }
    try (Stream<Path> paths = Files.walk(table, 2)) {
      return paths.filter(path -> path.getFileName().toString().startsWith("trial_id=")).count();
    }
  }

  private static String rows(Path warehouse) throws Exception {
    return query(warehouse, ROWS);
  }

  private static String query(Path warehouse, String sql) throws Exception {
    Result result = finish(launch(List.of("query", "jobs/quickstart.conf", "--format", "csv", "--warehouse",
        warehouse.toString(), sql)), 60);
    assertThat(result.code()).as(result.err()).isZero();
    return result.out();
  }

  private static Run pipeline(List<String> spark, Path warehouse) throws IOException {
    return pipeline(spark, warehouse, List.of());
  }

  private static Run pipeline(List<String> spark, Path warehouse, List<String> more) throws IOException {
    List<String> arguments = new ArrayList<>(spark);
    arguments.addAll(List.of("pipeline", "jobs/quickstart.conf", "--warehouse", warehouse.toString()));
    arguments.addAll(SMALL);
    arguments.addAll(more);
    return launch(arguments);
  }

  private static Run launch(List<String> arguments) throws IOException {
    return launch(arguments, Map.of());
  }

  private static Run launch(List<String> arguments, Map<String, String> environment) throws IOException {
    List<String> command = new ArrayList<>(List.of(HOME.resolve("jobs/sparsewalk").toString()));
    command.addAll(arguments);
    Path out = Files.createTempFile(shared, "out", "");
    Path err = Files.createTempFile(shared, "err", "");
    ProcessBuilder builder = new ProcessBuilder(command).directory(HOME.toFile()).redirectOutput(out.toFile())
        .redirectError(err.toFile());
    builder.environment().remove("SPARK_HOME");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().putAll(environment);
    return new Run(builder.start(), out, err);
  }

  private static Result finish(Run run, int seconds) throws Exception {
    if (!run.process().waitFor(seconds, TimeUnit.SECONDS)) {
      run.process().destroyForcibly();
      throw new IllegalStateException("not ended after " + seconds + " s: " + Files.readString(run.err()));
    }
    return new Result(run.process().exitValue(), Files.readString(run.out()), Files.readString(run.err()));
  }
}
