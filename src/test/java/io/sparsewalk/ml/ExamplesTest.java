package io.sparsewalk.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.sql.SparsewalkExtensions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What users copy runs. */
class ExamplesTest extends SparkTest {
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  @Test
  void everyExampleIsShort() throws IOException {
    try (Stream<Path> examples = Files.list(Path.of("examples")).filter(each -> !each.endsWith("Word2VecPeer.java"))) {
      for (Path example : examples.toList()) {
        assertThat(Files.readAllLines(example)).as(example.toString()).hasSizeLessThan(40);
      }
    }
  }

  @Test
  void theMainOfJavaRunsWithTheFunctionsOfSql() throws Exception {
    String said = run(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@conf/jvm.options",
        "-Xmx1g", "-Dlog4j2.configurationFile=conf/log4j2.properties",
        "-D" + Scratch.SETTING + "=" + directory.resolve("scratch"), "-cp", CLASS_PATH, "examples/Embed.java"));
    assertThat(said).contains("test_edges_in_train", "sparsity 0.8", "avg(prediction)");
    assertThat(directory.resolve("scratch")).as("nothing is left").isEmptyDirectory();
  }

  @Test
  void theScriptOfSqlRuns() throws IOException {
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
    SparkSession sql = SparkSession.builder().withExtensions(new SparsewalkExtensions()).getOrCreate();
    try {
      List<Row> last = new ArrayList<>();
      String script = Files.readString(Path.of("examples/functions.sql")).replaceAll("(?m)^--.*$", "");
      for (String statement : Arrays.stream(script.split(";")).filter(each -> !each.isBlank()).toList()) {
        Dataset<Row> rows = sql.sql(statement);
        last = rows.collectAsList();
      }
      double square =
          Stream.iterate(0, c -> c + 1).limit(8).mapToDouble(c -> Math.pow(Math.sin(1.7 + c * 0.9), 2)).sum();
      assertThat(last.get(0).getDouble(0)).isCloseTo(square, Offset.offset(1e-9));
    } finally {
      SparkSession.setDefaultSession(spark);
    }
  }

  @Test
  void theScriptOfSparkShellRuns() throws Exception {
    assumeTrue(CLASS_PATH.contains("spark-repl"), "this Spark has no spark-shell");
    String said = run(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@conf/jvm.options",
        "-Xmx1g", "-cp", CLASS_PATH, "org.apache.spark.deploy.SparkSubmit", "--class", "org.apache.spark.repl.Main",
        "spark-shell", "-i", "examples/shell.scala"));
    assertThat(said).contains("similarity").doesNotContain("error:");
  }

  @Test
  void theNotebookRuns() throws Exception {
    String pyspark = run(List.of("python3", "-c", "import pyspark"));
    assumeTrue(pyspark.isEmpty(), "python3 has no pyspark");
    assumeTrue(Files.exists(Path.of("target/sparsewalk.jar")), "there is no jar yet: mvn package");
    String said = run(List.of("env", "PYTHONPATH=python",
        "PYSPARK_SUBMIT_ARGS=--jars target/sparsewalk.jar "
            + "--driver-java-options --add-modules=jdk.incubator.vector pyspark-shell",
        "python3", "examples/notebook.py"));
    assertThat(said).contains("similarity", "0.8");
  }

  private static String run(List<String> command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return said;
    } catch (IOException e) {
      return e.getMessage();
    }
  }
}
