package io.sparsewalk.spark.sweep;

import io.sparsewalk.sweep.Trial;
import io.sparsewalk.sweep.TrialOutcome;
import io.sparsewalk.table.DataFile;
import io.sparsewalk.table.RowFile;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableRow;
import io.sparsewalk.table.TableSchema;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.trainer.TrialFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Publishes the rows of a trial: what belongs to it first, its own row last, so that a trial that is there is complete. The file of
 * that row has notes of the others, so that one that is lost or changed later is found.
 */
final class TrialWriter {
  private final Warehouse warehouse;
  private final Sweep sweep;
  private final TrialRows rows;

  TrialWriter(Warehouse warehouse, Sweep sweep, TrialRows.Place place) {
    this.warehouse = warehouse;
    this.sweep = sweep;
    rows = new TrialRows(sweep, place);
  }

  /** Publishes whatever comes of trials that train on the same data. */
  Consumer<TrialOutcome> over(TrainingInputs inputs, TrialFacts facts) {
    TrialRows.Data data = new TrialRows.Data(facts, inputs.embeddingBytes(warehouse));
    return outcome -> {
      if (outcome instanceof TrialOutcome.Failed failed) {
        publish(failed);
      } else {
        publish((TrialOutcome.Finished) outcome, data);
      }
    };
  }

  /** A failure needs no data. */
  void publish(TrialOutcome.Failed failed) {
    publish(SweepTables.FAILURES, failed.trial(), new ArrayList<>(), List.of(rows.failure(failed)));
  }

  private void publish(TrialOutcome.Finished finished, TrialRows.Data data) {
    List<DataFile> parts = new ArrayList<>();
    Trial trial = finished.trial();
    publish(SweepTables.EPOCHS, trial, parts, TrialRows.epochs(finished));
    publish(SweepTables.LAYERS, trial, parts, TrialRows.layers(finished));
    publish(SweepTables.RANKINGS, trial, parts, TrialRows.rankings(finished));
    publish(SweepTables.CONFUSIONS, trial, parts, TrialRows.confusions(finished));
    if (sweep.execution().savePredictions()) {
      publish(SweepTables.PREDICTIONS, trial, parts, TrialRows.predictions(data.facts(), finished.scores()));
    }
    if (sweep.execution().saveModels()) {
      publish(SweepTables.PARAMETERS, trial, parts, TrialRows.parameters(finished.weights()));
    }
    publish(SweepTables.TRIALS, trial, parts, List.of(rows.trial(finished, data)));
  }

  private void publish(TableSchema table, Trial trial, List<DataFile> parts, List<TableRow> content) {
    if (!content.isEmpty()) {
      parts.add(RowFile.publish(warehouse, warehouse.trial(table.name(), sweep.id(), sweep.trialId(trial)), table,
          content, parts));
    }
  }
}
