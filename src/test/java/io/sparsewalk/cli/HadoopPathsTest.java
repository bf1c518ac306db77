package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.cli.CommandLineTest.Result;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a command line names may be on any file system of Hadoop: here on one that no other file API of Java opens. */
@Tag("spark")
class HadoopPathsTest {
  private static final String JOB = """
      include "base.conf"
      walk.length = 4
      generate { vertices = 300, edges = 4000, communities = 5 }
      training { epochs = 2, batch = 256 }
      sweep { methods = [dense, rigl], sparsity = [0.5], seeds = [1], embeddings = [dense] }
      methods.rigl.interval = 8
      """;

  @TempDir
  private Path directory;

  /** A name of its own: Hadoop keeps file systems that it has opened. */
  private final String name = "nights" + System.nanoTime();
  private final String mount = "spark.hadoop.fs.viewfs.mounttable." + name + ".link./all";
  private final String all = "viewfs://" + name + "/all/";

  private final InputStream standardInput = System.in;

  @BeforeEach
  void mount() throws Exception {
    System.setProperty(mount, directory.toUri().toString());
    Files.writeString(directory.resolve("base.conf"), "name = nights\nwalk { length = 3, per-vertex = 2 }\n");
    Files.writeString(directory.resolve("job.conf"), JOB);
  }

  @AfterEach
  void unmount() {
    System.clearProperty(mount);
    System.clearProperty("spark.files");
    System.setIn(standardInput);
  }

  @Test
  void aJobItsGraphItsTablesItsNetworkAndItsAnswersAreOnAFileSystemOfHadoop() throws Exception {
    String[] job = {all + "job.conf", "--warehouse", all + "w", "-D", "graph.path=" + all + "edges.txt"};
    assertWell(run("generate", List.of(job), "--out", all + "edges.txt"));
    assertThat(directory.resolve("edges.txt")).isNotEmptyFile();
    assertWell(run("pipeline", List.of(job)));
    assertThat(directory.resolve("w/_outcomes/nights/OUTCOME.json")).content().contains("\"status\" : \"finished\"");
    assertWell(run("export", List.of(job), "--to", all + "model", "--dl4j"));
    assertThat(directory.resolve("model/model.zip")).isNotEmptyFile();
    String vertex = Files.readAllLines(directory.resolve("edges.txt")).get(0).split("\\s")[0];
    Files.writeString(directory.resolve("pairs.txt"), "0 nobody\n" + vertex + "," + vertex + "\nno one\n");
    assertWell(run("predict", List.of(job), "--model", all + "model", "--pairs", all + "pairs.txt", "--out",
        all + "scores.csv"));
    assertThat(directory.resolve("scores.csv")).content()
        .startsWith("src,dst,probability,logit\n" + vertex + "," + vertex + ",")
        .hasLineCount(2);
    Files.writeString(directory.resolve("q.sql"), "SELECT count(*) AS n FROM trials");
    Result counted = CommandLineTest.run("query", all + "job.conf", "--warehouse", all + "w", "-f", all + "q.sql",
        "--format", "csv");
    assertThat(counted.out()).isEqualTo("n\n2\n");
  }

  @Test
  void theSameJobIsReadFromEveryPlace() {
    String expected = CommandLineTest.run("config", directory.resolve("job.conf").toString()).out();
    assertThat(expected).contains("nights", "length=4", "per-vertex=2");
    for (String place : List.of(all + "job.conf", directory.resolve("job.conf").toUri().toString(),
        "file:" + directory.resolve("job.conf"))) {
      Result result = CommandLineTest.run("config", place);
      assertThat(result.out()).as(place + result.err()).isEqualTo(expected);
    }
    System
        .setIn(new ByteArrayInputStream(JOB.replace("base.conf", all + "base.conf").getBytes(StandardCharsets.UTF_8)));
    assertThat(CommandLineTest.run("config", "-").out()).isEqualTo(expected);
  }

  /** As spark-submit leaves them to a driver on a cluster: by their names. */
  @Test
  void filesThatSparkSubmitSendsAreFoundByTheirNames() {
    String expected = CommandLineTest.run("config", directory.resolve("job.conf").toString()).out();
    System.setProperty("spark.files", all + "base.conf," + all + "job.conf#tonight.conf");
    assertThat(CommandLineTest.run("config", "tonight.conf").out()).isEqualTo(expected);
    System.setProperty("spark.files",
        directory.resolve("base.conf").toUri() + "," + directory.resolve("job.conf").toUri());
    Result sent = CommandLineTest.run("config", "job.conf");
    assertThat(sent.out()).as(sent.err()).isEqualTo(expected);
  }

  @Test
  void whatIsNotThereIsNamed() {
    Result lost = CommandLineTest.run("config", all + "lost.conf");
    assertThat(lost.code()).isEqualTo(ExitCode.USAGE);
    assertThat(lost.err()).startsWith("error: " + all + "lost.conf: no such job file").hasLineCount(1);
    Result unknown = CommandLineTest.run("config", "nofs://host/job.conf");
    assertThat(unknown.code()).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(unknown.err()).contains("cannot read nofs://host/job.conf: No FileSystem for scheme \"nofs\"");
  }

  private static void assertWell(Result result) {
    assertThat(result.code()).as(result.out() + result.err()).isZero();
  }

  private static Result run(String command, List<String> job, String... more) {
    return CommandLineTest
        .run(Stream.of(Stream.of(command), job.stream(), Stream.of(more)).flatMap(each -> each).toArray(String[]::new));
  }
}
