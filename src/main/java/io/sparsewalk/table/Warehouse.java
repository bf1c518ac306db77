package io.sparsewalk.table;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * All tables of one root directory, on any Hadoop file system or object store. Nothing is renamed but single files.
 *
 * <pre>
 * ROOT/edges/fingerprint=F/_manifest.json                  stage tables: the manifest names the files of the table
 * ROOT/edges/fingerprint=F/_data/UUID/part-*.parquet       files of one attempt, unpublished until a manifest names them
 * ROOT/trials/sweep_id=S/trial_id=T/part-0.parquet         sweep tables: the file is whole as soon as it is there
 * ROOT/compacted/trials/sweep_id=S/part-0.parquet          the same rows once more, of a whole sweep
 * ROOT/_attempts/UUID                                      scratch, which its writer removes
 * ROOT/_checkpoints/sweep_id=S/trial_id=T                  state of a training that runs, or was cut off
 * </pre>
 *
 * <p>The manifest of a stage is written last, as one object, and makes its files exist; a sweep table has one file per trial, which
 * is such an object itself. A killed writer leaves files in {@code _data} that no manifest names and scratch in {@code _attempts};
 * no reader sees either.
 */
public final class Warehouse implements Serializable {
  /** Where the files of attempts are, inside the directory of a stage; readers of directories pass by what begins so. */
  public static final String DATA = "_data";
  private static final long serialVersionUID = 1L;
  private static final String TRIAL = "trial_id=";
  static final String CHECKPOINTS = "_checkpoints";

  private final String root;
  private final SerializableConfiguration configuration;

  public Warehouse(String root, Configuration configuration) {
    this.configuration = new SerializableConfiguration(configuration);
    try {
      Path path = new Path(root);
      this.root = path.getFileSystem(configuration).makeQualified(path).toString();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open the warehouse " + root, e);
    }
  }

  public Path root() {
    return new Path(root);
  }

  public Configuration configuration() {
    return configuration.value();
  }

  /** The directory of a whole table. */
  public Path table(String table) {
    return new Path(root, table);
  }

  /** The directory of one stage's output. */
  public Path stage(String table, String fingerprint) {
    return new Path(table(table), "fingerprint=" + fingerprint);
  }

  /** The directory of a sweep inside a sweep table. */
  public Path sweep(String table, String sweepId) {
    return new Path(table(table), "sweep_id=" + sweepId);
  }

  /** The directory of one trial inside a sweep table. */
  public Path trial(String table, String sweepId, String trialId) {
    return new Path(sweep(table, sweepId), TRIAL + trialId);
  }

  /** The file of a training's state while it runs. */
  public Path checkpoint(String sweepId, String trialId) {
    return trial(CHECKPOINTS, sweepId, trialId);
  }

  /** The directory of the leak audit of one seed of a sweep. */
  public Path audit(String sweepId, long seed) {
    return new Path(sweep(SweepTables.AUDITS.name(), sweepId), "audit_id=seed-" + seed);
  }

  public boolean exists(Path path) {
    try {
      return path.getFileSystem(configuration()).exists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + path, e);
    }
  }

  /**
   * The trials that have a file in a sweep table, with one listing. One that is empty, as after a crash of the machine, is none: who writes
   * the rows again writes it anew.
   *
   * @return their identities; empty if the sweep has none there
   */
  public Set<String> publishedTrials(String table, String sweepId) {
    Path sweep = sweep(table, sweepId);
    Set<String> trials = new HashSet<>();
    for (FileStatus file : RowFile.found(this, sweep)) {
      String name = file.getPath().getParent().getName();
      if (file.getLen() > 0 && name.startsWith(TRIAL) && file.getPath().getParent().getParent().equals(sweep)) {
        trials.add(name.substring(TRIAL.length()));
      }
    }
    return trials;
  }

  /** Writes a file whole, in the place of an older one if there is one: a reader finds the one or the other. */
  public void replace(Path file, byte[] content) {
    new WholeFile(this, file).replace(content);
  }

  /** Where the report of a sweep stays when later sweeps have theirs. */
  public Path datedReport(String job, LocalDate day, String sweepId) {
    return new Path(root, "reports/" + job + "/" + day + "-" + sweepId + ".html");
  }

  /** Deletes the reports of a sweep that {@link #datedReport} names. */
  public void discardReports(String sweepId) {
    Path pattern = new Path(root, "reports/*/????-??-??-" + sweepId + ".html");
    try {
      FileStatus[] reports = pattern.getFileSystem(configuration()).globStatus(pattern);
      for (FileStatus report : reports == null ? new FileStatus[0] : reports) {
        discard(report.getPath());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the reports of " + root, e);
    }
  }

  /** A fresh name for scratch, a file or a directory; the writer creates and discards it. */
  public Path newAttempt() {
    return new Path(new Path(root, "_attempts"), UUID.randomUUID().toString());
  }

  /**
   * A fresh directory name for the files of one attempt at a stage, in their final place; the writer creates it. On a disk its parent
   * is made here, so that a task that does not find that knows that it has another disk.
   */
  public Path newData(Path stage) {
    Path data = new Path(stage, DATA);
    try {
      if (isDisk(data)) {
        data.getFileSystem(configuration()).mkdirs(data);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + data, e);
    }
    return new Path(data, UUID.randomUUID().toString());
  }

  static boolean isDisk(Path path) {
    return "file".equals(path.toUri().getScheme());
  }

  /** Deletes what an attempt has written; a missing one is fine. */
  public void discard(Path attempt) {
    try {
      attempt.getFileSystem(configuration()).delete(attempt, true);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + attempt, e);
    }
  }
}
