package io.sparsewalk.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SlotsTest {

  @Test
  void slotsAreThoseThatMayComeNotOnlyThoseThatAreThere() {
    assertThat(Slots.known(conf(), 2, true)).isEqualTo(2);
    assertThat(Slots.known(conf("spark.task.cpus", "4"), 2, true)).as("never none").isEqualTo(1);
    assertThat(Slots.known(conf("spark.dynamicAllocation.enabled", "true"), 2, true))
        .as("nothing comes to this process")
        .isEqualTo(2);
    assertThat(Slots.known(conf(), 8, false)).isEqualTo(8);
    assertThat(Slots.known(conf("spark.executor.instances", "10", "spark.executor.cores", "4"), 8, false))
        .isEqualTo(40);
    assertThat(Slots.known(conf("spark.executor.instances", "10", "spark.executor.cores", "4", "spark.task.cpus", "2"),
        8, false)).isEqualTo(20);
    assertThat(Slots.known(conf("spark.dynamicAllocation.enabled", "true", "spark.dynamicAllocation.maxExecutors", "7"),
        2, false)).isEqualTo(7);
    assertThat(Slots.known(conf("spark.dynamicAllocation.enabled", "true", "spark.executor.cores", "64"), 2, false))
        .as("no limit")
        .isEqualTo(64L * Integer.MAX_VALUE);
  }

  @Test
  void aPlanAsksNobodyForTheSlots() {
    assertThat(Slots.expected(conf("spark.master", "local"))).isEqualTo(1);
    assertThat(Slots.expected(conf("spark.master", "local[3]"))).isEqualTo(3);
    assertThat(Slots.expected(conf("spark.master", "local[3, 4]"))).isEqualTo(3);
    assertThat(Slots.expected(conf())).isEqualTo(Runtime.getRuntime().availableProcessors())
        .isEqualTo(Slots.expected(conf("spark.master", "local[*]")));
    assertThat(Slots.expected(conf("spark.master", "local-cluster[2,1,1024]"))).isEqualTo(2);
    assertThat(
        Slots.expected(conf("spark.master", "yarn", "spark.executor.instances", "9", "spark.executor.cores", "4")))
        .isEqualTo(36);
  }

  @Test
  void anExecutorHasTheCoresThatWereAskedForOrAShareOfThoseThatAreThere() {
    assertThat(Slots.coresOfAnExecutor(conf("spark.executor.cores", "3"), 12, 2)).isEqualTo(3);
    assertThat(Slots.coresOfAnExecutor(conf(), 12, 2)).isEqualTo(6);
    assertThat(Slots.coresOfAnExecutor(conf(), 2, 0)).as("none has come yet").isEqualTo(2);
    assertThat(Slots.coresOfAnExecutor(conf(), 2, 5)).isEqualTo(1);
  }

  private static SparkConf conf(String... keysAndValues) {
    SparkConf conf = new SparkConf(false);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      conf.set(keysAndValues[i], keysAndValues[i + 1]);
    }
    return conf;
  }
}
