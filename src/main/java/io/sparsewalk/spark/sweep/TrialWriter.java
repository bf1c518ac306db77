package io.sparsewalk.spark.sweep;

import io.sparsewalk.sweep.Trial;
import io.sparsewalk.sweep.TrialOutcome;
import io.sparsewalk.table.RowFile;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableRow;
import io.sparsewalk.table.TableSchema;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.trainer.TrialFacts;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** Publishes the rows of a trial: what belongs to it first, its own row last, so that a trial that is there is complete. */
final class TrialWriter {
  private final Warehouse warehouse;
  private final Sweep sweep;
  private final TrialRows rows;

  TrialWriter(Warehouse warehouse, Sweep sweep, TrialFacts facts, TrialRows.Place place) {
    this.warehouse = warehouse;
    this.sweep = sweep;
    rows = new TrialRows(sweep, facts, place);
  }

  void publish(TrialOutcome outcome) {
    if (outcome instanceof TrialOutcome.Failed failed) {
      publish(SweepTables.FAILURES, failed.trial(), List.of(rows.failure(failed)));
      return;
    }
    TrialOutcome.Finished finished = (TrialOutcome.Finished) outcome;
    Trial trial = finished.trial();
    publish(SweepTables.EPOCHS, trial, TrialRows.epochs(finished));
    publish(SweepTables.LAYERS, trial, TrialRows.layers(finished));
    publish(SweepTables.RANKINGS, trial, TrialRows.rankings(finished));
    publish(SweepTables.CONFUSIONS, trial, TrialRows.confusions(finished));
    if (sweep.execution().savePredictions()) {
      publish(SweepTables.PREDICTIONS, trial, rows.predictions(finished.scores()));
    }
    if (sweep.execution().saveModels()) {
      publish(SweepTables.PARAMETERS, trial, TrialRows.parameters(finished.weights()));
    }
    publish(SweepTables.TRIALS, trial, List.of(rows.trial(finished)));
  }

  private void publish(TableSchema table, Trial trial, List<TableRow> content) {
    if (content.isEmpty()) {
      return;
    }
    Path draft = warehouse.newAttempt();
    RowFile.write(warehouse, draft, table, content);
    warehouse.publish(draft, warehouse.trial(table.name(), sweep.id(), sweep.trialId(trial)));
  }
}
