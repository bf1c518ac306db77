package io.sparsewalk.spark.sweep;

import io.sparsewalk.dataset.LeakAudit;
import io.sparsewalk.spark.examples.ExampleFiles;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.RowFile;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableRow;
import io.sparsewalk.table.Warehouse;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** What the examples of a sweep leak, by seed: the figures of their manifest as rows of the table {@code audits}. */
final class AuditRows {
  private AuditRows() {}

  /** Publishes those of the seeds that have none yet. */
  static void publish(Warehouse warehouse, Sweep sweep) {
    sweep.anyEmbedding().forEach((seed, inputs) -> {
      Path target = warehouse.audit(sweep.id(), seed);
      if (RowFile.isIn(warehouse, target)) {
        return;
      }
      Manifest examples = Manifest.read(warehouse, warehouse.stage(ExampleFiles.TABLE, inputs.examples()));
      RowFile.publish(warehouse, target, SweepTables.AUDITS, of(sweep, seed, examples), List.of());
    });
  }

  private static List<TableRow> of(Sweep sweep, long seed, Manifest examples) {
    List<TableRow> rows = new ArrayList<>();
    for (LeakAudit.Figure figure : ExampleFiles.audit(examples)) {
      rows.add(row(sweep, seed, figure.name(), figure.value()).set("note", figure.note()));
    }
    boolean onTest = sweep.recipe().training().reportBestOnTest();
    rows.add(row(sweep, seed, "epochs_chosen_on_test", onTest ? 1 : 0).set("note",
        "1: the dense start of SLR is the epoch that is best on test, and so is best_on_test_accuracy; 0: validation chooses"));
    return rows;
  }

  private static TableRow row(Sweep sweep, long seed, String name, double value) {
    return SweepTables.AUDITS.row()
        .set("dataset", sweep.dataset())
        .set("protocol", sweep.protocol())
        .set("seed", seed)
        .set("name", name)
        .set("value", value);
  }
}
