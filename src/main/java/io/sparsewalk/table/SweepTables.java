package io.sparsewalk.table;

import io.sparsewalk.table.TableSchema.Column;
import io.sparsewalk.table.TableSchema.Kind;
import java.util.ArrayList;
import java.util.List;

/** The tables that sweeps and benchmarks leave behind. Columns are only ever added, never renamed. */
public final class SweepTables {
  private static final List<String> BY_TRIAL = List.of("sweep_id", "trial_id");

  /** One row a finished trial. */
  public static final TableSchema TRIALS = schema("trials", BY_TRIAL,
      Kind.STRING, "dataset protocol task embedding",
      Kind.DOUBLE, "embedding_density",
      Kind.STRING, "model method",
      Kind.DOUBLE, "sparsity achieved_sparsity",
      Kind.LONG, "seed",
      Kind.STRING, "engine",
      Kind.INT, "workers",
      Kind.DOUBLE, "accuracy auc average_precision auc_all average_precision_all best_on_test_accuracy"
          + " val_accuracy val_auc",
      Kind.INT, "best_epoch epochs",
      Kind.DOUBLE, "flops_paper",
      Kind.LONG, "flops_counted flops_dense",
      Kind.DOUBLE, "train_seconds",
      Kind.LONG, "parameters nonzeros",
      Kind.STRING, "stop_reason",
      Kind.INT, "attempt",
      Kind.STRING, "config_json code_version data_fingerprint",
      Kind.TIMESTAMP, "started_at ended_at",
      Kind.STRING, "host device slot",
      Kind.LONG, "bytes_moved memory_bytes",
      Kind.DOUBLE, "f1_micro f1_macro log_loss calibration_error flops_inference flops_inference_dense"
          + " flops_printed flops_corrected graph_sparsity inference_seconds",
      // sparsity is what the mask of the network that was tested removes, sparsity_requested the level of the grid.
      Kind.DOUBLE, "sparsity_requested",
      Kind.LONG, "zero_weights",
      Kind.STRING, "allocation structure vary",
      Kind.DOUBLE, "accuracy_se auc_se",
      Kind.LONG, "test_examples",
      Kind.DOUBLE, "test_share test_majority");

  /** One row an epoch of a trial, phases in order; the epoch counts through all phases from 1. */
  public static final TableSchema EPOCHS = schema("epochs", BY_TRIAL,
      Kind.STRING, "phase",
      Kind.INT, "epoch",
      Kind.DOUBLE, "loss val_accuracy val_auc learning_rate seconds density",
      Kind.LONG, "flops");

  /** One row a weight layer at every epoch of a trial. */
  public static final TableSchema LAYERS = schema("layers", BY_TRIAL,
      Kind.INT, "epoch layer rows columns",
      Kind.LONG, "nonzeros dropped grown",
      Kind.DOUBLE, "ever_active_share");

  /** One row a kind of negatives that the test edges of a trial are ranked against. */
  public static final TableSchema RANKINGS = schema("rankings", BY_TRIAL,
      Kind.STRING, "negatives",
      Kind.INT, "positives negatives_each",
      Kind.DOUBLE, "mrr hits_1 hits_3 hits_10 hits_50 auc");

  /** One row a class that test examples of a class are called, for node classification. */
  public static final TableSchema CONFUSIONS = schema("confusions", BY_TRIAL,
      Kind.INT, "actual predicted",
      Kind.LONG, "count");

  /** One row a trial that failed or diverged; {@code sparsity} is the level of the grid. */
  public static final TableSchema FAILURES = schema("failures", BY_TRIAL,
      Kind.STRING, "dataset protocol embedding method",
      Kind.DOUBLE, "sparsity",
      Kind.LONG, "seed",
      Kind.STRING, "exception message phase",
      Kind.INT, "epoch attempt",
      Kind.STRING, "config_json code_version host",
      Kind.TIMESTAMP, "ended_at");

  /** One row a test example of a trial, if {@code sweep.save-predictions}. */
  public static final TableSchema PREDICTIONS = schema("predictions", BY_TRIAL,
      Kind.INT, "src dst label",
      Kind.INT, "both_seen",
      Kind.DOUBLE, "score");

  /** One row a kept weight or a bias (input null) of the network that was tested, if {@code sweep.save-models}. */
  public static final TableSchema PARAMETERS = schema("parameters", BY_TRIAL,
      Kind.INT, "layer unit input",
      Kind.DOUBLE, "value");

  /** One row a figure of the leak audit, per seed of a sweep. */
  public static final TableSchema AUDITS = schema("audits", List.of("sweep_id", "audit_id"),
      Kind.STRING, "dataset protocol",
      Kind.LONG, "seed",
      Kind.STRING, "name",
      Kind.DOUBLE, "value",
      Kind.STRING, "note");

  /** One row a result of {@code bench}; a directory a run. */
  public static final TableSchema BENCHMARKS = schema("benchmarks", List.of("run_id"),
      Kind.STRING, "benchmark variant scale",
      Kind.INT, "threads",
      Kind.DOUBLE, "rate",
      Kind.STRING, "unit baseline",
      Kind.DOUBLE, "ratio bytes_per_item",
      Kind.LONG, "peak_bytes",
      Kind.TIMESTAMP, "measured_at",
      Kind.STRING, "code_version");

  /** All of them. */
  public static final List<TableSchema> ALL = List.of(TRIALS, EPOCHS, LAYERS, RANKINGS, CONFUSIONS, FAILURES, PREDICTIONS, PARAMETERS, AUDITS,
      BENCHMARKS);

  private SweepTables() {}

  private static TableSchema schema(String name, List<String> partitions, Object... kindsAndNames) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < kindsAndNames.length; i += 2) {
      for (String column : ((String) kindsAndNames[i + 1]).split(" ")) {
        columns.add(new Column(column, (Kind) kindsAndNames[i]));
      }
    }
    return new TableSchema(name, partitions, columns);
  }
}
