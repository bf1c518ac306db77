package io.sparsewalk.spark;

import static org.apache.spark.sql.functions.col;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Settings;
import io.sparsewalk.graph.EdgeFormat;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of edges to the tables {@code edges} (src, dst, time), sorted by (time, src, dst) over all files in the order of their
 * names, {@code vertices} (id, raw) and {@code quarantine} (file, line, text, reason).
 *
 * <p>Ids are numbered in the order of the raw ids, by value if all are 64-bit integers, else as text, so the tables do not
 * depend on partitions. Times become whole numbers of the finest decimal unit in the input.
 */
public final class IngestStage {
  private static final Logger LOG = LoggerFactory.getLogger(IngestStage.class);
  private static final long RANGE_BYTES = 64L << 20;

  private final SparkSession spark;
  private final Warehouse warehouse;
  private final long rangeBytes;

  public IngestStage(SparkSession spark, Warehouse warehouse) {
    this(spark, warehouse, RANGE_BYTES);
  }

  IngestStage(SparkSession spark, Warehouse warehouse, long rangeBytes) {
    this.spark = spark;
    this.warehouse = warehouse;
    this.rangeBytes = rangeBytes;
  }

  /**
   * Reads the graph unless it was read before.
   *
   * @return the manifest of {@code edges}
   * @throws DataRefusedException if a file is missing, corrupt or has too many bad lines, or there is no edge
   */
  public Manifest run(GraphConfig graph) {
    List<EdgeInput> inputs = EdgeInput.list(graph, warehouse.configuration());
    Map<String, Object> settings = new HashMap<>(Settings.of(graph));
    settings.put("files", inputs.stream().map(i -> List.of(i.path(), i.length(), i.modified())).toList());
    Manifest manifest = Manifest.of("ingest", settings);
    Path target = warehouse.stage(EdgeTable.NAME, manifest.fingerprint());
    if (warehouse.exists(target)) {
      return Manifest.read(warehouse, target);
    }
    Path parsed = warehouse.newAttempt();
    try {
      parse(graph, inputs).write().parquet(parsed.toString());
      Dataset<Row> lines = spark.read().schema(EdgeLines.SCHEMA).parquet(parsed.toString());
      return new Ingest(graph, EdgeLines.Range.of(textInputs(inputs), rangeBytes), lines).publish(manifest);
    } catch (Exception e) {
      throw TaskFailures.refusal(e);
    } finally {
      warehouse.discard(parsed);
    }
  }

  private static List<EdgeInput> textInputs(List<EdgeInput> inputs) {
    return inputs.stream().filter(i -> i.format() != EdgeFormat.PARQUET).toList();
  }

  private Dataset<Row> parse(GraphConfig graph, List<EdgeInput> inputs) {
    List<EdgeLines.Range> ranges = EdgeLines.Range.of(textInputs(inputs), rangeBytes);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    JavaRDD<Row> rows = context.parallelize(ranges, Math.max(1, ranges.size()))
        .flatMap(new EdgeLines(new SerializableConfiguration(warehouse.configuration())));
    Dataset<Row> text = spark.createDataFrame(rows, EdgeLines.SCHEMA);
    List<String> parquet = inputs.stream().filter(i -> i.format() == EdgeFormat.PARQUET)
        .map(EdgeInput::path).toList();
    return parquet.isEmpty() ? text : text.union(ParquetEdges.read(spark, parquet, graph.columns()));
  }

  /** One run over the parsed lines. */
  private final class Ingest {
    private final GraphConfig graph;
    private final List<EdgeLines.Range> ranges;
    private final Dataset<Row> lines;

    Ingest(GraphConfig graph, List<EdgeLines.Range> ranges, Dataset<Row> lines) {
      this.graph = graph;
      this.ranges = ranges;
      this.lines = lines;
    }

    Manifest publish(Manifest manifest) {
      EdgeCensus census = EdgeCensus.of(lines, ranges, graph);
      Dataset<Row> quarantine = census.quarantine(spark);
      Dataset<Row> vertices = IdDictionary.of(spark, census.edges(), census.integerIds());
      Path vertexAttempt = warehouse.newAttempt();
      vertices.write().parquet(vertexAttempt.toString());
      Dataset<Row> ids = spark.read().parquet(vertexAttempt.toString());
      Path edgeAttempt = warehouse.newAttempt();
      edges(census, ids).write().parquet(edgeAttempt.toString());
      Manifest full = manifest.withFacts(census.facts())
          .withFacts(EdgeStats.of(spark.read().parquet(edgeAttempt.toString()), ids, census.integerIds()))
          .withFacts(Map.of("dataset", graph.dataset()));
      Path quarantineAttempt = warehouse.newAttempt();
      quarantine.coalesce(1).write().parquet(quarantineAttempt.toString());
      for (Path attempt : List.of(quarantineAttempt, vertexAttempt, edgeAttempt)) {
        full.write(warehouse, attempt);
      }
      warehouse.publish(quarantineAttempt, warehouse.stage("quarantine", manifest.fingerprint()));
      warehouse.publish(vertexAttempt, warehouse.stage("vertices", manifest.fingerprint()));
      warehouse.publish(edgeAttempt, warehouse.stage(EdgeTable.NAME, manifest.fingerprint()));
      LOG.info("ingested {} edges of {} vertices from {} lines ({} quarantined)", full.count("edges"),
          full.count("vertices"), full.count("lines"), full.count("quarantined"));
      return full;
    }

    private Dataset<Row> edges(EdgeCensus census, Dataset<Row> ids) {
      Dataset<Row> source = ids.select(col("id").as("src"), col("raw").as("source"));
      Dataset<Row> target = ids.select(col("id").as("dst"), col("raw").as("target"));
      Dataset<Row> numbered = census.edges().join(source, "source").join(target, "target")
          .select(col("src"), col("dst"), col("time"));
      if (!graph.directed()) {
        numbered = numbered.union(numbered.where(col("src").notEqual(col("dst")))
            .select(col("dst").as("src"), col("src").as("dst"), col("time")));
      }
      int partitions = Integer.parseInt(spark.conf().get("spark.sql.shuffle.partitions"));
      return numbered.repartitionByRange(partitions, col("time"), col("src"), col("dst"))
          .sortWithinPartitions("time", "src", "dst");
    }
  }
}
