package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code jobs/sparsewalk} starts, with a {@code java} that only prints what it is given. */
class LauncherOptionsTest {
  private static final String MAIN = "io.sparsewalk.cli.Main";
  private static final String SUBMIT = "org.apache.spark.deploy.SparkSubmit";

  @TempDir
  private Path home;

  private record Result(int code, List<String> out, String err) {}

  @BeforeEach
  void makeHome() throws IOException {
    for (String folder : List.of("jobs", "conf", "src/main", "target", "bin")) {
      Files.createDirectories(home.resolve(folder));
    }
    Files.copy(Launcher.HOME.resolve("jobs/sparsewalk"), home.resolve("jobs/sparsewalk"));
    Files.writeString(home.resolve("conf/jvm.options"), "--add-modules=x\n");
    Files.writeString(home.resolve("conf/log4j2.properties"), "");
    Files.writeString(home.resolve("pom.xml"), "");
    Files.writeString(home.resolve("target/sparsewalk.jar"), "");
    java("17.0.15");
  }

  private void java(String version) throws IOException {
    script("bin/java", "if [ \"$1\" = -version ]; then echo 'openjdk version \"" + version + "\"' >&2; exit; fi\n"
        + "echo \"LC_ALL=${LC_ALL:-} HADOOP_USER_NAME=${HADOOP_USER_NAME:-}\"\nprintf '%s\\n' \"$@\"\n");
  }

  private void script(String name, String text) throws IOException {
    Files.writeString(home.resolve(name), "#!/bin/sh\n" + text);
    Files.setPosixFilePermissions(home.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Result run(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", home.resolve("jobs/sparsewalk").toString()));
    command.addAll(List.of(arguments));
    Path out = home.resolve("out");
    Path err = home.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", home.resolve("bin") + ":/usr/bin:/bin"));
    builder.environment().putAll(environment);
    int code = builder.start().waitFor();
    return new Result(code, Files.readAllLines(out), Files.readString(err));
  }

  private Result run(String... arguments) throws Exception {
    return run(Map.of(), arguments);
  }

  private static List<String> after(List<String> all, String word) {
    assertThat(all).contains(word);
    return all.subList(all.indexOf(word) + 1, all.size());
  }

  @Test
  void withoutOptionsSparkIsInTheSameJvmAndArgumentsStayAsTheyAre() throws Exception {
    Result result = run("ingest", "my job.conf", "-D", "graph.path=a b", "--master=x");
    assertThat(after(result.out(), MAIN)).containsExactly("ingest", "my job.conf", "-D", "graph.path=a b",
        "--master=x");
    assertThat(result.out()).contains("-Xmx2g", "-Dfile.encoding=UTF-8").noneMatch(word -> word.startsWith("-Dspark."));
  }

  @Test
  void settingsReachASparkInTheSameJvmInTheOrderOfSparkSubmit() throws Exception {
    Path file = home.resolve("site.conf");
    Files.writeString(file,
        "# of the site\nspark.a  1 2\n  spark.b=x=y\r\nspark.c: z\nother.key 1\nspark.driver.memory 3g\nspark.last 9");
    Result result = run("--master=local[3]", "--conf", "spark.b=mine now", "--properties-file", file.toString(),
        "--conf=spark.d=4", "--executor-memory", "5g", "query", "SELECT 1");
    assertThat(after(result.out(), MAIN)).containsExactly("query", "SELECT 1");
    assertThat(result.out())
        .contains("-Dspark.a=1 2", "-Dspark.c=z", "-Dspark.d=4", "-Dspark.last=9", "-Dspark.executor.memory=5g",
            "-Dspark.master=local[3]", "-Xmx3g")
        .doesNotContain("-Dother.key=1");
    assertThat(result.out().indexOf("-Dspark.b=mine now")).as("the later one wins in Java")
        .isGreaterThan(result.out().indexOf("-Dspark.b=x=y"));
    assertThat(run("--driver-memory", "4g", "--properties-file=" + file, "query").out()).contains("-Xmx4g")
        .doesNotContain("-Xmx3g");
    assertThat(run("--driver-memory", "4g", "--conf", "spark.driver.memory=6g", "query").out())
        .as("an option is stronger than --conf, as in spark-submit")
        .contains("-Xmx4g")
        .doesNotContain("-Xmx6g");
  }

  @Test
  void aProfileIsWhatItsFileSaysAndLaterOptionsChangeIt() throws Exception {
    Files.writeString(home.resolve("conf/dynamic.properties"), "# comment\nspark.a   1 2\nspark.b 3\n");
    Files.writeString(home.resolve("conf/spot.properties"), "spark.c 4\n");
    List<String> out =
        run("--profile", "dynamic", "--profile=spot", "--conf", "spark.b=mine", "query", "SELECT 1").out();
    assertThat(after(out, MAIN)).containsExactly("query", "SELECT 1");
    assertThat(out).contains("-Dspark.a=1 2", "-Dspark.c=4");
    Files.writeString(home.resolve("conf/spot.properties"), "spark.driver.memory 8g\n");
    assertThat(run("--driver-memory", "4g", "--profile", "spot", "query").out()).contains("-Xmx4g")
        .doesNotContain("-Xmx8g");
    assertThat(run("--profile", "spot", "query").out()).contains("-Xmx8g");
    assertThat(out.indexOf("-Dspark.b=mine")).as("the later one wins in Java")
        .isGreaterThan(out.indexOf("-Dspark.b=3"));
    Result unknown = run("--profile", "dinamic", "query");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).isEqualTo("error: --profile dinamic: must be one of dynamic spot\n");
  }

  @ParameterizedTest
  @CsvSource({"--master=spark://h:7077", "--deploy-mode=client --master=yarn", "--jars=a.jar", "--packages=g:a:1",
      "--files=x", "--conf=spark.jars.packages=g:a:1", "--conf=spark.master=spark://h:7077",
      "--executor-memory=8g --master=yarn --num-executors=3"})
  void whatOnlySparkSubmitCanDoGoesThroughIt(String options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(options.split(" ")));
    arguments.addAll(List.of("sweep", "job.conf"));
    List<String> submitted = after(run(arguments.toArray(String[]::new)).out(), SUBMIT);
    for (String option : options.split(" ")) {
      String name = option.substring(0, option.indexOf('='));
      assertThat(submitted).containsSequence(name, option.substring(option.indexOf('=') + 1));
    }
    assertThat(submitted.subList(submitted.size() - 3, submitted.size()))
        .containsExactly(home.toRealPath().resolve("target/sparsewalk.jar").toString(), "sweep", "job.conf");
    boolean cluster = options.contains("spark://") || options.contains("yarn");
    assertThat(submitted.contains("local[*]")).isEqualTo(!cluster);
  }

  @Test
  void aSparkOfTheSiteIsUsedForClusters() throws Exception {
    Files.createDirectories(home.resolve("spark/bin"));
    Map<String, String> environment = sparkOfTheSite();
    Result result = run(environment, "--master", "yarn", "--conf", "spark.a=b c", "ingest", "j");
    assertThat(result.out()).startsWith("submitted").containsSubsequence("--master", "yarn", "--conf", "spark.a=b c");
    assertThat(result.out()).as("of spark-defaults.conf").doesNotContain("--driver-memory");
    Map<String, String> bigger = new HashMap<>(environment);
    bigger.put("SPARSEWALK_JAVA_OPTIONS", "-Xmx5g -Dsparsewalk.log.level=warn -XX:+UseZGC");
    assertThat(run(bigger, "--master", "yarn", "ingest", "j").out()).containsSequence("--driver-memory", "5g")
        .anyMatch(word -> word.startsWith("spark.driver.defaultJavaOptions=")
            && word.contains(" -Dsparsewalk.log.level=warn -XX:+UseZGC ") && !word.contains("-Xmx"));
    assertThat(run(bigger, "--master", "yarn", "--driver-memory", "6g", "ingest", "j").out())
        .containsSequence("--driver-memory", "6g")
        .doesNotContain("5g");
    Files.move(home.resolve("spark/jars/spark-core_2.12-3.5.0.jar"),
        home.resolve("spark/jars/spark-core_2.12-3.4.1.jar"));
    Result old = run(environment, "--master", "yarn", "ingest", "j");
    assertThat(old.code()).isEqualTo(5);
    assertThat(old.err()).contains("has spark-core_2.12-3.4.1.jar: set SPARK_HOME to a Spark 3.5 for Scala 2.12");
  }

  private Map<String, String> sparkOfTheSite() throws IOException {
    Files.createDirectories(home.resolve("spark/bin"));
    Files.createDirectories(home.resolve("spark/jars"));
    Files.writeString(home.resolve("spark/jars/spark-core_2.12-3.5.0.jar"), "");
    script("spark/bin/spark-submit", "echo submitted\nenv | sort | sed 's/^/env /'\nprintf '%s\\n' \"$@\"\n");
    return Map.of("SPARK_HOME", home.resolve("spark").toString());
  }

  /** The driver is elsewhere: what names a folder of this machine would be wrong there, or say what is nobody's business. */
  @ParameterizedTest
  @CsvSource({"--deploy-mode cluster", "--deploy-mode=cluster", "--conf spark.submit.deployMode=cluster"})
  void aDriverOnTheClusterIsToldNothingOfThisMachine(String mode) throws Exception {
    Map<String, String> environment = new HashMap<>(sparkOfTheSite());
    environment.put("SPARSEWALK_JAR", "hdfs:///apps/sparsewalk.jar");
    environment.put("TOKEN", "secret");
    List<String> arguments = new ArrayList<>(List.of("--master", "spark://h:7077"));
    arguments.addAll(List.of(mode.split(" ")));
    arguments.addAll(List.of("--driver-java-options", "-Dmine=1", "--jars", "hdfs:///a.jar", "--files", "hdfs:///b",
        "--packages", "g:a:1", "pipeline", "hdfs:///job.conf"));
    Result result = run(environment, arguments.toArray(String[]::new));
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out().subList(result.out().size() - 3, result.out().size()))
        .containsExactly("hdfs:///apps/sparsewalk.jar", "pipeline", "hdfs:///job.conf");
    assertThat(result.out()).containsSubsequence("--driver-java-options", "-Dmine=1", "--jars", "hdfs:///a.jar",
        "--files", "hdfs:///b", "--packages", "g:a:1");
    assertThat(result.out()).noneMatch(line -> line.startsWith("env TOKEN") || line.startsWith("env JAVA_HOME"));
    assertThat(result.out().stream().filter(line -> !line.startsWith("env ")))
        .noneMatch(word -> word.contains(home.getFileName().toString()))
        .anyMatch(word -> word.startsWith("spark.driver.defaultJavaOptions=--add-modules=x "));
  }

  /** Its master passes on what users and sites ask, but no default. */
  @Test
  void aStandaloneDriverOnTheClusterHasOurOptionsBeforeThoseOfUsersOrElseOfTheSite() throws Exception {
    Map<String, String> environment = new HashMap<>(sparkOfTheSite());
    environment.put("SPARSEWALK_JAVA_OPTIONS", "-Xmx3g -Dgiven=1");
    Files.createDirectories(home.resolve("spark/conf"));
    Files.writeString(home.resolve("spark/conf/spark-defaults.conf"),
        "spark.driver.extraJavaOptions   -Dsite=1 -Dsite=2\nspark.driver.memory 1g\n");
    String ours = "--add-modules=x -Dgiven=1 -Dsun.jnu.encoding=UTF-8 ";
    Map<List<String>, String> asked =
        Map.of(List.of(), "-Dsite=1 -Dsite=2", List.of("--conf", "spark.driver.extraJavaOptions=-Dconf=1"), "-Dconf=1",
            List.of("--driver-java-options", "-Dmine=1 -Dmine=2", "--conf", "spark.driver.extraJavaOptions=-Dconf=1"),
            "-Dmine=1 -Dmine=2");
    for (Map.Entry<List<String>, String> each : asked.entrySet()) {
      List<String> arguments = new ArrayList<>(List.of("--master", "spark://h:7077", "--deploy-mode", "cluster"));
      arguments.addAll(each.getKey());
      arguments.addAll(List.of("pipeline", "j"));
      List<String> out = run(environment, arguments.toArray(String[]::new)).out();
      assertThat(out.get(out.lastIndexOf("--driver-java-options") + 1)).isEqualTo(ours + each.getValue());
      assertThat(out).containsSequence("--driver-memory", "3g");
    }
  }

  @ParameterizedTest
  @CsvSource({"11.0.2, 5, is Java 11", "1.8.0_292, 5, is Java 8", "25, 5, is Java 25", "17, 0, ''",
      "21.0.1, 0, only 17 is tested"})
  void otherJavasAreNamedInOneLine(String version, int code, String message) throws Exception {
    java(version);
    Result result = run("ingest", "job.conf");
    assertThat(result.code()).isEqualTo(code);
    assertThat(result.err()).contains(message);
    assertThat(result.err().lines().count()).isLessThanOrEqualTo(1);
  }

  @Test
  void mistakesAreNamedInOneLine() throws Exception {
    Map<List<String>, String> wrong = new HashMap<>();
    wrong.put(List.of("--master"), "error: --master needs a value\n");
    wrong.put(List.of("--conf", "spark.a", "query"), "error: --conf spark.a: must be KEY=VALUE\n");
    wrong.put(List.of("--properties-file", "none.conf", "query"), "error: --properties-file none.conf: no such file\n");
    for (Map.Entry<List<String>, String> each : wrong.entrySet()) {
      Result result = run(each.getKey().toArray(String[]::new));
      assertThat(result.err()).isEqualTo(each.getValue());
      assertThat(result.code()).isEqualTo(2);
    }
    Result none = run(Map.of("JAVA_HOME", home.resolve("none").toString()), "query");
    assertThat(none.code()).isEqualTo(5);
    assertThat(none.err()).startsWith("error: no ").endsWith("or put it on PATH\n");
  }

  @ParameterizedTest
  @CsvSource({"'', C.UTF-8", "C, C.UTF-8", "POSIX, C.UTF-8", "de_DE.ISO-8859-1, C.UTF-8", "en_US.UTF-8, ''",
      "C.utf8, ''"})
  void namesAreUtf8WhateverTheLocale(String lang, String all) throws Exception {
    assertThat(run(Map.of("LANG", lang), "query").out().get(0)).startsWith("LC_ALL=" + all + " ");
  }

  @Test
  void aUserWithoutANameAndAFolderThatRunsNothingAreMended() throws Exception {
    script("bin/id", "[ \"$1\" = -u ] && echo 12345 || exit 1\n");
    Result nameless = run("ingest", "job.conf");
    assertThat(nameless.out().get(0)).endsWith("HADOOP_USER_NAME=uid-12345");
    assertThat(nameless.out()).contains("-Duser.name=uid-12345");
    Result folder =
        run(Map.of("SPARSEWALK_JAVA_OPTIONS", "-Xmx1g -Djava.io.tmpdir=" + home.resolve("none")), "ingest", "job.conf");
    assertThat(folder.code()).isZero();
    assertThat(folder.err()).startsWith("note: nothing can be written and run in " + home.resolve("none"))
        .hasLineCount(1);
    assertThat(folder.out()).contains("-Djava.io.tmpdir=" + home.toRealPath().resolve("target/tmp"));
  }
}
