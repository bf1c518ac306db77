package io.sparsewalk.spark.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.graph.EdgeFormat;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.table.Manifest;
import java.util.List;
import io.sparsewalk.spark.SparkSessions;
import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.spark.StageFiles;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.AnalysisException;
import org.junit.jupiter.api.Test;

/** Edges in tables of the Spark session become what the same rows in a file become. */
class SessionTableTest extends SparkTest {
  @Test
  void tablesAndQueriesAreReadAsParquetIs() {
    spark.sql("SELECT * FROM VALUES ('a', 'b', 3L), ('b', 'c', 5L) AS t(src, dst, time)")
        .createOrReplaceTempView("calls");
    Manifest table = ingest(source("calls", ""));
    assertThat(rows(table)).isEqualTo("[0,1,3] [1,2,5]");
    assertThat(ingest(source("calls", "")).fingerprint()).as("nothing changed").isEqualTo(table.fingerprint());
    assertThat(IngestStage.published(warehouse, source("calls", ""), () -> spark)).as("asked")
        .map(Manifest::fingerprint)
        .contains(table.fingerprint());
    Manifest query = ingest(
        source("", "WITH c AS (SELECT * FROM calls) SELECT time AS ts, dst AS source, src AS target FROM c -- turned"));
    assertThat(rows(query)).isEqualTo("[1,0,3] [2,1,5]");
    spark.sql("SELECT * FROM VALUES ('a', 'b', 3L), ('b', 'c', 6L) AS t(src, dst, time)")
        .createOrReplaceTempView("calls");
    assertThat(IngestStage.published(warehouse, source("calls", ""), () -> spark)).as("another content").isEmpty();
    Manifest changed = ingest(source("calls", ""));
    assertThat(changed.fingerprint()).isNotEqualTo(table.fingerprint());
    assertThat(rows(changed)).isEqualTo("[0,1,3] [1,2,6]");
    assertThat(directory.resolve("warehouse/_attempts")).isEmptyDirectory();
  }

  @Test
  void whatIsWrongNamesTheTable() {
    spark.sql("SELECT 'a' AS src, CAST(NULL AS STRING) AS dst, 1L AS time").createOrReplaceTempView("holes");
    assertThatThrownBy(() -> ingest(source("holes", ""))).isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("graph.table holes")
        .hasMessageContaining("column 'dst' is null")
        .hasMessageNotContaining("_attempts");
    assertThatThrownBy(() -> ingest(source("no_such", ""))).isInstanceOf(AnalysisException.class)
        .hasMessageContaining("no_such");
    assertThatThrownBy(() -> ingest(source("", "CREATE VIEW v AS SELECT 1"))).as("only queries")
        .isInstanceOf(AnalysisException.class);
  }

  @Test
  void oneSourceIsNamed() {
    GraphConfig file = graph("e.txt");
    assertThatThrownBy(() -> file.withSource(source("calls", "").source())).hasMessageContaining("path must be []");
    assertThatThrownBy(() -> source("calls", "SELECT 1")).hasMessageContaining("table and query exclude each other");
    assertThat(source("calls", "").isSynthetic()).isFalse();
  }

  @Test
  void whatASiteSetsForItsSqlChangesNothing() {
    SparkSessions.open(new SparkConf().setMaster("local[2]")
        .set("spark.sql.ansi.enabled", "true")
        .set("spark.sql.caseSensitive", "true")
        .set("spark.sql.session.timeZone", "Asia/Tokyo"));
    assertThat(List.of(spark.conf().get("spark.sql.ansi.enabled"), spark.conf().get("spark.sql.caseSensitive"),
        spark.conf().get("spark.sql.session.timeZone"))).containsExactly("false", "false", "UTC");
  }

  private static GraphConfig source(String table, String query) {
    return new GraphConfig(List.of(), "", "", "", "", "d", EdgeFormat.AUTO, columns(), true, GraphConfig.SelfLoops.KEEP,
        0, 1024).withSource(
            new GraphConfig.Source(table, query, List.of(), 1, GraphConfig.Expect.NOTHING, GraphConfig.IdOrder.SORTED));
  }

  private String rows(Manifest edges) {
    return String.join(" ",
        StageFiles.read(spark, warehouse, "edges", edges.fingerprint())
            .orderBy("time")
            .collectAsList()
            .stream()
            .map(Object::toString)
            .toList());
  }
}
