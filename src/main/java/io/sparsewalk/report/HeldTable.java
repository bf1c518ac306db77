package io.sparsewalk.report;

import io.sparsewalk.table.CompactedFile;
import io.sparsewalk.table.RowFile;
import io.sparsewalk.table.TableSchema;
import io.sparsewalk.table.Warehouse;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.sources.PrunedFilteredScan;
import org.apache.spark.sql.types.StructType;

/**
 * A table of many small files, which the driver reads once, when a query first asks for it. A file per trial has a few rows: a scan by
 * Spark opens every file for every query, and plans a task for it, which costs far more than what is read.
 */
final class HeldTable extends BaseRelation implements PrunedFilteredScan {
  /** A file on an object store takes two round trips, which pass side by side. */
  private static final int READERS = 16;
  /** What is held takes up to five times the bytes of its files, and all of it at most a third of the heap. */
  private static final int SHARE_OF_HEAP = 16;

  private final SparkSession spark;
  private final Warehouse warehouse;
  private final TableSchema table;
  private final List<FileStatus> files;
  private final List<CompactedFile> compacted;
  /** Of files that cannot be read, why. */
  private final Map<Path, RuntimeException> damaged = new LinkedHashMap<>();
  private Broadcast<Row[]> rows;

  /**
   * Reads nothing yet.
   *
   * @param compacted which stand for some of the files
   */
  HeldTable(SparkSession spark, Warehouse warehouse, TableSchema table, List<FileStatus> files,
      List<CompactedFile> compacted) {
    this.compacted = List.copyOf(compacted);
    this.spark = spark;
    this.warehouse = warehouse;
    this.table = table;
    this.files = List.copyOf(files);
  }

  /** True if the rows of some files can be held beside those of the other tables. */
  static boolean fits(List<FileStatus> files, List<CompactedFile> compacted) {
    long instead = compacted.stream().mapToLong(CompactedFile::bytes).sum();
    return instead + bytes(others(files, covered(compacted))) <= Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
  }

  private static Set<Path> covered(List<CompactedFile> compacted) {
    Set<Path> covered = new HashSet<>();
    compacted.forEach(each -> covered.addAll(each.covered()));
    return covered;
  }

  private static List<FileStatus> others(List<FileStatus> files, Set<Path> covered) {
    return files.stream().filter(file -> !covered.contains(file.getPath())).toList();
  }

  private static long bytes(List<FileStatus> files) {
    return files.stream().mapToLong(FileStatus::getLen).sum();
  }

  @Override
  public SQLContext sqlContext() {
    return spark.sqlContext();
  }

  @Override
  public StructType schema() {
    return table.sparkSchema();
  }

  @Override
  public long sizeInBytes() {
    return bytes(files);
  }

  /** A file that cannot be read refuses the queries that may need it. */
  @Override
  public RDD<Row> buildScan(String[] columns, Filter[] filters) {
    StructType schema = schema();
    int[] places = Arrays.stream(columns).mapToInt(schema::fieldIndex).toArray();
    Broadcast<Row[]> held = rows();
    damaged.forEach((file, why) -> {
      if (new PlaceFilter(RowFile.places(file, table)).mayPass(filters)) {
        throw why;
      }
    });
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(List.of(0), 1)
        .flatMap(one -> picked(held.value(), places))
        .rdd();
  }

  private static Iterator<Row> picked(Row[] rows, int[] places) {
    return Arrays.stream(rows)
        .map(row -> RowFactory.create(Arrays.stream(places).mapToObj(row::get).toArray()))
        .iterator();
  }

  /** By broadcast, so that no task carries them. */
  private synchronized Broadcast<Row[]> rows() {
    if (rows == null) {
      rows = JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(read());
    }
    return rows;
  }

  private Row[] read() {
    ExecutorService readers = Executors.newFixedThreadPool(Math.min(READERS, files.size()));
    Map<Path, List<Object[]>> cells = new HashMap<>();
    try {
      compacted.forEach(each -> cells.putAll(each.cells()));
      Map<Path, Future<List<Object[]>>> readings = new LinkedHashMap<>();
      for (FileStatus file : others(files, cells.keySet())) {
        readings.put(file.getPath(),
            readers.submit(() -> RowFile.cells(warehouse.configuration(), file.getPath(), table)));
      }
      for (Map.Entry<Path, Future<List<Object[]>>> reading : readings.entrySet()) {
        try {
          cells.put(reading.getKey(), reading.getValue().get());
        } catch (ExecutionException e) {
          damaged.put(reading.getKey(), e.getCause() instanceof RuntimeException why ? why
              : new IllegalStateException("cannot read " + reading.getKey(), e.getCause()));
        }
      }
      // In one order wherever they come from: sums of the same rows are the same to the last bit.
      return files.stream()
          .flatMap(file -> cells.getOrDefault(file.getPath(), List.of()).stream())
          .map(row -> RowFactory.create(external(row)))
          .toArray(Row[]::new);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the table " + table.name() + " was read", e);
    } finally {
      readers.shutdownNow();
    }
  }

  /** As rows of Spark have moments. */
  private static Object[] external(Object[] cells) {
    for (int c = 0; c < cells.length; c++) {
      if (cells[c] instanceof Instant moment) {
        cells[c] = Timestamp.from(moment);
      }
    }
    return cells;
  }
}
