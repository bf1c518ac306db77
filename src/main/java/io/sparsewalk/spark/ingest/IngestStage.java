package io.sparsewalk.spark.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Settings;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.spark.FileParts;
import io.sparsewalk.spark.Slots;
import io.sparsewalk.spark.StageFiles;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.spark.TaskFailures;
import io.sparsewalk.table.ContentHashes;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
  static final String VERTICES = "vertices";
  static final String QUARANTINED = "quarantine";
  /** In the order in which they are published. */
  static final List<String> TABLES = List.of(QUARANTINED, VERTICES, EdgeTable.NAME);
  private static final StructType QUARANTINE = new StructType().add("file", DataTypes.StringType)
      .add("line", DataTypes.LongType)
      .add("text", DataTypes.StringType)
      .add("reason", DataTypes.StringType);

  private final SparkSession spark;
  private final Warehouse warehouse;
  private final long rangeBytes;

  public IngestStage(SparkSession spark, Warehouse warehouse) {
    this(spark, warehouse, RANGE_BYTES);
  }

  /**
   * @param rangeBytes of a text file that one task reads
   */
  public IngestStage(SparkSession spark, Warehouse warehouse, long rangeBytes) {
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
    return graph.source().isTable() ? new SessionTable(spark, warehouse, graph).read(this::run) : run(graph, List.of());
  }

  /**
   * As {@link #run}.
   *
   * @param table where it is a copy of a table: what tells that table and its content
   */
  private Manifest run(GraphConfig graph, List<Object> table) {
    List<EdgeInput> inputs =
        EdgeInput.list(graph, new Downloads(warehouse, Downloads.Limits.of(graph.source().mostDownloaded())),
            new ContentHashes(warehouse, true));
    InputForm form = InputForm.of(inputs, graph);
    Manifest manifest = identity(graph, inputs, table);
    Optional<Manifest> published = published(manifest.fingerprint());
    published.ifPresent(edges -> LOG.info("{}: reused, fingerprint {}", EdgeTable.NAME, edges.fingerprint()));
    return published.orElseGet(() -> make(manifest, form));
  }

  /** The manifest of the edges, if all tables are there. */
  private Optional<Manifest> published(String fingerprint) {
    List<Optional<Manifest>> tables =
        TABLES.stream().map(table -> StageFiles.intact(warehouse, warehouse.stage(table, fingerprint))).toList();
    return tables.stream().allMatch(Optional::isPresent) ? tables.get(TABLES.indexOf(EdgeTable.NAME))
        : Optional.empty();
  }

  private Manifest make(Manifest manifest, InputForm form) {
    Places places = Places.of(warehouse, manifest.fingerprint());
    try {
      return publish(manifest, written(manifest, form, places), form, places);
    } catch (Exception e) {
      places.data()
          .forEach(
              (table, data) -> StageFiles.abandon(warehouse, warehouse.stage(table, manifest.fingerprint()), data));
      throw TaskFailures.refusal(e);
    } finally {
      warehouse.discard(places.scratch());
    }
  }

  static Manifest identity(GraphConfig graph, List<EdgeInput> inputs, List<Object> table) {
    Map<String, Object> settings = new HashMap<>(Settings.of(graph));
    // How the work is done changes nothing in it.
    settings.remove("dictionary-mib");
    List.of("labels", "features", "split", "sha256", "max-download-gib", "expect").forEach(settings::remove);
    // Nor does where the files lie: they are known by what is in them.
    settings.remove("path");
    settings.put("files", table.isEmpty() ? inputs.stream().map(EdgeInput::identity).toList() : List.of(table));
    return Manifest.of("ingest", IngestStage.class, settings);
  }

  /**
   * The manifest of {@code edges}, if the graph was read before. Nothing is written, and nothing asked of the web: of a file there, the
   * copy that was made last counts. A table of the session is read whole, as only its content tells whether it is the same.
   *
   * @param session is asked for tables only
   * @throws DataRefusedException if a file is missing or corrupt
   */
  public static Optional<Manifest> published(Warehouse warehouse, GraphConfig graph, Supplier<SparkSession> session) {
    Manifest manifest;
    if (graph.source().isTable()) {
      SessionTable table = new SessionTable(session.get(), warehouse, graph);
      manifest = identity(table.copiedTo(warehouse.root()), List.of(), table.identity());
    } else {
      manifest = identity(graph, EdgeInput.list(graph, Downloads.held(warehouse), new ContentHashes(warehouse, false)),
          List.of());
    }
    return new StageOutput(warehouse, EdgeTable.NAME, manifest.fingerprint(),
        spark -> new IngestStage(spark, warehouse).run(graph)).published();
  }

  /**
   * Where an ingest writes.
   *
   * @param data by table
   */
  private record Places(Path scratch, Map<String, Path> data) {
    static Places of(Warehouse warehouse, String fingerprint) {
      return new Places(warehouse.newAttempt(), TABLES.stream()
          .collect(Collectors.toMap(table -> table, table -> warehouse.newData(warehouse.stage(table, fingerprint)))));
    }

    Path vertices() {
      return data.get(VERTICES);
    }

    Path edges() {
      return data.get(EdgeTable.NAME);
    }

    Path quarantine() {
      return data.get(QUARANTINED);
    }
  }

  private Written written(Manifest manifest, InputForm form, Places places) {
    List<EdgeLines.Range> ranges = form.isParquet() ? List.of() : EdgeLines.Range.of(form.files(), rangeBytes);
    boolean packable = !form.isParquet() && !form.graph().isWeighted() && !form.bipartite();
    Optional<Written> packed = Optional.empty();
    if (packable) {
      packed = IngestBase.of(warehouse, form.graph(), manifest)
          .flatMap(base -> appended(base, form, places))
          .or(() -> new PackedIngest(spark, warehouse, form, ranges).run(places.vertices(), places.edges()));
    }
    return packed.isPresent() ? packed.get() : joined(form, ranges, places);
  }

  private Optional<Written> appended(IngestBase base, InputForm form, Places places) {
    List<EdgeInput> later = form.files().subList(base.files(), form.files().size());
    InputForm rest = new InputForm(later, form.graph(), form.bipartite());
    Optional<Written> written =
        new PackedIngest(spark, warehouse, rest, EdgeLines.Range.of(later, rangeBytes), Optional.of(base))
            .run(places.vertices(), places.edges());
    written.ifPresent(done -> LOG.info("{} of {} files were read before, as {}: the others are appended", base.files(),
        form.files().size(), base.edges().fingerprint()));
    return written;
  }

  /**
   * What was written, ready to be published.
   *
   * @param bad quarantined lines: file, line, text, reason
   */
  record Written(Map<String, Object> facts, List<Row> bad, boolean integerIds) {}

  private Manifest publish(Manifest manifest, Written written, InputForm form, Places places) {
    GraphConfig graph = form.graph();
    Dataset<Row> ids = spark.read().parquet(places.vertices().toString());
    Manifest full = manifest.withFacts(written.facts())
        .withFacts(new EdgeStats(spark, warehouse).of(places.edges(), ids, written.integerIds(), graph))
        .withFacts(Map.of("dataset", graph.dataset(), "weighted", graph.isWeighted(), "directed", graph.directed(),
            "bipartite", form.bipartite(), "files", (long) form.files().size(), "format", form.told(), "hint",
            form.hint()));
    spark.createDataFrame(written.bad(), QUARANTINE).coalesce(1).write().parquet(places.quarantine().toString());
    // Edges last: whoever finds them finds the others.
    Manifest last = full;
    for (String table : TABLES) {
      Path stage = warehouse.stage(table, manifest.fingerprint());
      Path data = places.data().get(table);
      last = StageFiles.publish(warehouse, stage, data, full.withFiles(StageFiles.written(warehouse, stage, data)));
    }
    LOG.info("ingested {} edges of {} vertices from {} lines ({} quarantined)", full.count("edges"),
        full.count("vertices"), full.count("lines"), full.count("quarantined"));
    written.bad()
        .stream()
        .findFirst()
        .ifPresent(line -> LOG.warn("quarantined {} of {} lines, the first one {}:{}: {}", full.count("quarantined"),
            full.count("lines"), line.getString(0), line.getLong(1), line.getString(3)));
    tellAssumptions(full);
    return last;
  }

  private static void tellAssumptions(Manifest full) {
    String range = full.fact("min_time") + " to " + full.fact("max_time")
        + (full.count("time_decimals") == 0 ? "" : ", times 1e" + full.fact("time_decimals"));
    if (!full.fact("hint").equals("")) {
      LOG.info("{}; it is {}", full.fact("hint"), range);
    }
    if (Boolean.TRUE.equals(full.fact("rounded"))) {
      LOG.warn(
          "times were rounded to 1e-{}: they have more digits than that, or than 64 bits hold; graph.time-unit says otherwise",
          full.fact("time_decimals"));
    }
  }

  /** Ids of any kind and number: by joins. */
  private Written joined(InputForm form, List<EdgeLines.Range> ranges, Places places) {
    GraphConfig graph = form.graph();
    Path parsed = new Path(places.scratch(), "parsed");
    ParquetEdges parquet = form.isParquet() ? ParquetEdges.read(spark, form, warehouse.configuration()) : null;
    (form.isParquet() ? parquet.rows() : parse(ranges)).write().parquet(parsed.toString());
    EdgeCensus census = EdgeCensus.of(spark.read().schema(EdgeLines.SCHEMA).parquet(parsed.toString()), ranges, form);
    String vertices = places.vertices().toString();
    IdDictionary.of(spark, census.edges(), census.integerIds()).write().parquet(vertices);
    Dataset<Row> numbered = numbered(census.edges(), spark.read().parquet(vertices), graph);
    Map<String, Object> facts = new HashMap<>(census.facts());
    int parts = FileParts.of(rows(facts, graph), EdgeTable.ROW_BYTES, Slots.known(spark.sparkContext()));
    sorted(graph.isWeighted() ? weighted(numbered) : numbered.drop("weight"), parts).write()
        .parquet(places.edges().toString());
    facts.put("columns", form.isParquet() ? parquet.told() : form.columns());
    return new Written(facts, census.bad(), census.integerIds());
  }

  private static Dataset<Row> numbered(Dataset<Row> edges, Dataset<Row> ids, GraphConfig graph) {
    Dataset<Row> source = ids.select(col("id").as("src"), col("raw").as("source"));
    Dataset<Row> target = ids.select(col("id").as("dst"), col("raw").as("target"));
    Dataset<Row> numbered =
        edges.join(source, "source").join(target, "target").select(col("src"), col("dst"), col("time"), col("weight"));
    if (!graph.directed()) {
      numbered = numbered.union(numbered.where(col("src").notEqual(col("dst")))
          .select(col("dst").as("src"), col("src").as("dst"), col("time"), col("weight")));
    }
    return numbered;
  }

  private static Dataset<Row> weighted(Dataset<Row> edges) {
    return edges.select(col("src"), col("dst"), lit(0L).as("time"),
        col("weight").cast(DataTypes.FloatType).as("weight"));
  }

  /** Rows at most. */
  private static long rows(Map<String, Object> facts, GraphConfig graph) {
    return ((long) facts.get("lines") - (long) facts.get("comments")) * (graph.directed() ? 1 : 2);
  }

  private static Dataset<Row> sorted(Dataset<Row> edges, int parts) {
    Column[] order = Stream.of("time", "src", "dst", "weight")
        .filter(Arrays.asList(edges.columns())::contains)
        .map(functions::col)
        .toArray(Column[]::new);
    return edges.repartitionByRange(parts, order).sortWithinPartitions(order);
  }

  private Dataset<Row> parse(List<EdgeLines.Range> ranges) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    JavaRDD<Row> rows = context.parallelize(ranges, Math.max(1, ranges.size()))
        .flatMap(new EdgeLines(new SerializableConfiguration(warehouse.configuration())));
    return spark.createDataFrame(rows, EdgeLines.SCHEMA);
  }
}
