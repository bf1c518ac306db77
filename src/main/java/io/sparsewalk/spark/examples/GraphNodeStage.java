package io.sparsewalk.spark.examples;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.spark.StageFiles;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.spark.StageRun;
import io.sparsewalk.spark.ingest.InputFile;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.PartFile;
import io.sparsewalk.table.Warehouse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.sql.SparkSession;

/**
 * Features, labels and parts of vertices to the table {@code graph_nodes} (vertex, raw, class or -1, part, indices, values),
 * by vertex, for graph convolutions. Vertices that have features but no edge get the numbers after those of the graph, those that have a
 * label only are counted. Works
 * in the driver: a network that convolves a whole graph holds it in one process anyway.
 */
public final class GraphNodeStage {
  public static final String NAME = "graph_nodes";
  private static final Set<String> PARTS = Set.of("train", "val", "test", "unused");
  private static final String SCHEMA = "message graph_nodes { required int32 vertex; required binary raw (STRING); "
      + "required int32 class; required binary part (STRING); " + PartFile.list("indices", "int32")
      + PartFile.list("values", "float") + " }";

  private final SparkSession spark;
  private final Warehouse warehouse;

  /**
   * Files of lines.
   *
   * @param features empty: every vertex is a feature of its own
   * @param unknownLabel a label that says that there is none; may be empty
   * @param split empty if there is none
   */
  public record Files(String features, String labels, String unknownLabel, String split) {}

  private GraphNodeStage(SparkSession spark, Warehouse warehouse) {
    this.spark = spark;
    this.warehouse = warehouse;
  }

  /**
   * The table, to look up or to make. A run throws {@link DataRefusedException} if a line cannot be read.
   *
   * @param found finds a file by its path
   * @throws DataRefusedException if a file is not there
   */
  public static StageOutput output(Warehouse warehouse, Manifest edges, Files files,
      Function<String, InputFile> found) {
    Map<String, Object> inputs = new HashMap<>();
    inputs.put("edges", edges.fingerprint());
    Map.of("features", files.features(), "labels", files.labels(), "split", files.split())
        .forEach((role, path) -> inputs.put(role, path.isEmpty() ? List.of() : found.apply(path).identity()));
    inputs.put("unknown", files.unknownLabel());
    return StageOutput.of(warehouse, Manifest.of(NAME, GraphNodeStage.class, inputs),
        (spark, attempt) -> new GraphNodeStage(spark, warehouse).read(attempt, edges, files));
  }

  /** Column and value of a vertex. */
  private record Feature(int column, float value) {}

  private Map<String, ?> read(Path attempt, Manifest edges, Files files) {
    Map<String, List<Feature>> features = files.features().isEmpty() ? Map.of() : features(files.features());
    Map<String, String> labels = LabelFiles.labels(warehouse, files.labels(), files.unknownLabel(), "");
    long all = labels.size();
    Map<String, String> parts =
        files.split().isEmpty() ? Map.of() : LabelFiles.pairs(warehouse, files.split(), "part", "");
    parts.forEach((vertex, part) -> {
      if (!PARTS.contains(part)) {
        throw new DataRefusedException(files.split() + ": the part of vertex " + vertex
            + " must be train, val, test or unused, was '" + part + "'");
      }
    });
    List<String> raw = vertices(edges, features.keySet());
    LabelFiles.checkKnown(files.labels(), labels.keySet(), Set.copyOf(raw));
    labels.keySet().retainAll(Set.copyOf(raw));
    Map<String, Integer> classes = LabelFiles.classes(labels.values());
    boolean identity = files.features().isEmpty();
    PartFile.write(warehouse.configuration(), attempt, 0, SCHEMA, raw.size(), (out, v) -> {
      String vertex = raw.get(v);
      List<Feature> own = identity ? List.of(new Feature(v, 1)) : features.getOrDefault(vertex, List.of());
      int[] indices = own.stream().mapToInt(Feature::column).toArray();
      float[] values = new float[indices.length];
      for (int k = 0; k < values.length; k++) {
        values[k] = own.get(k).value();
      }
      PartFile.put(out, 0, "vertex", v);
      PartFile.put(out, 1, "raw", Binary.fromString(vertex));
      PartFile.put(out, 2, "class", labels.containsKey(vertex) ? classes.get(labels.get(vertex)) : -1);
      PartFile.put(out, 3, "part", Binary.fromString(parts.getOrDefault(vertex, "unused")));
      PartFile.put(out, 4, "indices", indices, 0, indices.length);
      PartFile.put(out, 5, "values", values, 0, values.length);
    });
    int inputs = identity ? raw.size()
        : 1 + features.values().stream().flatMap(List::stream).mapToInt(Feature::column).max().orElse(-1);
    return Map.of("vertices", (long) raw.size(), "inputs", (long) inputs, "classes", (long) classes.size(), "labelled",
        (long) labels.size(), "without_edges", all - labels.size(), LabelStage.CLASS_NAMES,
        List.copyOf(classes.keySet()));
  }

  /** The graph's vertices in the order of their numbers, then the others. */
  private List<String> vertices(Manifest edges, Set<String> described) {
    // A row a vertex.
    List<String> raw = new ArrayList<>();
    StageFiles.read(spark, warehouse, "vertices", edges.fingerprint())
        .orderBy("id")
        .select("raw")
        .collectAsList()
        .forEach(row -> raw.add(row.getString(0)));
    Set<String> others = new HashSet<>(described);
    others.removeAll(Set.copyOf(raw));
    raw.addAll(LabelFiles.inOrder(others));
    return raw;
  }

  private Map<String, List<Feature>> features(String path) {
    Map<String, List<Feature>> features = new HashMap<>();
    for (String[] fields : LabelFiles.lines(warehouse, path, 3, "a vertex, a feature and a value")) {
      try {
        features.computeIfAbsent(fields[0], vertex -> new ArrayList<>())
            .add(new Feature(Integer.parseUnsignedInt(fields[1]), Float.parseFloat(fields[2])));
      } catch (NumberFormatException e) {
        throw new DataRefusedException(
            path + ": feature and value must be numbers, was '" + String.join(" ", fields) + "'");
      }
    }
    features.values().forEach(own -> own.sort(Comparator.comparingInt(Feature::column)));
    return features;
  }
}
