package io.sparsewalk.spark.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import io.sparsewalk.dataset.TimedEdges;
import io.sparsewalk.spark.StageFiles;
import io.sparsewalk.table.DataFile;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.Warehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The published {@code edges} of an ingest, in the order of their times. */
public final class EdgeTable {
  public static final String NAME = "edges";
  /** Fact: how many edges are in each of {@link #TIME_BINS} bins of equal width from the first to the last time. */
  public static final String EDGES_BY_TIME = "edges_by_time";
  /** Fact: how many vertices have 1 edge, 2 to 3, 4 to 7 and so on. */
  public static final String VERTICES_BY_DEGREE = "vertices_by_degree";
  /** Bins of a picture. */
  public static final int TIME_BINS = 60;
  /** Of src, dst and time. */
  static final int ROW_BYTES = 16;

  private EdgeTable() {}

  public static Manifest manifest(Warehouse warehouse, String fingerprint) {
    return Manifest.read(warehouse, warehouse.stage(NAME, fingerprint));
  }

  /** The time of the edge of a rank, with one file in memory at a time: for looks at a few places. */
  public static LongUnaryOperator times(Warehouse warehouse, String fingerprint) {
    ParquetColumns columns = new ParquetColumns(warehouse, warehouse.stage(NAME, fingerprint));
    long[] rows = columns.rowsPerFile();
    int[] held = {-1};
    long[][] times = new long[1][];
    return rank -> {
      int file = 0;
      long first = 0;
      while (rank >= first + rows[file]) {
        first += rows[file++];
      }
      if (held[0] != file) {
        held[0] = file;
        times[0] = columns.file(file).longs("time");
      }
      return times[0][(int) (rank - first)];
    };
  }

  /** True if edges have different times. */
  public static boolean hasTimes(Manifest edges) {
    return edges.count("min_time") < edges.count("max_time");
  }

  /** True if edges have weights. */
  public static boolean isWeighted(Warehouse warehouse, String fingerprint) {
    return Boolean.TRUE.equals(manifest(warehouse, fingerprint).fact("weighted"));
  }

  /** The weights of all edges, in their order. */
  public static float[] weights(Warehouse warehouse, String fingerprint) {
    return new ParquetColumns(warehouse, warehouse.stage(NAME, fingerprint)).floats("weight");
  }

  /** All edges, 16 bytes each. */
  public static TimedEdges read(Warehouse warehouse, String fingerprint) {
    ParquetColumns columns = new ParquetColumns(warehouse, warehouse.stage(NAME, fingerprint));
    int vertices = Math.toIntExact(manifest(warehouse, fingerprint).count("vertices"));
    return new TimedEdges(vertices, columns.ints("src"), columns.ints("dst"), columns.longs("time"));
  }

  /** The rows with their rank, the place in the order of times, as the column {@code rank}. */
  public static Dataset<Row> ranked(SparkSession spark, Warehouse warehouse, String fingerprint) {
    Path stage = warehouse.stage(NAME, fingerprint);
    Manifest edges = manifest(warehouse, fingerprint);
    List<Row> firsts = new ArrayList<>();
    long first = 0;
    for (DataFile file : edges.files()) {
      firsts.add(RowFactory.create(new Path(stage, file.name()).getName(), first));
      first += file.rows();
    }
    Dataset<Row> files = spark.createDataFrame(firsts,
        new StructType().add("file", DataTypes.StringType).add("first", DataTypes.LongType));
    Dataset<Row> rows = StageFiles.read(spark, edges.paths(warehouse, stage));
    return rows.withColumn("file", col("_metadata.file_name"))
        .withColumn("row", col("_metadata.row_index"))
        .join(broadcast(files), "file")
        .withColumn("rank", col("first").plus(col("row")))
        .drop("file", "row", "first");
  }
}
