package io.sparsewalk.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Settings;
import io.sparsewalk.graph.EdgeFormat;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
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
  private static final StructType QUARANTINE = new StructType().add("file", DataTypes.StringType)
      .add("line", DataTypes.LongType).add("text", DataTypes.StringType).add("reason", DataTypes.StringType);

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
    // How the work is done changes nothing in it.
    settings.remove("dictionary-mib");
    List.of("labels", "features", "split").forEach(settings::remove);
    settings.put("files", inputs.stream().map(i -> List.of(i.path(), i.length(), i.modified())).toList());
    Manifest manifest = Manifest.of("ingest", settings);
    Path target = warehouse.stage(EdgeTable.NAME, manifest.fingerprint());
    if (warehouse.exists(target)) {
      return Manifest.read(warehouse, target);
    }
    List<EdgeLines.Range> ranges = EdgeLines.Range.of(textInputs(inputs), rangeBytes);
    Path work = warehouse.newAttempt();
    try {
      boolean allText = ranges.stream().map(EdgeLines.Range::input).distinct().count() == inputs.size();
      Optional<Written> packed =
          allText && !graph.isWeighted() ? new PackedIngest(spark, warehouse, graph, ranges).run(work) : Optional.empty();
      return publish(manifest, packed.isPresent() ? packed.get() : joined(graph, inputs, ranges, work), graph, work);
    } catch (Exception e) {
      throw TaskFailures.refusal(e);
    } finally {
      warehouse.discard(work);
    }
  }

  /**
   * Tables that are ready to be published.
   *
   * @param bad quarantined lines: file, line, text, reason
   */
  record Written(Map<String, Object> facts, List<Row> bad, Path vertices, Path edges, boolean integerIds) {}

  private Manifest publish(Manifest manifest, Written written, GraphConfig graph, Path work) {
    Dataset<Row> ids = spark.read().parquet(written.vertices().toString());
    Manifest full = manifest.withFacts(written.facts())
        .withFacts(new EdgeStats(spark, warehouse).of(written.edges(), ids, written.integerIds(), graph.isWeighted()))
        .withFacts(Map.of("dataset", graph.dataset(), "weighted", graph.isWeighted()));
    Path quarantine = new Path(work, "quarantine");
    spark.createDataFrame(written.bad(), QUARANTINE).coalesce(1).write().parquet(quarantine.toString());
    for (Path attempt : List.of(quarantine, written.vertices(), written.edges())) {
      full.write(warehouse, attempt);
    }
    warehouse.publish(quarantine, warehouse.stage("quarantine", manifest.fingerprint()));
    warehouse.publish(written.vertices(), warehouse.stage("vertices", manifest.fingerprint()));
    warehouse.publish(written.edges(), warehouse.stage(EdgeTable.NAME, manifest.fingerprint()));
    LOG.info("ingested {} edges of {} vertices from {} lines ({} quarantined)", full.count("edges"),
        full.count("vertices"), full.count("lines"), full.count("quarantined"));
    return full;
  }

  /** Ids of any kind and number: by joins. */
  private Written joined(GraphConfig graph, List<EdgeInput> inputs, List<EdgeLines.Range> ranges, Path work) {
    Path parsed = new Path(work, "parsed");
    parse(graph, inputs, ranges).write().parquet(parsed.toString());
    EdgeCensus census = EdgeCensus.of(spark.read().schema(EdgeLines.SCHEMA).parquet(parsed.toString()), ranges, graph);
    Path vertices = new Path(work, "vertices");
    IdDictionary.of(spark, census.edges(), census.integerIds()).write().parquet(vertices.toString());
    Path edges = new Path(work, "edges");
    Dataset<Row> numbered = numbered(census.edges(), spark.read().parquet(vertices.toString()), graph);
    sorted(graph.isWeighted() ? weighted(numbered, census.decimals()) : numbered).write().parquet(edges.toString());
    return new Written(census.facts(), census.bad(), vertices, edges, census.integerIds());
  }

  private static Dataset<Row> numbered(Dataset<Row> edges, Dataset<Row> ids, GraphConfig graph) {
    Dataset<Row> source = ids.select(col("id").as("src"), col("raw").as("source"));
    Dataset<Row> target = ids.select(col("id").as("dst"), col("raw").as("target"));
    Dataset<Row> numbered = edges.join(source, "source").join(target, "target")
        .select(col("src"), col("dst"), col("time"));
    if (!graph.directed()) {
      numbered = numbered.union(numbered.where(col("src").notEqual(col("dst")))
          .select(col("dst").as("src"), col("src").as("dst"), col("time")));
    }
    return numbered;
  }

  /** What was parsed where others have a time is the weight; times are 0. */
  private static Dataset<Row> weighted(Dataset<Row> edges, int decimals) {
    return edges.select(col("src"), col("dst"), lit(0L).as("time"),
        col("time").divide(lit(Math.pow(10, decimals))).cast(DataTypes.FloatType).as("weight"));
  }

  private Dataset<Row> sorted(Dataset<Row> edges) {
    int partitions = Integer.parseInt(spark.conf().get("spark.sql.shuffle.partitions"));
    Column[] order = Stream.of("time", "src", "dst", "weight").filter(Arrays.asList(edges.columns())::contains)
        .map(functions::col).toArray(Column[]::new);
    return edges.repartitionByRange(partitions, order).sortWithinPartitions(order);
  }

  private static List<EdgeInput> textInputs(List<EdgeInput> inputs) {
    return inputs.stream().filter(i -> i.format() != EdgeFormat.PARQUET).toList();
  }

  private Dataset<Row> parse(GraphConfig graph, List<EdgeInput> inputs, List<EdgeLines.Range> ranges) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    JavaRDD<Row> rows = context.parallelize(ranges, Math.max(1, ranges.size()))
        .flatMap(new EdgeLines(new SerializableConfiguration(warehouse.configuration())));
    Dataset<Row> text = spark.createDataFrame(rows, EdgeLines.SCHEMA);
    List<String> parquet = inputs.stream().filter(i -> i.format() == EdgeFormat.PARQUET)
        .map(EdgeInput::path).toList();
    return parquet.isEmpty() ? text : text.union(ParquetEdges.read(spark, parquet, graph.columns()));
  }
}
