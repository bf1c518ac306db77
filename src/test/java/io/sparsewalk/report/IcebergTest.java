package io.sparsewalk.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import io.sparsewalk.spark.SparkTest;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A catalog of Iceberg, which the profile nightly brings. */
@Tag("spark")
@Tag("nightly")
class IcebergTest extends SparkTest {
  private static final String CATALOG = "org.apache.iceberg.spark.SparkCatalog";

  private Map<String, Long> publish(String catalog) {
    Views.register(spark, warehouse, SweepFixture.MARGIN);
    Map<String, Long> added = new TreeMap<>();
    CatalogTables.of(spark, catalog, "nights", "iceberg").publish(spark, added::put);
    return added;
  }

  @Test
  void rowsAreAddedOnceAndEachPublicationIsASnapshot() {
    assumeThatCode(() -> Class.forName(CATALOG)).as("Iceberg is on the class path: mvn -Pnightly")
        .doesNotThrowAnyException();
    spark.conf().set("spark.sql.catalog.lake", CATALOG);
    spark.conf().set("spark.sql.catalog.lake.type", "hadoop");
    spark.conf().set("spark.sql.catalog.lake.warehouse", directory.resolve("lake").toUri().toString());
    SweepFixture fixture = new SweepFixture(warehouse);
    fixture.trial("one", row -> row.put("accuracy", 0.75));
    assertThat(publish("lake")).containsExactly(Map.entry("trials", 1L));
    fixture.trial("two", row -> row.put("accuracy", 0.5));
    assertThat(publish("lake")).containsExactly(Map.entry("trials", 1L));
    assertThat(publish("lake")).containsExactly(Map.entry("trials", 0L));
    assertThat(spark.sql("SELECT * FROM lake.nights.trials.snapshots").count()).isGreaterThanOrEqualTo(2);
    assertThat(spark.sql("SELECT sum(accuracy) FROM lake.nights.trials").first().getDouble(0)).isEqualTo(1.25);
  }
}
