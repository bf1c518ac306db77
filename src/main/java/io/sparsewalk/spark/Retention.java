package io.sparsewalk.spark;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.table.CompactedFile;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.RowFile;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableSchema;
import io.sparsewalk.table.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Keeps the last sweeps of a name. What is deleted is gone; readers that are at it fail rather than see a part. */
public final class Retention {
  private static final String SWEEP = "sweep_id=";
  /** What {@code Sweep.id} puts behind a name. */
  private static final Pattern HASH = Pattern.compile("-[0-9a-f]{8}$");
  /** Those with a directory per sweep, the rows that make others count first. */
  private static final List<TableSchema> TABLES = SweepTables.ALL.stream()
      .filter(table -> table.partitions().get(0).name().equals("sweep_id"))
      .sorted(Comparator.comparing(table -> !table.equals(SweepTables.TRIALS)))
      .toList();

  private final SparkSession spark;
  private final Warehouse warehouse;

  /** Of a warehouse. */
  public Retention(SparkSession spark, Warehouse warehouse) {
    this.spark = spark;
    this.warehouse = warehouse;
  }

  /**
   * What would go.
   *
   * @param sweeps their identities
   * @param stages directories of outputs that only these sweeps are made from
   */
  public record Plan(List<String> sweeps, List<Path> stages) {}

  /**
   * Chooses all sweeps but the last of each name, by when their last trial ended.
   *
   * @param name of a job; empty: every one
   * @param before which the last trial of a sweep must have ended, and before which a job must have relied on an output, for it to go
   * @throws DataRefusedException if a manifest or a trial cannot be read, as then nobody knows what it stands on
   */
  public Plan plan(String name, int keep, Instant before) {
    Map<String, Instant> ended = new HashMap<>();
    for (TableSchema table : List.of(SweepTables.TRIALS, SweepTables.FAILURES)) {
      for (FileStatus file : RowFile.list(warehouse, warehouse.table(table.name()))) {
        Path sweep = file.getPath().getParent().getParent();
        if (sweep.getName().startsWith(SWEEP)) {
          ended.merge(sweep.getName().substring(SWEEP.length()), Instant.ofEpochMilli(file.getModificationTime()),
              (one, other) -> one.isAfter(other) ? one : other);
        }
      }
    }
    Map<String, List<String>> byName = ended.keySet()
        .stream()
        .filter(sweep -> name.isEmpty() || nameOf(sweep).equals(name))
        .sorted(Comparator.comparing((String sweep) -> ended.get(sweep)).reversed())
        .collect(Collectors.groupingBy(Retention::nameOf, TreeMap::new, Collectors.toList()));
    List<String> gone = new ArrayList<>();
    byName.values()
        .forEach(
            sweeps -> sweeps.stream().skip(keep).filter(sweep -> ended.get(sweep).isBefore(before)).forEach(gone::add));
    return new Plan(List.copyOf(gone), stages(Set.copyOf(gone), before));
  }

  private static String nameOf(String sweep) {
    return HASH.matcher(sweep).replaceFirst("");
  }

  private List<Path> stages(Set<String> gone, Instant before) {
    if (gone.isEmpty()) {
      return List.of();
    }
    try {
      StageUse use = new StageUse(warehouse);
      return use
          .released(use.named(spark, directory -> gone.contains(directory.substring(SWEEP.length()))),
              use.named(spark, directory -> !gone.contains(directory.substring(SWEEP.length()))))
          .stream()
          .filter(stage -> written(new Path(stage, Manifest.FILE)).isBefore(before))
          .toList();
    } catch (Exception e) {
      // Spark's own is checked, but thrown undeclared.
      throw TaskFailures.refusal(e);
    }
  }

  private Instant written(Path file) {
    try {
      return Instant
          .ofEpochMilli(file.getFileSystem(warehouse.configuration()).getFileStatus(file).getModificationTime());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + file, e);
    }
  }

  /** Deletes what was chosen: rows first, so that whatever is left when it is killed is nobody's. */
  public void delete(Plan plan) {
    for (String sweep : plan.sweeps()) {
      CompactedFile.drop(warehouse, sweep);
      warehouse.discardReports(sweep);
      TABLES.forEach(table -> warehouse.discard(warehouse.sweep(table.name(), sweep)));
    }
    for (Path stage : plan.stages()) {
      // The manifest first: what is without one does not exist.
      warehouse.discard(new Path(stage, Manifest.FILE));
      warehouse.discard(stage);
    }
  }
}
