package io.sparsewalk.pipeline;

import io.sparsewalk.common.SparsewalkException;
import io.sparsewalk.common.SparsewalkException.Category;
import io.sparsewalk.table.PastRun;
import io.sparsewalk.table.RunLog;
import io.sparsewalk.table.Warehouse;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The runs of a job by what a person calls them; no session is needed. */
public final class PastRuns {
  /** The newest run that ended well. */
  public static final String LATEST = "latest";
  /** The newest run that ended well and is of another sweep than the latest: of other data, settings or code. */
  public static final String PREVIOUS = "previous";
  private static final int NAMED = 5;

  private final String job;
  private final RunLog log;

  /**
   * The runs of a job.
   *
   * @param job name of it
   */
  public PastRuns(Warehouse warehouse, String job) {
    this.job = job;
    log = new RunLog(warehouse, job);
  }

  private Optional<PastRun> latest() {
    return newest(run -> true);
  }

  private Optional<PastRun> newest(Predicate<PastRun> wanted) {
    return log.newestFirst().filter(run -> run.status().isWell()).filter(wanted).findFirst();
  }

  /**
   * A run with its sweep.
   *
   * @param word the identity of a run, {@link #LATEST} or {@link #PREVIOUS}
   * @throws SparsewalkException if there is none, or it ended before it had a sweep
   */
  public PastRun named(String word) {
    Optional<PastRun> run = switch (word) {
      case LATEST -> latest();
      case PREVIOUS -> latest().flatMap(latest -> newest(other -> !other.sweepId().equals(latest.sweepId())));
      default -> log.newestFirst().filter(other -> other.id().equals(word)).findFirst();
    };
    if (run.isPresent() && run.get().sweepId().isEmpty()) {
      throw refused("run " + word + " was " + run.get().status().word() + " before it had trials");
    }
    return run.orElseThrow(() -> refused(word.equals(LATEST) ? "no run of " + job + " has ended well yet"
        : word.equals(PREVIOUS) ? "no run of " + job + " before the latest is of other data, settings or code"
            : "there is no run " + word + " of " + job));
  }

  private SparsewalkException refused(String why) {
    List<PastRun> newest = log.newestFirst().limit(NAMED).toList();
    return new SparsewalkException(Category.DATA,
        why + (newest.isEmpty() ? "; 'sparsewalk pipeline JOB.conf' makes one" : "; the newest are "
            + newest.stream().map(run -> run.id() + " (" + run.status().word() + ")").collect(Collectors.joining(", "))
            + "; latest, previous or an identity can be named"));
  }
}
