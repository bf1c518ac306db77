package io.sparsewalk.report;

import io.sparsewalk.table.DataFile;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.RowFile;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableSchema;
import io.sparsewalk.table.Warehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * All tables of a warehouse as temporary views of a Spark session, each by its own name, and what is made of them: {@code
 * trial_ratios}, {@code summary}, {@code ranking_summary}, {@code comparisons} and {@code recommendation}, and those of {@link SharedViews}.
 *
 * <p>The tables of a sweep are always there, empty if nothing was published, with the columns of {@link SweepTables};
 * files written before a column existed have nulls in it. A stage's table is there once the stage has published. The
 * session must come from {@code SparkSessions}: it reads identities in directory names as strings and refuses corrupt
 * files.
 */
public final class Views {
  private static final StructType MANIFESTS = StructType
      .fromDDL("table_name string, fingerprint string, row_count bigint, byte_count bigint, inputs_json string");

  private Views() {}

  /**
   * Registers the views, in place of earlier ones of the same names.
   *
   * @param margin of the view {@code recommendation}
   */
  public static void register(SparkSession spark, Warehouse warehouse, Margin margin) {
    for (TableSchema schema : SweepTables.ALL) {
      sweepTable(spark, warehouse, schema).createOrReplaceTempView(schema.name());
    }
    Dataset<Row> trials = TrialRatios.of(spark.table(SweepTables.TRIALS.name()));
    trials.createOrReplaceTempView("trial_ratios");
    Summary.of(trials).createOrReplaceTempView("summary");
    Summary.ofRankings(trials, spark.table(SweepTables.RANKINGS.name())).createOrReplaceTempView("ranking_summary");
    Dataset<Row> groups = TrialRatios.groups(trials, spark.table(SweepTables.FAILURES.name()));
    Comparisons.of(groups).createOrReplaceTempView("comparisons");
    Recommendation.of(groups, margin).createOrReplaceTempView("recommendation");
    List<Row> manifests = new ArrayList<>();
    stageTables(warehouse, manifests).forEach(
        (table, files) -> UnreadableFileException.naming(() -> read(spark.read(), warehouse.table(table), files))
            .createOrReplaceTempView(table));
    spark.createDataFrame(manifests, MANIFESTS).createOrReplaceTempView("manifests");
    if (!spark.catalog().functionExists(CosineSimilarity.NAME)) {
      spark.udf().register(CosineSimilarity.NAME, new CosineSimilarity(), DataTypes.DoubleType);
    }
    SharedViews.register(spark);
  }

  private static Dataset<Row> sweepTable(SparkSession spark, Warehouse warehouse, TableSchema schema) {
    Path table = warehouse.table(schema.name());
    List<Path> files = RowFile.list(warehouse, table)
        .stream()
        .map(FileStatus::getPath)
        .filter(file -> file.getParent().depth() == table.depth() + schema.partitions().size())
        .toList();
    return files.isEmpty() ? spark.createDataFrame(List.of(), schema.sparkSchema())
        : read(spark.read().schema(schema.sparkSchema()), table, files);
  }

  /** By their names: nothing else in the directories is a row. */
  private static Dataset<Row> read(DataFrameReader reader, Path table, List<Path> files) {
    return reader.option("basePath", table.toString())
        .parquet(files.stream().map(Path::toString).toArray(String[]::new));
  }

  /**
   * The files that the manifests of stages name, by table.
   *
   * @param manifests a row is added for each
   */
  private static Map<String, List<Path>> stageTables(Warehouse warehouse, List<Row> manifests) {
    Set<String> sweepTables = SweepTables.ALL.stream().map(TableSchema::name).collect(Collectors.toSet());
    Map<String, List<Path>> tables = new TreeMap<>();
    for (Path stage : Manifest.published(warehouse)) {
      String table = stage.getParent().getName();
      if (!sweepTables.contains(table) && !table.startsWith("_")) {
        Manifest manifest = Manifest.read(warehouse, stage);
        tables.computeIfAbsent(table, name -> new ArrayList<>()).addAll(manifest.paths(warehouse, stage));
        manifests.add(RowFactory.create(table, manifest.fingerprint(), manifest.rows(),
            manifest.files().stream().mapToLong(DataFile::bytes).sum(), manifest.inputsJson()));
      }
    }
    return tables;
  }
}
