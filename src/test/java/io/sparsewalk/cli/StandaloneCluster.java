package io.sparsewalk.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A master of Spark and its workers on the loopback, as processes that end with it. */
final class StandaloneCluster implements AutoCloseable {
  private static final Path SPARK = Launcher.HOME.resolve("target/spark");

  private final Path directory;
  private final List<Process> servers = new ArrayList<>();
  private final String[] options;
  private final String master;

  /**
   * Starts the master.
   *
   * @param directory for logs and work
   * @param options of Java for all servers
   */
  StandaloneCluster(Path directory, String... options) throws Exception {
    this.directory = directory;
    this.options = options;
    Path log = directory.resolve("master.log");
    server(log, SPARK, "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port",
        "0");
    master = await(log, Pattern.compile("Starting Spark master at (spark://\\S+)"));
  }

  String master() {
    return master;
  }

  /**
   * Starts a worker with one core and one GPU.
   *
   * @param tools its {@code nvidia-smi} is in this directory
   */
  void worker(String name, Path tools) throws Exception {
    Path log = directory.resolve("worker" + name + ".log");
    server(log, tools, "-Dspark.worker.resource.gpu.amount=1",
        "-Dspark.worker.resource.gpu.discoveryScript=" + Launcher.HOME.resolve("conf/gpu-discovery.sh"),
        "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--webui-port", "0", "--cores", "1", "--memory",
        "1g", "--work-dir", directory.resolve(name).toString(), master);
    await(log, Pattern.compile("(Successfully registered)"));
  }

  /** Starts a worker with two cores and no GPU, which drivers find room on, too. */
  void worker(String name) throws Exception {
    Path log = directory.resolve("worker" + name + ".log");
    server(log, SPARK, "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--webui-port", "0", "--cores",
        "2", "--memory", "3g", "--work-dir", directory.resolve(name).toString(), master);
    await(log, Pattern.compile("(Successfully registered)"));
  }

  @Override
  public void close() {
    servers.forEach(Process::destroy);
  }

  private void server(Path log, Path tools, String... mainAndArguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "@" + Launcher.HOME.resolve("conf/jvm.options"), "-Xmx256m", "-XX:TieredStopAtLevel=1",
        "-Dlog4j2.configurationFile=" + Launcher.HOME.resolve("src/test/resources/cluster-log4j2.properties"), "-cp",
        SPARK.resolve("jars") + "/*"));
    command.addAll(List.of(options));
    command.addAll(List.of(mainAndArguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("SPARK_HOME", SPARK.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().merge("PATH", tools.toString(), (path, first) -> first + ":" + path);
    servers.add(builder.start());
  }

  private static String await(Path log, Pattern pattern) throws Exception {
    for (int i = 0; i < 3000; i++) {
      Matcher matcher = pattern.matcher(Files.readString(log));
      if (matcher.find()) {
        return matcher.group(1);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new IllegalStateException("a server did not start: " + Files.readString(log));
  }
}
