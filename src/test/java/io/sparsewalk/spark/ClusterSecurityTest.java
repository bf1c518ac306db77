package io.sparsewalk.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class ClusterSecurityTest {
  @Test
  void anOpenClusterIsWarnedOfAndTheProfileClosesAllOfIt() throws IOException {
    assertThat(ClusterSecurity.warnings(new SparkConf(false).set("spark.master", "local[2]"))).isEmpty();
    SparkConf open = new SparkConf(false).set("spark.master", "yarn");
    assertThat(ClusterSecurity.warnings(open)).hasSize(3)
        .element(0)
        .asString()
        .startsWith("spark.authenticate is off: ");
    Properties profile = new Properties();
    try (Reader in = Files.newBufferedReader(Path.of("conf/secure.properties"))) {
      profile.load(in);
    }
    profile.forEach((key, value) -> open.set(key.toString(), value.toString()));
    assertThat(ClusterSecurity.warnings(open)).isEmpty();
  }
}
