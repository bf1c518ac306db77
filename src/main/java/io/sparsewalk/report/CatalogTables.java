package io.sparsewalk.report;

import io.sparsewalk.common.SparsewalkException;
import io.sparsewalk.common.SparsewalkException.Category;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableSchema;
import io.sparsewalk.table.TableSchema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Copies of the tables of sweeps in a catalog of Spark: rows that it does not have are added. A row belongs to a trial, an audit or a run,
 * whose rows never change and are added together, so that publishing twice adds nothing. Two at the same moment may both add.
 *
 * @param database {@code catalog.database}, each in back quotes
 * @param format of tables that are made: parquet, iceberg or what else the catalog has
 */
public record CatalogTables(String database, String format) {
  private static final String SESSION = "spark_catalog";

  /**
   * The tables of a database of a catalog.
   *
   * @throws SparsewalkException if a name is no plain word, or the session has no such catalog
   */
  public static CatalogTables of(SparkSession spark, String catalog, String database, String format) {
    for (String name : List.of(catalog, database, format)) {
      if (!name.matches("\\w+")) {
        throw refused("'" + name + "' is no name: letters, digits and _ only");
      }
    }
    if (!catalog.equals(SESSION) && spark.conf().getOption("spark.sql.catalog." + catalog).isEmpty()) {
      throw refused("--catalog " + catalog + ": the session has " + SESSION + " and what --conf spark.sql.catalog."
          + catalog + "=CLASS defines");
    }
    return new CatalogTables("`" + catalog + "`.`" + database + "`", format);
  }

  /**
   * Adds what is missing, from the views of {@link Views#register}.
   *
   * @param told gets each table and the number of rows that were added
   */
  public void publish(SparkSession spark, BiConsumer<String, Long> told) {
    spark.sql("CREATE NAMESPACE IF NOT EXISTS " + database);
    for (TableSchema table : SweepTables.ALL) {
      if (!spark.table(table.name()).isEmpty()) {
        told.accept(table.name(), add(spark, table));
      }
    }
  }

  private long add(SparkSession spark, TableSchema table) {
    String there = database + "." + quoted(table.name());
    List<Column> columns = Stream.of(table.columns(), table.partitions()).flatMap(List::stream).toList();
    spark.sql("CREATE TABLE IF NOT EXISTS " + there + " (" + definitions(columns) + ") USING " + format
        + " PARTITIONED BY (" + quoted(table.partitions().get(0).name()) + ")");
    addColumns(spark, there, columns);
    long before = spark.table(there).count();
    String names = columns.stream().map(column -> quoted(column.name())).collect(Collectors.joining(", "));
    String same = table.partitions()
        .stream()
        .map(key -> "there." + quoted(key.name()) + " = here." + quoted(key.name()))
        .collect(Collectors.joining(" AND "));
    spark.sql("INSERT INTO " + there + " (" + names + ") SELECT " + names + " FROM " + quoted(table.name())
        + " AS here WHERE NOT EXISTS (SELECT 1 FROM " + there + " AS there WHERE " + same + ")");
    return spark.table(there).count() - before;
  }

  /** What an earlier version's table does not have yet. */
  private static void addColumns(SparkSession spark, String there, List<Column> columns) {
    Set<String> known =
        Stream.of(spark.table(there).columns()).map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    List<Column> missing = new ArrayList<>(columns);
    missing.removeIf(column -> known.contains(column.name()));
    if (!missing.isEmpty()) {
      spark.sql("ALTER TABLE " + there + " ADD COLUMNS (" + definitions(missing) + ")");
    }
  }

  private static String definitions(List<Column> columns) {
    return columns.stream()
        .map(column -> quoted(column.name()) + " " + column.kind().sql() + " COMMENT '"
            + column.comment().replace("\\", "\\\\").replace("'", "\\'") + "'")
        .collect(Collectors.joining(", "));
  }

  private static String quoted(String name) {
    return "`" + name + "`";
  }

  private static SparsewalkException refused(String why) {
    return new SparsewalkException(Category.USAGE, why);
  }
}
