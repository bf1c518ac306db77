package io.sparsewalk.spark;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.PartFile;
import io.sparsewalk.table.Warehouse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Lines {@code vertex label} to the table {@code labels} (vertex, class, label), by vertex. Classes are numbered in the order
 * of the labels: as whole numbers if all are, else as text. Vertices without an edge have no embedding and are counted only.
 */
public final class LabelStage {
  static final String NAME = "labels";
  private static final String SCHEMA =
      "message labels { required int32 vertex; required int32 class; required binary label (STRING); }";

  private final SparkSession spark;
  private final Warehouse warehouse;

  public LabelStage(SparkSession spark, Warehouse warehouse) {
    this.spark = spark;
    this.warehouse = warehouse;
  }

  /**
   * Reads labels, unless they are published.
   *
   * @throws DataRefusedException if a line has not two fields, a vertex has two labels, or there are fewer than two classes
   */
  public Manifest run(Manifest edges, String path) {
    Map<String, Object> inputs = new HashMap<>();
    inputs.put("edges", edges.fingerprint());
    inputs.put("file", LabelFiles.identity(warehouse, path));
    return StageRun.of(warehouse, NAME, inputs, attempt -> read(attempt, edges, path));
  }

  private Map<String, ?> read(Path attempt, Manifest edges, String path) {
    Map<String, String> labels = LabelFiles.pairs(spark, path, "label");
    Dataset<Row> labelled = spark.createDataFrame(
        labels.entrySet().stream().map(entry -> RowFactory.create(entry.getKey(), entry.getValue())).toList(),
        new StructType().add("raw", DataTypes.StringType).add("label", DataTypes.StringType));
    // A row a labelled vertex of the graph.
    List<Row> rows = labelled.join(spark.read().parquet(warehouse.stage("vertices", edges.fingerprint()).toString()), "raw")
        .select("id", "label").orderBy("id").collectAsList();
    Map<String, Integer> classes = LabelFiles.classes(rows.stream().map(row -> row.getString(1)).toList());
    if (classes.size() < 2) {
      throw new DataRefusedException(path + ": the labels of the graph's vertices have " + classes.size()
          + " classes, two are needed");
    }
    PartFile.write(warehouse.configuration(), attempt, 0, SCHEMA, rows.size(), (out, i) -> {
      PartFile.put(out, 0, "vertex", rows.get(i).getInt(0));
      PartFile.put(out, 1, "class", classes.get(rows.get(i).getString(1)));
      PartFile.put(out, 2, "label", Binary.fromString(rows.get(i).getString(1)));
    });
    return Map.of("labelled", (long) rows.size(), "without_edges", (long) labels.size() - rows.size(), "classes", (long) classes.size());
  }
}
