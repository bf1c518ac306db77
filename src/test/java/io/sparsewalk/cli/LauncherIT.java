package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
      "generate.communities=5", "-D", "training.epochs=4", "-D", "methods.slr.dense-epochs=2", "-D",
      "methods.slr.reweight-epochs=1", "-D", "methods.slr.retrain-epochs=1", "-D", "sweep.sparsity=[0.5]", "-D",
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
    List<ProcessHandle> executors = run.process().descendants()
        .filter(process -> process.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend")).toList();
    assertThat(executors).isNotEmpty();
    executors.get(0).destroyForcibly();
    Result result = finish(run, 400);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("mode=partitioned", "mode=spread");
    assertThat(rows(warehouse)).isEqualTo(rows(whole));
  }

  @Test
  void aStandaloneClusterFindsTheSame() throws Exception {
    Path log = directory.resolve("master.log");
    server(log, "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0");
    String master = await(log, Pattern.compile("Starting Spark master at (spark://\\S+)"));
    for (String worker : List.of("one", "two")) {
      server(directory.resolve(worker + ".log"), "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1",
          "--webui-port", "0", "--cores", "1", "--memory", "1g", "--work-dir", directory.resolve(worker).toString(), master);
      await(directory.resolve(worker + ".log"), Pattern.compile("(Successfully registered)"));
    }
    Path warehouse = directory.resolve("standalone");
    Result result = finish(pipeline(List.of("--master", master, "--conf", "spark.driver.host=127.0.0.1", "--conf",
        "spark.executor.memory=1g", "--conf", "spark.ui.enabled=false"), warehouse), 300);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(rows(warehouse)).isEqualTo(expected);
  }

  private void server(Path log, String... mainAndArguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "@" + HOME.resolve("conf/jvm.options"), "-Xmx256m", "-Dlog4j2.configurationFile="
        + HOME.resolve("src/test/resources/cluster-log4j2.properties"), "-cp", HOME.resolve("target/spark/jars") + "/*"));
    command.addAll(List.of(mainAndArguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("SPARK_HOME", HOME.resolve("target/spark").toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
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
    Result result = finish(launch(List.of("query", "jobs/quickstart.conf", "--format", "csv", "--warehouse",
        warehouse.toString(), ROWS)), 60);
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
    List<String> command = new ArrayList<>(List.of(HOME.resolve("jobs/sparsewalk").toString()));
    command.addAll(arguments);
    Path out = Files.createTempFile(shared, "out", "");
    Path err = Files.createTempFile(shared, "err", "");
    ProcessBuilder builder = new ProcessBuilder(command).directory(HOME.toFile()).redirectOutput(out.toFile())
        .redirectError(err.toFile());
    builder.environment().remove("SPARK_HOME");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
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
