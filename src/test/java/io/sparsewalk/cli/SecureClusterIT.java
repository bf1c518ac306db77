package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.cli.CommandLineTest.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster with {@code conf/secure.properties}: who has the secret works as ever, who has another one gets nothing. */
@Tag("nightly")
class SecureClusterIT {
  private static final String SECRET = "of-master-and-workers";

  @TempDir
  private Path directory;

  private Result walk(String master, String secret, String warehouse) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--profile", "secure", "--master", master, "--conf",
        "spark.driver.host=127.0.0.1", "--conf", "spark.executor.memory=1g", "--conf", "spark.ui.enabled=false",
        "--conf", "spark.authenticate.secret=" + secret, "--conf", "spark.rpc.askTimeout=20s", "walk",
        "src/test/resources/plain.conf", "--warehouse", directory.resolve(warehouse).toString(), "-D",
        "generate.vertices=200", "-D", "generate.edges=2000", "-D", "sweep.seeds=[1]"));
    return Launcher.brief(arguments.toArray(String[]::new)).finish();
  }

  @Test
  void whoHasTheSecretWorksAndWhoHasNotIsKeptOut() throws Exception {
    try (StandaloneCluster cluster =
        new StandaloneCluster(directory, "-Dspark.authenticate=true", "-Dspark.authenticate.secret=" + SECRET,
            "-Dspark.network.crypto.enabled=true", "-Dspark.network.crypto.saslFallback=false")) {
      cluster.worker("one");
      Result trusted = walk(cluster.master(), SECRET, "trusted");
      assertThat(trusted.code()).as(trusted.err()).isZero();
      assertThat(trusted.out() + trusted.err()).doesNotContain(SECRET);
      Result stranger = walk(cluster.master(), "guessed", "stranger");
      assertThat(stranger.code()).isNotZero();
      assertThat(Files.exists(directory.resolve("stranger/walks"))).isFalse();
      assertThat(Files.readString(directory.resolve("master.log"))).containsPattern("(?i)auth|sasl|crypto");
    }
  }
}
