package io.sparsewalk.spark.sweep;

import io.sparsewalk.sweep.Trial;
import io.sparsewalk.table.CompactedFile;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.Warehouse;
import java.util.List;
import java.util.Set;

/** Which trials of a sweep have ended, as of the moment that its tables were listed: once each, whatever the number of trials. */
public final class SweepProgress {
  private final Warehouse warehouse;
  private final Sweep sweep;
  private final Set<String> finished;
  private final Set<String> failed;

  public SweepProgress(Warehouse warehouse, Sweep sweep) {
    this.warehouse = warehouse;
    this.sweep = sweep;
    finished = warehouse.publishedTrials(SweepTables.TRIALS.name(), sweep.id());
    failed = warehouse.publishedTrials(SweepTables.FAILURES.name(), sweep.id());
  }

  /** True if a trial of the sweep has finished, of these settings or of others that belong to the same sweep. */
  public boolean hasFinishedTrials() {
    return !finished.isEmpty();
  }

  /** True if a trial of the sweep has ended, one way or the other. */
  public boolean isBegun() {
    return !finished.isEmpty() || !failed.isEmpty();
  }

  /** The trials that have not ended yet, one way or the other. */
  public List<Trial> missing(List<Trial> trials) {
    return trials.stream().filter(trial -> {
      String id = sweep.trialId(trial);
      return !finished.contains(id) && !failed.contains(id);
    }).toList();
  }

  /** How many trials have finished. */
  public int finished(List<Trial> trials) {
    return (int) trials.stream().filter(trial -> finished.contains(sweep.trialId(trial))).count();
  }

  /** The trials that failed. A failure is a property of the training, which is deterministic: trying again changes nothing, unless the code has. */
  public List<Trial> failed(List<Trial> trials) {
    return trials.stream().filter(trial -> failed.contains(sweep.trialId(trial))).toList();
  }

  /**
   * Deletes the rows of those that failed, which are missing then.
   *
   * @return how many
   */
  public int forgetFailures(List<Trial> trials) {
    List<Trial> all = failed(trials);
    if (!all.isEmpty()) {
      CompactedFile.drop(warehouse, SweepTables.FAILURES, sweep.id());
    }
    for (Trial trial : all) {
      warehouse.discard(warehouse.trial(SweepTables.FAILURES.name(), sweep.id(), sweep.trialId(trial)));
    }
    return all.size();
  }
}
