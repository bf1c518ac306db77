package io.sparsewalk.table;

import io.sparsewalk.common.DataRefusedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What writers have left in a warehouse that no reader reads: they were killed, or are still at work. Which of the two, only the age
 * tells: a writer that goes on with what another one left makes it young again, and so does a job that relies on a table.
 */
public final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final String NEITHER_DRAFT = "_SUCCESS";

  private final Warehouse warehouse;
  private final List<Leftover> found = new ArrayList<>();

  private Leftovers(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** Why nobody reads it. */
  public enum Kind {
    SCRATCH("scratch of a writer"), CHECKPOINT("state of a training that was cut off"),
    COMPACTED("compacted rows of a sweep that is gone"), ATTEMPT("an attempt that no manifest names"),
    DRAFT("a draft beside published files"), ORPHAN("rows of a trial that has no row in trials");

    private final String meaning;

    Kind(String meaning) {
      this.meaning = meaning;
    }

    /** In a phrase. */
    public String meaning() {
      return meaning;
    }
  }

  /**
   * A file or directory that no reader reads.
   *
   * @param stage the stage's directory of an attempt or draft, the trial's own in {@code trials} of an orphan; null for the
   *     others
   * @param bytes of its files
   * @param written when its newest file was written
   */
  public record Leftover(Kind kind, Path path, Path stage, long bytes, Instant written) {}

  /** All of them, by path. */
  public static List<Leftover> of(Warehouse warehouse) {
    Leftovers leftovers = new Leftovers(warehouse);
    for (FileStatus scratch : leftovers.list("_attempts/*")) {
      leftovers.add(Kind.SCRATCH, scratch, null);
    }
    for (FileStatus checkpoint : leftovers.list(Warehouse.CHECKPOINTS + "/*/*")) {
      leftovers.add(Kind.CHECKPOINT, checkpoint, null);
    }
    for (FileStatus data : leftovers.list("*/fingerprint=*/" + Warehouse.DATA)) {
      leftovers.addStage(data.getPath());
    }
    SweepTables.OF_TRIALS.forEach(leftovers::addOrphans);
    for (Path compacted : CompactedFile.all(warehouse)) {
      leftovers.addCompacted(compacted.getParent());
    }
    return List.copyOf(leftovers.found);
  }

  private void addStage(Path data) {
    Path stage = data.getParent();
    Set<String> named;
    try {
      named = named(stage);
    } catch (DataRefusedException e) {
      // Nobody can say what a damaged manifest names.
      return;
    }
    for (FileStatus attempt : list(data)) {
      String name = Warehouse.DATA + "/" + attempt.getPath().getName() + "/";
      if (named.stream().noneMatch(file -> file.startsWith(name))) {
        add(Kind.ATTEMPT, attempt, stage);
        continue;
      }
      for (FileStatus file : list(attempt.getPath())) {
        String draft = file.getPath().getName();
        if (draft.startsWith("_") && !draft.equals(NEITHER_DRAFT) && !named.contains(name + draft)) {
          add(Kind.DRAFT, file, stage);
        }
      }
    }
  }

  /** The files of a stage, none if it has no manifest. */
  private Set<String> named(Path stage) {
    Set<String> named = new HashSet<>();
    if (warehouse.exists(new Path(stage, Manifest.FILE))) {
      Manifest.read(warehouse, stage).files().forEach(file -> named.add(file.name()));
    }
    return named;
  }

  private void addOrphans(TableSchema table) {
    for (FileStatus file : RowFile.found(warehouse, warehouse.table(table.name()))) {
      Path trial = file.getPath().getParent();
      if (RowFile.isOf(table, warehouse, file.getPath())) {
        Path own = new Path(new Path(warehouse.table(SweepTables.TRIALS.name()), trial.getParent().getName()),
            trial.getName());
        if (!RowFile.isIn(warehouse, own)) {
          add(Kind.ORPHAN, file, own);
        }
      }
    }
  }

  private void addCompacted(Path sweep) {
    Path own = new Path(warehouse.table(sweep.getParent().getName()), sweep.getName());
    if (!warehouse.exists(own)) {
      try {
        add(Kind.COMPACTED, sweep.getFileSystem(warehouse.configuration()).getFileStatus(sweep), null);
      } catch (FileNotFoundException e) {
        LOG.debug("somebody was faster", e);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot look at " + sweep, e);
      }
    }
  }

  private void add(Kind kind, FileStatus status, Path stage) {
    long bytes = 0;
    long newest = 0;
    List<FileStatus> files = status.isFile() ? List.of(status) : below(status.getPath());
    for (FileStatus file : files) {
      bytes += file.getLen();
      newest = Math.max(newest, file.getModificationTime());
    }
    // Stores have no directories, so what they say of one is not when something was written.
    long written = files.isEmpty() ? status.getModificationTime() : newest;
    found.add(new Leftover(kind, status.getPath(), stage, bytes, Instant.ofEpochMilli(written)));
  }

  private List<FileStatus> below(Path directory) {
    List<FileStatus> files = new ArrayList<>();
    try {
      RemoteIterator<LocatedFileStatus> all =
          directory.getFileSystem(warehouse.configuration()).listFiles(directory, true);
      while (all.hasNext()) {
        files.add(all.next());
      }
    } catch (FileNotFoundException e) {
      // Its writer was faster.
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
    return files;
  }

  private List<FileStatus> list(Path directory) {
    try {
      return List.of(directory.getFileSystem(warehouse.configuration()).listStatus(directory));
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }

  private List<FileStatus> list(String pattern) {
    Path glob = new Path(warehouse.root(), pattern);
    try {
      FileStatus[] all = glob.getFileSystem(warehouse.configuration()).globStatus(glob);
      return all == null ? List.of() : List.of(all);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + glob, e);
    }
  }

  /**
   * Deletes one, after another look whether it is still nobody's and as old as it was.
   *
   * @return false if it is not: then it stays
   */
  public static boolean remove(Warehouse warehouse, Leftover leftover) {
    Leftovers now = new Leftovers(warehouse);
    try {
      FileSystem files = leftover.path().getFileSystem(warehouse.configuration());
      FileStatus status = files.getFileStatus(leftover.path());
      switch (leftover.kind()) {
        case SCRATCH, CHECKPOINT -> now.add(leftover.kind(), status, null);
        case COMPACTED -> now.addCompacted(leftover.path());
        case ATTEMPT, DRAFT -> now.addStage(new Path(leftover.stage(), Warehouse.DATA));
        case ORPHAN -> {
          if (!RowFile.isIn(warehouse, leftover.stage())) {
            now.add(Kind.ORPHAN, status, leftover.stage());
          }
        }
      }
      return now.found.contains(leftover) && files.delete(leftover.path(), true);
    } catch (FileNotFoundException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + leftover.path(), e);
    }
  }
}
