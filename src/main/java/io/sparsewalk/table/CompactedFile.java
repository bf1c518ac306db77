package io.sparsewalk.table;

import static io.sparsewalk.common.Checks.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.table.TableSchema.Column;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.schema.MessageType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of all trials of a sweep in one table, as one file beside those of the trials: {@code ROOT/compacted/TABLE/sweep_id=S/part-0.parquet},
 * the column {@code trial_id} before the others. The files of the trials stay, so nobody who reads them sees anything change.
 *
 * <p>Its footer names every file that it was made from, with length, time and rows. A reader takes from it the rows of those that are still as
 * they were, and reads all others themselves: a file that is new, was written again or is gone is never hidden by an old copy.
 */
public final class CompactedFile {
  /** Its folder in the warehouse. */
  public static final String FOLDER = "compacted";
  private static final String SOURCES = "sparsewalk.compacted";
  private static final long LARGEST = 1L << 30;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Logger LOG = LoggerFactory.getLogger(CompactedFile.class);

  private final Warehouse warehouse;
  private final TableSchema table;
  private final FileStatus file;
  private final Map<String, Source> sources;
  /** By trial. */
  private final Map<String, Path> covered = new HashMap<>();

  /**
   * A file that it was made from.
   *
   * @param bytes its length
   * @param written when, in milliseconds
   */
  record Source(String trial, long bytes, long written, long rows) {

    boolean isOf(FileStatus file) {
      return file.getLen() == bytes && file.getModificationTime() == written;
    }
  }

  /**
   * @param files of the sweep that are there now
   */
  private CompactedFile(Warehouse warehouse, TableSchema table, FileStatus file, Map<String, Source> sources,
      List<FileStatus> files) {
    this.warehouse = warehouse;
    this.table = table;
    this.file = file;
    this.sources = sources;
    for (FileStatus each : files) {
      String trial = idOf(each, table);
      Source source = sources.get(trial);
      if (source != null && source.isOf(each)) {
        covered.put(trial, each.getPath());
      }
    }
  }

  /** The tables with small files: predictions and parameters of a trial are large enough as they are. */
  public static List<TableSchema> tables() {
    return SweepTables.ALL.stream()
        .filter(table -> table.partitions().stream().map(Column::name).toList().equals(List.of("sweep_id", "trial_id")))
        .filter(table -> !SweepTables.LARGE.contains(table))
        .toList();
  }

  /** The table as it is in a compacted file. */
  public static TableSchema schema(TableSchema table) {
    List<Column> columns = new ArrayList<>(List.of(table.partitions().get(1)));
    columns.addAll(table.columns());
    return new TableSchema(table.name(), table.meaning(), table.partitions().subList(0, 1), columns);
  }

  /** Where the compacted tables of a warehouse are. */
  static Path place(Warehouse warehouse, TableSchema table) {
    return new Path(warehouse.table(FOLDER), table.name());
  }

  private static Path directory(Warehouse warehouse, TableSchema table, String sweepId) {
    return new Path(place(warehouse, table), warehouse.sweep(table.name(), sweepId).getName());
  }

  /** All of a warehouse. */
  public static List<Path> all(Warehouse warehouse) {
    return tables().stream()
        .flatMap(table -> RowFile.found(warehouse, place(warehouse, table)).stream())
        .map(FileStatus::getPath)
        .toList();
  }

  /** Deletes those of a sweep, before its rows go. */
  public static void drop(Warehouse warehouse, String sweepId) {
    tables().forEach(table -> drop(warehouse, table, sweepId));
  }

  /** Deletes that of a table, before some of its rows go. */
  public static void drop(Warehouse warehouse, TableSchema table, String sweepId) {
    warehouse.discard(directory(warehouse, table, sweepId));
  }

  /**
   * What became of a sweep's rows in a table.
   *
   * @param before bytes of the files of the trials
   * @param after bytes of the one file
   * @param isNew false if it was up to date
   */
  public record Done(String table, String sweepId, int files, long before, long after, boolean isNew) {}

  /**
   * Makes the file of every sweep in a table, unless it is up to date.
   *
   * @param sweepId only of this one; empty: of every one
   * @throws DataRefusedException if a file cannot be read: what is damaged stays in sight
   */
  public static List<Done> write(Warehouse warehouse, TableSchema table, String sweepId) {
    Set<String> trials =
        RowFile.all(warehouse, SweepTables.TRIALS).stream().map(CompactedFile::trialOf).collect(Collectors.toSet());
    Map<String, List<FileStatus>> bySweep = bySweep(table,
        RowFile.checked(warehouse, table, Set.of())
            .stream()
            .filter(each -> !SweepTables.OF_TRIALS.contains(table) || trials.contains(trialOf(each.getPath())))
            .filter(each -> sweepId.isEmpty() || sweepOf(each.getPath(), table).equals(sweepId))
            .toList());
    Map<String, CompactedFile> there = found(warehouse, table, bySweep);
    List<Done> done = new ArrayList<>();
    bySweep.forEach((sweep, files) -> done.add(write(warehouse, table, files, Optional.ofNullable(there.get(sweep)))));
    return done;
  }

  /** A trial among all sweeps. */
  private static String trialOf(Path file) {
    return file.getParent().getParent().getName() + "/" + file.getParent().getName();
  }

  private static String sweepOf(Path file, TableSchema table) {
    return RowFile.places(file, table).get("sweep_id");
  }

  private static String idOf(FileStatus file, TableSchema table) {
    return RowFile.places(file.getPath(), table).get("trial_id");
  }

  private static Done write(Warehouse warehouse, TableSchema table, List<FileStatus> files,
      Optional<CompactedFile> there) {
    String sweepId = sweepOf(files.get(0).getPath(), table);
    long before = files.stream().mapToLong(FileStatus::getLen).sum();
    if (there.isPresent() && there.get().sources.size() == files.size() && there.get().covered.size() == files.size()) {
      return new Done(table.name(), sweepId, files.size(), before, there.get().bytes(), false);
    }
    check(before <= LARGEST, "the files of %s of the sweep %s have %s bytes together, of %s that one may have",
        table.name(), sweepId, before, LARGEST);
    TableSchema schema = schema(table);
    List<Source> sources = new ArrayList<>();
    List<Object[]> rows = new ArrayList<>();
    for (FileStatus each : files) {
      String trial = idOf(each, table);
      List<Object[]> own = RowFile.cells(warehouse.configuration(), each.getPath(), table);
      sources.add(new Source(trial, each.getLen(), each.getModificationTime(), own.size()));
      for (Object[] cells : own) {
        Object[] row = new Object[schema.columns().size()];
        row[0] = trial;
        System.arraycopy(cells, 0, row, 1, row.length - 1);
        rows.add(row);
      }
    }
    byte[] content = RowFile.encoded(warehouse, schema, rows, Map.of(SOURCES, json(sources)));
    warehouse.replace(new Path(directory(warehouse, table, sweepId), RowFile.NAME), content);
    return new Done(table.name(), sweepId, files.size(), before, content.length, true);
  }

  private static String json(List<Source> sources) {
    try {
      return JSON.writeValueAsString(sources);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("sources are plain values", e);
    }
  }

  /**
   * Those that stand for some files of a table; one that cannot be read is passed by.
   *
   * @param files of the table, those that are to be read
   */
  public static List<CompactedFile> of(Warehouse warehouse, TableSchema table, List<FileStatus> files) {
    return found(warehouse, table, bySweep(table, files)).values()
        .stream()
        .filter(each -> !each.covered.isEmpty())
        .toList();
  }

  private static Map<String, List<FileStatus>> bySweep(TableSchema table, List<FileStatus> files) {
    return files.stream()
        .collect(Collectors.groupingBy(each -> sweepOf(each.getPath(), table), TreeMap::new, Collectors.toList()));
  }

  private static Map<String, CompactedFile> found(Warehouse warehouse, TableSchema table,
      Map<String, List<FileStatus>> bySweep) {
    Map<String, CompactedFile> found = new HashMap<>();
    for (FileStatus file : RowFile.found(warehouse, place(warehouse, table))) {
      try (ParquetFileReader reader = DataFile.open(warehouse.configuration(), file.getPath())) {
        String notes = reader.getFileMetaData().getKeyValueMetaData().get(SOURCES);
        MessageType columns = reader.getFileMetaData().getSchema();
        // A footer has no checksum: a column of another name would be one of nulls.
        if (notes != null && schema(table).columns().stream().map(Column::name).allMatch(columns::containsField)) {
          Map<String, Source> sources = new LinkedHashMap<>();
          Arrays.stream(JSON.readValue(notes, Source[].class)).forEach(source -> sources.put(source.trial(), source));
          String sweep = sweepOf(file.getPath(), schema(table));
          found.put(sweep, new CompactedFile(warehouse, table, file, sources, bySweep.getOrDefault(sweep, List.of())));
        }
      } catch (IOException | RuntimeException e) {
        passedBy(file, e);
      }
    }
    return found;
  }

  private static void passedBy(FileStatus file, Exception why) {
    LOG.warn("{} is passed by, the files that it was made from are read; 'sparsewalk compact' makes it again: {}",
        file.getPath(), why.getMessage());
  }

  /** Its length. */
  public long bytes() {
    return file.getLen();
  }

  /** The files that it was asked about whose rows it has as they are now. */
  public Set<Path> covered() {
    return Set.copyOf(covered.values());
  }

  /**
   * The rows of {@link #covered} files, by file, in the order of {@link TableSchema#sparkSchema}; none at all if they cannot be had from here,
   * which is logged.
   */
  public Map<Path, List<Object[]>> cells() {
    Map<Path, List<Object[]>> byFile = new HashMap<>();
    covered.values().forEach(each -> byFile.put(each, new ArrayList<>()));
    int columns = table.columns().size();
    try {
      for (Object[] cells : RowFile.cells(warehouse.configuration(), file.getPath(), schema(table))) {
        Path own = covered.get((String) cells[0]);
        if (own != null) {
          Object[] row = new Object[columns + 2];
          System.arraycopy(cells, 1, row, 0, columns);
          row[columns] = cells[columns + 1];
          row[columns + 1] = cells[0];
          byFile.get(own).add(row);
        }
      }
      covered.forEach((trial, own) -> {
        if (byFile.get(own).size() != sources.get(trial).rows()) {
          throw new DataRefusedException("it has " + byFile.get(own).size() + " rows of the trial " + trial + ", not "
              + sources.get(trial).rows() + ", as it says");
        }
      });
      return byFile;
    } catch (RuntimeException e) {
      passedBy(file, e);
      return Map.of();
    }
  }
}
