package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparsewalk.config.JobConfig;
import io.sparsewalk.config.JobFile;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The files of {@code deploy}, read as those read them for whom they are. */
class DeployTest {
  private static final Path DEPLOY = Launcher.HOME.resolve("deploy");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  private Path directory;

  private static JsonNode kubernetes(String name) throws IOException {
    return JSON.valueToTree(new Yaml().load(Files.readString(DEPLOY.resolve("kubernetes").resolve(name))));
  }

  private static JsonNode application(JsonNode resource) {
    return resource.at(resource.get("kind").asText().startsWith("Scheduled") ? "/spec/template" : "/spec");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sparkapplication.yaml", "sparkapplication-gpu.yaml", "scheduledsparkapplication.yaml"})
  void resourcesOfTheSparkOperatorHaveOnlyItsFieldsAndRunClosed(String name) throws Exception {
    JsonNode resource = kubernetes(name);
    assertThat(resource.get("apiVersion").asText()).isEqualTo("sparkoperator.k8s.io/v1beta2");
    assertThat(new OperatorSchema().faults(resource.get("kind").asText(), resource.get("spec"))).isEmpty();
    JsonNode application = application(resource);
    assertThat(application.at("/restartPolicy/type").asText()).isEqualTo("Never");
    for (String role : List.of("driver", "executor")) {
      JsonNode context = application.at("/" + role + "/securityContext");
      assertThat(context.get("runAsUser").asInt()).isEqualTo(185);
      assertThat(context.get("readOnlyRootFilesystem").asBoolean()).isTrue();
      assertThat(context.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
    }
    assertThat(application.at("/driver/javaOptions").asText()).contains("--add-modules=jdk.incubator.vector");
    assertThat(application.at("/volumes/0/configMap/name")).isEqualTo(kubernetes("job.yaml").at("/metadata/name"));
  }

  @Test
  void aNightHasNoSecondRunBesideItAndAGpuIsAskedForOncePerExecutor() throws Exception {
    JsonNode nightly = kubernetes("scheduledsparkapplication.yaml").get("spec");
    assertThat(nightly.get("concurrencyPolicy").asText()).isEqualTo("Forbid");
    assertThat(nightly.get("timeZone").asText()).isEqualTo("UTC");
    assertThat(nightly.get("template")).as("the run by hand")
        .isEqualTo(kubernetes("sparkapplication.yaml").get("spec"));
    JsonNode gpu = kubernetes("sparkapplication-gpu.yaml").get("spec");
    assertThat(gpu.at("/executor/gpu/quantity").asText())
        .isEqualTo(gpu.at("/sparkConf").get("spark.executor.resource.gpu.amount").asText());
  }

  @Test
  void theSchemaFindsWhatIsWrong() throws Exception {
    ObjectNode spec = (ObjectNode) kubernetes("sparkapplication.yaml").get("spec");
    spec.put("restartpolicy", "Never").put("mode", "clutser").remove("executor");
    ((ObjectNode) spec.get("sparkConf")).put("spark.a", true);
    assertThat(new OperatorSchema().faults("SparkApplication", spec)).hasSize(4)
        .anyMatch(fault -> fault.contains("restartpolicy is unknown"))
        .anyMatch(fault -> fault.contains("clutser"))
        .anyMatch(fault -> fault.contains("executor is missing"))
        .anyMatch(fault -> fault.contains("spark.a must be"));
  }

  @Test
  void theJobOfTheConfigMapIsOne() throws Exception {
    Path job = Files.writeString(directory.resolve("job.conf"), kubernetes("job.yaml").at("/data/job.conf").asText());
    JobConfig config = JobFile.read(job, List.of()).config();
    assertThat(config.name()).isEqualTo("payments");
    assertThat(config.warehouse()).startsWith("s3a://");
  }

  @Test
  void profilesAreSettingsOfSparkWithoutSecrets() throws Exception {
    try (Stream<Path> files = Files.list(Launcher.HOME.resolve("conf"))) {
      List<Path> profiles = files
          .filter(
              file -> file.toString().endsWith(".properties") && !file.getFileName().toString().startsWith("log4j2"))
          .toList();
      assertThat(profiles).hasSizeGreaterThanOrEqualTo(11);
      for (Path profile : profiles) {
        Properties settings = new Properties();
        try (Reader in = Files.newBufferedReader(profile)) {
          settings.load(in);
        }
        assertThat(settings).as(profile.toString()).isNotEmpty();
        assertThat(settings.stringPropertyNames()).as(profile.toString())
            .allMatch(key -> key.startsWith("spark."))
            .noneMatch(key -> key.matches(".*([.]secret|[.]access[.]key|password|account[.]key).*"));
      }
    }
  }

  @Test
  void theLogForCollectorsIsALineOfJsonForEveryEvent() throws Exception {
    String settings = Files.readString(Launcher.HOME.resolve("conf/log4j2-json.properties"));
    String pattern = settings.lines()
        .filter(line -> line.startsWith("appender.stderr.layout.pattern = "))
        .map(line -> line.substring(line.indexOf('=') + 2))
        .findFirst()
        .orElseThrow();
    String line = PatternLayout.newBuilder()
        .withPattern(pattern)
        .build()
        .toSerializable(Log4jLogEvent.newBuilder()
            .setLoggerName("a\"b")
            .setLevel(Level.WARN)
            .setMessage(new SimpleMessage("two\nlines and a \"quote\""))
            .setThrown(new IllegalStateException("why"))
            .build());
    assertThat(line.strip().lines()).hasSize(1);
    assertThat(JSON.readTree(line).get("message").asText()).isEqualTo("two\nlines and a \"quote\"");
    assertThat(JSON.readTree(line).get("exception").asText()).contains("IllegalStateException: why");
  }

  @Test
  void dagsCompile() throws Exception {
    assumeTrue(run("python3", "--version") == 0);
    try (Stream<Path> dags = Files.list(DEPLOY.resolve("airflow")).filter(file -> file.toString().endsWith(".py"))) {
      for (Path dag : dags.toList()) {
        Path copy = Files.copy(dag, directory.resolve(dag.getFileName()));
        assertThat(run("python3", "-m", "py_compile", copy.toString())).as(log()).isZero();
      }
    }
  }

  @Test
  void unitsAreOnesThatSystemdTakes() throws Exception {
    assumeTrue(run("systemd-analyze", "--version") == 0);
    for (String name : List.of("sparsewalk@.service", "sparsewalk@.timer")) {
      // The program is here, not yet where the unit says.
      Files.writeString(directory.resolve(name), Files.readString(DEPLOY.resolve("systemd").resolve(name))
          .replace("/opt/sparsewalk", Launcher.HOME.toString()));
    }
    assertThat(run("systemd-analyze", "verify", directory.resolve("sparsewalk@.service").toString(),
        directory.resolve("sparsewalk@.timer").toString())).as(log()).isZero();
    assertThat(Files.readString(directory.resolve("sparsewalk@.timer"))).contains("Persistent=true");
  }

  private int run(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true)
          .redirectOutput(directory.resolve("log").toFile())
          .start();
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      return process.exitValue();
    } catch (IOException notThere) {
      return 127;
    }
  }

  private String log() throws IOException {
    return Files.readString(directory.resolve("log"));
  }
}
