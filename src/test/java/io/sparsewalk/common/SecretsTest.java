package io.sparsewalk.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"https://me:s3cret@host/e.gz | https://***@host/e.gz",
      "https://s3cret@host/e.gz | https://***@host/e.gz", "s3a://KEY:s3c/ret@bucket/e | s3a://KEY:***@bucket/e",
      "hdfs://me:s3cret@host:8020/e | hdfs://me:***@host:8020/e", "HTTP://me:s3cret@host/e | HTTP://***@host/e",
      "jdbc:x://me:s3cret@host/e | jdbc:x://me:***@host/e"})
  void aPasswordIsRefusedAndNotShown(String address, String shown) {
    assertThatThrownBy(() -> Secrets.check("graph.labels", address))
        .hasMessage("graph.labels must not hold a password; give credentials to Hadoop's configuration: %s", shown);
    assertThat(Secrets.shown("cannot read " + address + " or " + address))
        .isEqualTo("cannot read " + shown + " or " + shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abfs://container@account.dfs.core.windows.net/e", "hdfs://host:8020/user@home/e", "/a@b:c",
      "https://host/a@b:c", "https://host:8443/e.gz", "s3a://bucket/a:b", "an e-mail to me@host"})
  void whatIsNoPasswordPasses(String address) {
    assertThatCode(() -> Secrets.check("warehouse", address)).doesNotThrowAnyException();
    assertThat(Secrets.shown(address)).isEqualTo(address);
  }

  @Test
  void queriesLoseTheirValuesWhereverTheyStand() {
    assertThat(Secrets.shown("-D graph.path=https://host/e?X-Amz-Signature=s3cret&s3cret: no such file"))
        .isEqualTo("-D graph.path=https://host/e?X-Amz-Signature=***&*** no such file");
  }
}
