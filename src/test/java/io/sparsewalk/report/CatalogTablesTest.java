package io.sparsewalk.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.common.SparsewalkException;
import io.sparsewalk.spark.SparkTest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CatalogTablesTest extends SparkTest {
  private static final String DATABASE = "nights_of_test";

  @AfterEach
  void drop() {
    spark.sql("DROP DATABASE IF EXISTS " + DATABASE + " CASCADE");
  }

  private Map<String, Long> publish() {
    Views.register(spark, warehouse, SweepFixture.MARGIN);
    Map<String, Long> added = new TreeMap<>();
    CatalogTables.of(spark, "spark_catalog", DATABASE, "parquet").publish(spark, added::put);
    return added;
  }

  @Test
  void rowsAreAddedOnceAndThoseOfLaterTrialsLater() {
    SweepFixture fixture = new SweepFixture(warehouse);
    fixture.trial("one", row -> row.put("accuracy", 0.75));
    assertThat(publish()).containsExactly(Map.entry("trials", 1L));
    assertThat(publish()).containsExactly(Map.entry("trials", 0L));
    fixture.sweep("another").trial("one", row -> row.put("accuracy", 0.5));
    fixture.sweep();
    assertThat(publish()).containsEntry("trials", 67L)
        .containsEntry("epochs", 66L * 40)
        .containsEntry("audits", 15L)
        .containsEntry("failures", 1L);
    assertThat(publish().values()).containsOnly(0L);
    assertThat(spark.sql("SELECT sweep_id, accuracy FROM " + DATABASE + ".trials WHERE trial_id = 'one' ORDER BY 2")
        .collectAsList()).extracting(Row::toString)
        .containsExactly("[another,0.5]", "[" + SweepFixture.SWEEP + ",0.75]");
    List<Row> here = spark.sql("SELECT * FROM trials ORDER BY sweep_id, trial_id").collectAsList();
    List<Row> there = spark.sql("SELECT " + String.join(", ", spark.table("trials").columns()) + " FROM " + DATABASE
        + ".trials ORDER BY sweep_id, trial_id").collectAsList();
    assertThat(there).isEqualTo(here);
    assertThat(spark.sql("DESCRIBE " + DATABASE + ".trials").where("col_name = 'auc_se'").first().getString(2))
        .startsWith("standard error of auc");
  }

  @Test
  void aTableOfAnEarlierVersionGetsTheColumnsThatItLacks() {
    spark.sql("CREATE DATABASE " + DATABASE);
    spark.sql("CREATE TABLE " + DATABASE + ".trials (accuracy double, trial_id string, sweep_id string) USING parquet"
        + " PARTITIONED BY (sweep_id)");
    spark.sql("INSERT INTO " + DATABASE + ".trials VALUES (0.25, 'old', 'before')");
    new SweepFixture(warehouse).trial("new", row -> row.put("accuracy", 0.75));
    assertThat(publish()).containsEntry("trials", 1L);
    assertThat(
        spark.sql("SELECT trial_id, accuracy, method FROM " + DATABASE + ".trials ORDER BY accuracy").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[old,0.25,null]", "[new,0.75,dense]");
    assertThat(Arrays.asList(spark.table(DATABASE + ".trials").columns())).contains("auc_se");
  }

  @Test
  void namesThatAreNoneAndCatalogsThatAreNotThereAreRefused() {
    assertThatThrownBy(() -> CatalogTables.of(spark, "lake", DATABASE, "iceberg"))
        .isInstanceOf(SparsewalkException.class)
        .hasMessageContaining("--conf spark.sql.catalog.lake=CLASS");
    assertThatThrownBy(() -> CatalogTables.of(spark, "spark_catalog", "a`; DROP", "parquet"))
        .isInstanceOf(SparsewalkException.class)
        .hasMessageContaining("is no name");
  }
}
