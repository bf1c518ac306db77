package io.sparsewalk.spark.examples;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.spark.StageFiles;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.spark.ingest.InputFile;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.PartFile;
import io.sparsewalk.table.Warehouse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
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
 * A vertex may have several labels, if the task has several classes a vertex: a row each.
 */
public final class LabelStage {
  static final String NAME = "labels";
  /** Fact of the manifest: the labels in the order of their classes. */
  public static final String CLASS_NAMES = "class_names";
  private static final String SCHEMA =
      "message labels { required int32 vertex; required int32 class; required binary label (STRING); }";

  private final SparkSession spark;
  private final Warehouse warehouse;
  private final Source source;

  private LabelStage(SparkSession spark, Warehouse warehouse, Source source) {
    this.spark = spark;
    this.warehouse = warehouse;
    this.source = source;
  }

  /**
   * Where labels stand.
   *
   * @param unknown a label that says that there is none; may be empty
   * @param several true: a vertex may have several labels
   */
  public record Source(String path, String unknown, boolean several) {}

  /**
   * The labels, to look up or to read. A run throws {@link DataRefusedException} if a line has not two fields, a vertex has two labels
   * but must have one, or there are fewer than two classes.
   *
   * @param files finds a file by its path
   * @throws DataRefusedException if the file is not there
   */
  public static StageOutput output(Warehouse warehouse, Manifest edges, Source source,
      Function<String, InputFile> files) {
    Map<String, Object> inputs = new HashMap<>();
    inputs.put("edges", edges.fingerprint());
    inputs.put("file", files.apply(source.path()).identity());
    inputs.put("several", source.several());
    inputs.put("unknown", source.unknown());
    return StageOutput.of(warehouse, Manifest.of(NAME, LabelStage.class, inputs),
        (spark, attempt) -> new LabelStage(spark, warehouse, source).read(attempt, edges));
  }

  private Map<String, ?> read(Path attempt, Manifest edges) {
    String path = source.path();
    Set<Map.Entry<String, String>> labels = source.several() ? LabelFiles.several(warehouse, path, source.unknown())
        : LabelFiles.labels(warehouse, path, source.unknown(), "; task = multi-label-classification takes several")
            .entrySet();
    Dataset<Row> labelled = spark.createDataFrame(
        labels.stream().map(entry -> RowFactory.create(entry.getKey(), entry.getValue())).toList(),
        new StructType().add("raw", DataTypes.StringType).add("label", DataTypes.StringType));
    // A row a label of a vertex of the graph.
    List<Row> rows =
        new ArrayList<>(labelled.join(StageFiles.read(spark, warehouse, "vertices", edges.fingerprint()), "raw")
            .select("id", "label", "raw")
            .collectAsList());
    LabelFiles.checkKnown(path, labels.stream().map(Map.Entry::getKey).toList(),
        rows.stream().map(row -> row.getString(2)).collect(Collectors.toSet()));
    Map<String, Integer> classes = LabelFiles.classes(rows.stream().map(row -> row.getString(1)).toList());
    if (classes.size() < 2) {
      throw new DataRefusedException(
          path + ": the labels of the graph's vertices have " + classes.size() + " classes, two are needed");
    }
    rows.sort(
        Comparator.<Row>comparingInt(row -> row.getInt(0)).thenComparingInt(row -> classes.get(row.getString(1))));
    PartFile.write(warehouse.configuration(), attempt, 0, SCHEMA, rows.size(), (out, i) -> {
      PartFile.put(out, 0, "vertex", rows.get(i).getInt(0));
      PartFile.put(out, 1, "class", classes.get(rows.get(i).getString(1)));
      PartFile.put(out, 2, "label", Binary.fromString(rows.get(i).getString(1)));
    });
    long labelledVertices = rows.stream().map(row -> row.getInt(0)).distinct().count();
    return Map.of(CLASS_NAMES, List.copyOf(classes.keySet()), "labelled", labelledVertices, "labels",
        (long) rows.size(), "classes", (long) classes.size(), "without_edges",
        labels.stream().map(Map.Entry::getKey).distinct().count() - labelledVertices);
  }
}
