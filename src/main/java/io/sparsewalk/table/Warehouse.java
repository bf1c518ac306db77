package io.sparsewalk.table;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.spark.util.SerializableConfiguration;

/**
 * All tables of one root directory, on any Hadoop file system.
 *
 * <p>A published directory is immutable. Writers fill an attempt directory outside every table, then {@link #publish} it with
 * {@code FileContext.rename} (an atomic move on a local disk), which never replaces: of two writers of the same directory exactly
 * one wins, and a reader never sees half of one. ({@code FileSystem.rename} would nest the loser inside the winner and report
 * success.)
 *
 * <pre>
 * ROOT/edges/fingerprint=F/part-*.parquet                  stage tables, one directory per input and configuration
 * ROOT/trials/sweep_id=S/trial_id=T/part-0.parquet         sweep tables, one directory per trial
 * ROOT/_attempts/UUID/                                     work in progress
 * </pre>
 */
public final class Warehouse implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String TRIAL = "trial_id=";

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
   * The trials of a sweep that are published in a sweep table, with one listing of its directory.
   *
   * @return their identities; empty if the sweep has none there
   */
  public Set<String> publishedTrials(String table, String sweepId) {
    Path sweep = sweep(table, sweepId);
    Set<String> trials = new HashSet<>();
    try {
      for (FileStatus status : sweep.getFileSystem(configuration()).listStatus(sweep)) {
        String name = status.getPath().getName();
        if (status.isDirectory() && name.startsWith(TRIAL)) {
          trials.add(name.substring(TRIAL.length()));
        }
      }
      return trials;
    } catch (FileNotFoundException e) {
      return Set.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + sweep, e);
    }
  }

  /** A fresh directory name for work in progress; the writer creates it. */
  public Path newAttempt() {
    return new Path(new Path(root, "_attempts"), UUID.randomUUID().toString());
  }

  /**
   * Moves a finished attempt, a directory that is not empty, to its final place, or drops it when somebody else published first.
   *
   * @return true if this attempt is the published one
   * @throws UncheckedIOException if the file system refuses; nothing is published then
   */
  public boolean publish(Path attempt, Path target) {
    try {
      FileContext context = FileContext.getFileContext(target.toUri(), configuration());
      context.mkdir(target.getParent(), FsPermission.getDirDefault(), true);
      if ("file".equals(target.toUri().getScheme())) {
        // Hadoop's local rename looks first and moves then, and copies INTO a target that appears between the two.
        Files.move(local(attempt), local(target), StandardCopyOption.ATOMIC_MOVE);
      } else {
        context.rename(attempt, target, Options.Rename.NONE);
      }
      return true;
    } catch (IOException e) {
      if (exists(attempt) && exists(target)) {
        discard(attempt);
        return false;
      }
      throw new UncheckedIOException("cannot publish " + attempt + " as " + target, e);
    }
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  /** Deletes an attempt; a missing one is fine. */
  public void discard(Path attempt) {
    try {
      attempt.getFileSystem(configuration()).delete(attempt, true);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + attempt, e);
    }
  }
}
