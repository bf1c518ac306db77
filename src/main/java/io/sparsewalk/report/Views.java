package io.sparsewalk.report;

import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableSchema;
import io.sparsewalk.table.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * All tables of a warehouse as temporary views of a Spark session, each by its own name, and what is made of them: {@code
 * trial_ratios}, {@code summary}, {@code ranking_summary}, {@code comparisons} and {@code recommendation}.
 *
 * <p>The tables of a sweep are always there, empty if nothing was published, with the columns of {@link SweepTables};
 * files written before a column existed have nulls in it. A stage's table is there once the stage has published. The
 * session must come from {@code SparkSessions}: it reads identities in directory names as strings and refuses corrupt
 * files.
 */
public final class Views {
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
    for (Path table : stageTables(warehouse)) {
      UnreadableFileException.naming(() -> spark.read().parquet(table.toString()))
          .createOrReplaceTempView(table.getName());
    }
  }

  private static Dataset<Row> sweepTable(SparkSession spark, Warehouse warehouse, TableSchema schema) {
    Path table = warehouse.table(schema.name());
    return warehouse.exists(table)
        ? spark.read().schema(schema.sparkSchema()).parquet(table.toString())
        : spark.createDataFrame(List.of(), schema.sparkSchema());
  }

  /** Directories {@code TABLE/fingerprint=F} that hold Parquet files. */
  private static List<Path> stageTables(Warehouse warehouse) {
    Set<String> sweepTables = SweepTables.ALL.stream().map(TableSchema::name).collect(Collectors.toSet());
    List<Path> tables = new ArrayList<>();
    try {
      FileSystem files = warehouse.root().getFileSystem(warehouse.configuration());
      FileStatus[] found = files.globStatus(new Path(warehouse.root(), "*/fingerprint=*/*.parquet"));
      for (FileStatus file : found == null ? new FileStatus[0] : found) {
        Path table = file.getPath().getParent().getParent();
        if (!sweepTables.contains(table.getName()) && !table.getName().startsWith("_") && !tables.contains(table)) {
          tables.add(table);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the tables of " + warehouse.root(), e);
    }
    return tables;
  }
}
