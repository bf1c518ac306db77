package io.sparsewalk.report;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;

import io.sparsewalk.common.SparsewalkException;
import io.sparsewalk.table.CompactedFile;
import io.sparsewalk.table.DataFile;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.RowFile;
import io.sparsewalk.table.StageTables;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableSchema;
import io.sparsewalk.table.Warehouse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
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
 * files written before a column existed have nulls in it. Rows of a trial are seen when its row in {@code trials} is. A stage's table is there once the stage has published.
 * What a view shows is what is published when it is registered; small tables are read when they are first asked for, and held. The
 * session must come from {@code SparkSessions}: it reads identities in directory names as strings and refuses corrupt
 * files.
 */
public final class Views {
  private static final StructType MANIFESTS = StructType
      .fromDDL("table_name string, fingerprint string, row_count bigint, byte_count bigint, inputs_json string");

  /** A table of a fingerprint, or of sweeps, as it is read. */
  private interface Reading {
    Dataset<Row> rows();
  }

  /** How a view is made, once those that it is made of are there. */
  private record Definition(Set<String> madeOf, Runnable making) {}

  private final SparkSession spark;
  private final Warehouse warehouse;
  private final Set<Path> leftOut;
  private final Map<Path, Manifest> manifests = new HashMap<>();
  private final Map<String, Definition> definitions = new LinkedHashMap<>();
  /** Null before the first view that needs them. */
  private Set<String> trials;

  /**
   * Registers nothing yet.
   *
   * @param margin of the view {@code recommendation}
   * @param leftOut files of rows, and manifests, that are passed by
   */
  public Views(SparkSession spark, Warehouse warehouse, Margin margin, Set<Path> leftOut) {
    this.spark = spark;
    this.warehouse = warehouse;
    this.leftOut = leftOut;
    sweepTables();
    define("trial_ratios", Set.of("trials"), () -> TrialRatios.of(spark.table("trials")));
    define("summary", Set.of("trial_ratios"), () -> Summary.of(spark.table("trial_ratios")));
    define("ranking_summary", Set.of("trial_ratios", "rankings"),
        () -> Summary.ofRankings(spark.table("trial_ratios"), spark.table("rankings")));
    define("comparisons", Set.of("trial_ratios", "failures"), () -> Comparisons.of(groups()));
    define("recommendation", Set.of("trial_ratios", "failures"), () -> Recommendation.of(groups(), margin));
    stageTables();
    SharedViews.of(Set.copyOf(definitions.keySet()))
        .forEach((name, query) -> define(name, ReadingSql.names(spark, query), () -> spark.sql(query)));
  }

  /**
   * Registers all views, in place of earlier ones of the same names.
   *
   * @param margin of the view {@code recommendation}
   */
  public static void register(SparkSession spark, Warehouse warehouse, Margin margin) {
    new Views(spark, warehouse, margin, Set.of()).register();
  }

  /** Registers all of them, in place of earlier ones of the same names. */
  public void register() {
    SharedViews.names().stream().filter(name -> !definitions.containsKey(name)).forEach(spark.catalog()::dropTempView);
    register(definitions.keySet());
  }

  /**
   * As {@link #register()}, some of them and those that they are made of.
   *
   * @param names in any case; others than those of views are passed by
   */
  public void register(Set<String> names) {
    if (!spark.catalog().functionExists(CosineSimilarity.NAME)) {
      spark.udf().register(CosineSimilarity.NAME, new CosineSimilarity(), DataTypes.DoubleType);
    }
    Set<String> made = new HashSet<>();
    names.forEach(name -> make(name.toLowerCase(Locale.ROOT), made));
  }

  private void make(String name, Set<String> made) {
    Definition definition = definitions.get(name);
    if (definition != null && made.add(name)) {
      definition.madeOf().forEach(other -> make(other, made));
      definition.making().run();
    }
  }

  private void define(String name, Set<String> madeOf, Reading view) {
    definitions.put(name, new Definition(madeOf, () -> view.rows().createOrReplaceTempView(name)));
  }

  private Dataset<Row> groups() {
    return TrialRatios.groups(spark.table("trial_ratios"), spark.table("failures"));
  }

  private void sweepTables() {
    for (TableSchema schema : SweepTables.ALL) {
      Path table = warehouse.table(schema.name());
      String root = table.toUri().getPath();
      define(schema,
          () -> rows(schema,
              RowFile.checked(warehouse, schema, leftOut)
                  .stream()
                  .filter(file -> !SweepTables.OF_TRIALS.contains(schema)
                      || trials().contains(file.getPath().getParent().toUri().getPath().substring(root.length())))
                  .toList()));
    }
  }

  /** The places of trials in their tables. A trial is there when its own row is: what others were published before is not seen. */
  private Set<String> trials() {
    if (trials == null) {
      String root = warehouse.table(SweepTables.TRIALS.name()).toUri().getPath();
      trials = RowFile.all(warehouse, SweepTables.TRIALS)
          .stream()
          .filter(file -> !leftOut.contains(file))
          .map(file -> file.getParent().toUri().getPath().substring(root.length()))
          .collect(Collectors.toSet());
    }
    return trials;
  }

  private Dataset<Row> rows(TableSchema schema, List<FileStatus> files) {
    if (files.isEmpty()) {
      return spark.createDataFrame(List.of(), schema.sparkSchema());
    }
    List<CompactedFile> compacted =
        CompactedFile.tables().contains(schema) ? CompactedFile.of(warehouse, schema, files) : List.of();
    if (!SweepTables.LARGE.contains(schema) && HeldTable.fits(files, compacted)) {
      return spark.baseRelationToDataFrame(new HeldTable(spark, warehouse, schema, files, compacted));
    }
    return read(spark.read().schema(schema.sparkSchema()), warehouse.table(schema.name()),
        files.stream().map(FileStatus::getPath).toList());
  }

  /** By their names: nothing else in the directories is a row. */
  private static Dataset<Row> read(DataFrameReader reader, Path table, List<Path> files) {
    return reader.option("basePath", table.toString())
        .parquet(files.stream().map(Path::toString).toArray(String[]::new));
  }

  /** The files that the manifests of stages name, by table. */
  private void stageTables() {
    Set<String> sweepTables = SweepTables.ALL.stream().map(TableSchema::name).collect(Collectors.toSet());
    Map<String, List<Path>> tables = new TreeMap<>();
    for (Path stage : Manifest.published(warehouse)) {
      String table = stage.getParent().getName();
      if (!sweepTables.contains(table) && !table.startsWith("_") && !leftOut.contains(new Path(stage, Manifest.FILE))) {
        tables.computeIfAbsent(table, name -> new ArrayList<>()).add(stage);
      }
    }
    tables.forEach((table, stages) -> define(schema(table), () -> rows(table, stages)));
    define("manifests", MANIFESTS, () -> spark.createDataFrame(manifests(tables), MANIFESTS));
  }

  /** A row per manifest. */
  private List<Row> manifests(Map<String, List<Path>> tables) {
    List<Row> rows = new ArrayList<>();
    tables.forEach((table, stages) -> stages.stream()
        .map(this::manifest)
        .forEach(manifest -> rows.add(RowFactory.create(table, manifest.fingerprint(), manifest.rows(),
            manifest.files().stream().mapToLong(DataFile::bytes).sum(), manifest.inputsJson()))));
    return rows;
  }

  private Manifest manifest(Path stage) {
    return manifests.computeIfAbsent(stage, path -> Manifest.read(warehouse, path));
  }

  private static TableSchema schema(String table) {
    return StageTables.ALL.stream()
        .filter(schema -> schema.name().equals(table))
        .findFirst()
        .orElseGet(() -> new TableSchema(table, "a table of another version", List.of(), List.of()));
  }

  private Dataset<Row> rows(String table, List<Path> stages) {
    List<Path> files = new ArrayList<>();
    for (Path stage : stages) {
      Manifest manifest = manifest(stage);
      manifest
          .withFiles(manifest.files().stream().filter(file -> !leftOut.contains(new Path(stage, file.name()))).toList())
          .paths(warehouse, stage)
          .forEach(files::add);
    }
    return files.isEmpty() ? spark.createDataFrame(List.of(), schema(table).sparkSchema())
        : UnreadableFileException.naming(() -> read(spark.read(), warehouse.table(table), files));
  }

  private void define(TableSchema schema, Reading reading) {
    define(schema.name(), schema.sparkSchema(), reading);
  }

  /** A table that is damaged refuses whoever reads it, and nobody else. */
  private void define(String name, StructType schema, Reading reading) {
    define(name, Set.of(), () -> {
      try {
        return reading.rows();
      } catch (SparsewalkException e) {
        return refusing(schema, UnreadableFileException.DAMAGED + name + " is damaged: " + e.getMessage());
      }
    });
  }

  private Dataset<Row> refusing(StructType schema, String complaint) {
    // In every column, too: of a null the optimizer would know that no condition holds.
    Column refusal = raise_error(lit(complaint));
    Column[] columns =
        Stream.of(schema.fields()).map(field -> refusal.cast(field.dataType()).as(field.name())).toArray(Column[]::new);
    return spark.range(1).where(refusal.isNull()).select(columns);
  }
}
