package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.cli.CommandLineTest.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive that {@code mvn package} makes, on a machine that has a Java and a Spark and nothing of the build. */
class ReleaseIT {
  private static final Map<String, String> SPARK =
      Map.of("SPARK_HOME", Launcher.HOME.resolve("target/spark").toString());

  @TempDir
  private static Path unpacked;

  private static Release release;

  @TempDir
  private Path elsewhere;

  @BeforeAll
  static void unpack() throws Exception {
    release = Release.unpack(unpacked);
  }

  @Test
  void itHasAllThatItsReadmeNamesAndNoLibraryOfSparkOrDeeplearning4j() throws IOException {
    try (Stream<Path> files = Files.walk(release.home())) {
      List<String> names =
          files.filter(Files::isRegularFile).map(file -> release.home().relativize(file).toString()).toList();
      assertThat(names).contains("README.md", "LICENSE", "CHANGELOG.md", "lib/sparsewalk.jar", "lib/dl4j/README.md",
          "conf/jvm.options", "jobs/quickstart.conf", "jobs/paper/ia-email.conf", "deploy/catalog/tables.sql",
          "docs/tables.md");
      assertThat(names.stream().filter(name -> name.endsWith(".jar"))).containsExactly("lib/sparsewalk.jar");
      assertThat(names).noneMatch(name -> name.equals("pom.xml") || name.startsWith("src"));
    }
    assertThat(release.home().resolve("jobs/sparsewalk")).isExecutable();
    assertThat(release.home().resolve("conf/gpu-discovery.sh")).isExecutable();
  }

  @Test
  void itsLauncherBuildsNothingAndFindsItsJarAndTheSpark() throws Exception {
    Path mvn = Files.writeString(elsewhere.resolve("mvn"), "#!/bin/sh\ntouch '" + elsewhere.resolve("built") + "'\n");
    assertThat(mvn.toFile().setExecutable(true)).isTrue();
    Map<String, String> here =
        Map.of("SPARK_HOME", SPARK.get("SPARK_HOME"), "PATH", elsewhere + ":" + System.getenv("PATH"));
    Result help = release.launch(elsewhere, here, "--help");
    assertThat(help.code()).as(help.err()).isZero();
    assertThat(help.out()).contains("Example: sparsewalk pipeline jobs/quickstart.conf");
    String job = release.home().resolve("jobs/quickstart.conf").toString();
    Result config = release.launch(elsewhere, here, "config", job, "-D", "name=mine");
    assertThat(config.code()).as(config.err()).isZero();
    assertThat(config.out()).contains("name=mine", "warehouse=");
    assertThat(elsewhere.resolve("built")).doesNotExist();
  }

  @Test
  void itIngestsWithTheSparkOfSparkSubmitOnThePath() throws Exception {
    Path spark = Files.createDirectories(elsewhere.resolve("spark/bin")).getParent();
    Files.createSymbolicLink(spark.resolve("jars"), Launcher.HOME.resolve("target/spark/jars"));
    Path submit = Files.writeString(spark.resolve("bin/spark-submit"), "#!/bin/sh\n");
    assertThat(submit.toFile().setExecutable(true)).isTrue();
    Files.writeString(elsewhere.resolve("edges.tsv"), "a\tb\t1\nb\tc\t2\nc\ta\t3\n");
    Result ingested = release.launch(elsewhere,
        Map.of("PATH", submit.getParent() + ":" + System.getenv("PATH"), "SPARSEWALK_JAVA_OPTIONS", "-Xmx1g"), "ingest",
        release.home().resolve("jobs/template.conf").toString(), "-D", "graph.path=edges.tsv", "-D", "name=mine",
        "--warehouse", "tables");
    assertThat(ingested.code()).as(ingested.err()).isZero();
    assertThat(elsewhere.resolve("tables/edges")).isDirectory();
  }

  @Test
  void withoutASparkThatFitsItSaysWhatItNeeds() throws Exception {
    Result none = release.launch(elsewhere, Map.of("PATH", "/usr/bin:/bin"), "--help");
    assertThat(none.code()).isEqualTo(5);
    assertThat(none.err()).startsWith("error: no Spark: set SPARK_HOME to a Spark 3.5 for Scala 2.12");
    Path jars = Files.createDirectories(elsewhere.resolve("jars"));
    Files.createFile(jars.resolve("spark-core_2.13-3.5.9.jar"));
    Result other = release.launch(elsewhere, Map.of("SPARK_HOME", elsewhere.toString()), "--help");
    assertThat(other.code()).isEqualTo(5);
    assertThat(other.err())
        .isEqualTo("error: " + jars + " has spark-core_2.13-3.5.9.jar: set SPARK_HOME to a Spark 3.5 for Scala 2.12\n");
  }

  /** The steps of the image with the shell, where the folders of the image are folders here. */
  @Test
  void theStepsOfTheImageMakeACommandThatRuns() throws Exception {
    String dockerfile = Files.readString(release.home().resolve("deploy/docker/Dockerfile"));
    assertThat(dockerfile).containsSubsequence("FROM ${SPARK_IMAGE} AS base", "USER 185", "CMD [\"sparsewalk\"");
    Path root = Files.createDirectories(elsewhere.resolve("image"));
    for (String folder : List.of("opt/sparsewalk", "opt/spark", "usr/local/bin")) {
      Files.createDirectories(root.resolve(folder));
    }
    Files.createSymbolicLink(root.resolve("opt/spark/jars"), Files.createDirectory(elsewhere.resolve("jars-of-spark")));
    StringBuilder script = new StringBuilder("set -e\ncd '" + release.home() + "'\n");
    for (String step : dockerfile.substring(0, dockerfile.indexOf("AS dl4j")).replace("\\\n", "").split("\n")) {
      if (step.startsWith("COPY ")) {
        script.append("cp -r ").append(step.substring(5)).append('\n');
      } else if (step.startsWith("RUN ")) {
        script.append(step.substring(4)).append('\n');
      }
    }
    Result made = Release.run(elsewhere, Map.of(),
        List.of("bash", "-c", script.toString().replaceAll("(?<= )(?=/(opt|usr)/)", root.toString())));
    assertThat(made.code()).as(made.err()).isZero();
    Result help = Release.run(elsewhere, Map.of("PATH", System.getenv("PATH"), "SPARK_HOME", SPARK.get("SPARK_HOME")),
        List.of(root.resolve("usr/local/bin/sparsewalk").toString(), "--help"));
    assertThat(help.code()).as(help.err()).isZero();
    assertThat(help.out()).contains("Exit codes");
  }
}
