package io.sparsewalk.table;

import static io.sparsewalk.table.TableSchema.Column.integer;
import static io.sparsewalk.table.TableSchema.Column.moment;
import static io.sparsewalk.table.TableSchema.Column.real;
import static io.sparsewalk.table.TableSchema.Column.text;
import static io.sparsewalk.table.TableSchema.Column.whole;

import io.sparsewalk.table.TableSchema.Column;
import java.util.List;

/** The tables that sweeps and benchmarks leave behind. Columns are only ever added, never renamed. */
public final class SweepTables {
  private static final String SHARE = "share";
  private static final String COUNT = "count";
  private static final String FLOPS = "FLOPs";
  private static final String SECONDS = "seconds";
  private static final String BYTES = "bytes";
  private static final String OLDER = "an earlier version wrote the row";
  private static final String RATIO = "ratio";
  private static final String UNSCORED = "no test example is scored, or the trial was ended by halving";

  private static final String UNSCORED_OR_CLASSES = UNSCORED + ", or the task has classes";

  private static final Column SWEEP_ID =
      text("sweep_id", "name of the job and a hash of everything that shapes a trial but its place in the grid");
  private static final Column DATASET = text("dataset", "graph.dataset of the job, by default its name");
  private static final Column PROTOCOL = text("protocol", "strict, without leaks, or paper, as published");
  private static final Column EMBEDDING = text("embedding", "dense, topk, or another kind of sweep.embeddings");
  private static final Column METHOD = text("method", "method of sweep.methods; dense trains all weights");
  private static final Column SEED = whole("seed", "", "seed of sweep.seeds");
  private static final Column CONFIG =
      text("config_json", "every setting that shaped the trial, and its inputs, as JSON");
  private static final Column CODE = text("code_version",
      "commit that the program was built from, with -dirty- and a hash of the program if its tree had changes; nogit- and the hash outside git");
  private static final Column HOST = text("host", "machine of the task");
  private static final Column ATTEMPT = integer("attempt", COUNT, "attempt of the Spark task, from 1");
  private static final List<Column> BY_TRIAL = List.of(SWEEP_ID, text("trial_id", "identity of the trial"));

  /** One row per finished trial. */
  public static final TableSchema TRIALS = new TableSchema("trials",
      "a finished trial: one network of the grid, trained and tested", BY_TRIAL,
      List.of(DATASET, PROTOCOL, text("task", "link-prediction, node-classification or multi-label-classification"),
          EMBEDDING, real("embedding_density", SHARE, "values of the embedding that are not 0"),
          text("model", "widths of the network's layers, inputs first, for example 16-128-1"), METHOD,
          real("sparsity", SHARE, "weights that the mask of the tested network removes"),
          real("achieved_sparsity", SHARE, "weights that are 0, removed or not"), SEED,
          text("engine", "what trained it: vector, cuda, averaged or dl4j"),
          integer("workers", COUNT, "workers whose parameters were averaged; 1 without averaging"),
          real("accuracy", SHARE, "test examples that are called right, of those whose two ends were seen in training")
              .nullIf(UNSCORED),
          real("auc", SHARE, "area under the ROC curve of the same test examples").nullIf(UNSCORED_OR_CLASSES),
          real("average_precision", SHARE, "average precision of the same test examples").nullIf(UNSCORED_OR_CLASSES),
          real("auc_all", SHARE, "area under the ROC curve of all test examples")
              .nullIf("the trial was ended by halving, or the task has classes"),
          real("average_precision_all", SHARE, "average precision of all test examples")
              .nullIf("the trial was ended by halving, or the task has classes"),
          real("best_on_test_accuracy", SHARE, "best test accuracy of an epoch that could be chosen: a leak")
              .nullIf("training.report-best-on-test is off"),
          real("val_accuracy", SHARE, "validation accuracy of the epoch that was tested")
              .nullIf("no validation example is scored"),
          real("val_auc", SHARE, "validation AUC of the epoch that was tested")
              .nullIf("no validation example is scored, or the task has classes"),
          integer("best_epoch", COUNT, "epoch that was tested, counted through all phases from 1"),
          integer("epochs", COUNT, "epochs that were trained, all phases together"),
          real("flops_paper", RATIO,
              "FLOPs of training over those of dense training of the same length, by the published formula"),
          whole("flops_counted", FLOPS, "operations executed in training and validation, a multiply-add being two"),
          whole("flops_dense", FLOPS, "what dense training of as many epochs executes on a dense embedding"),
          real("train_seconds", SECONDS,
              "time that the training took, phases that are shared with other trials counted in full"),
          whole("parameters", COUNT, "weights and biases of the network"),
          whole("nonzeros", COUNT, "weights and biases that are not 0"),
          text("stop_reason",
              "finished, patience (validation did not get better for training.patience epochs) or halved"),
          ATTEMPT, CONFIG, CODE, text("data_fingerprint", "hash of the edges' content"),
          moment("started_at", "when the task began, UTC"), moment("ended_at", "when the trial was published, UTC"),
          HOST, text("device", "cpu, or the name of the GPU"),
          text("slot", "address of the GPU that Spark gave to the task").nullIf("Spark gave it none"),
          whole("bytes_moved", BYTES,
              "parameters, optimizer state and scores moved between driver and workers; 0 if one task trained alone"),
          whole("memory_bytes", BYTES, "resident memory of the process that published the trial")
              .nullIf("the system does not tell"),
          real("f1_micro", SHARE, "micro-averaged F1 of the scored test examples").nullIf(UNSCORED),
          real("f1_macro", SHARE, "mean F1 over the classes").nullIf(UNSCORED),
          real("log_loss", "nats", "mean negative log-likelihood of the scored test examples").nullIf(UNSCORED),
          real("calibration_error", SHARE, "expected calibration error of the scored test examples").nullIf(UNSCORED),
          real("flops_inference", FLOPS, "operations executed per prediction, the mean over test examples"),
          real("flops_inference_dense", FLOPS, "what a dense network on a dense embedding executes per prediction"),
          real("flops_printed", RATIO,
              "cost of a prediction over that of a dense one, by section III-C of the paper as printed"),
          real("flops_corrected", RATIO, "the same by section III-C as it must be meant"),
          real("graph_sparsity", SHARE,
              "undirected edges that the network's graph lacks (ugs); 0 for all other methods"),
          real("inference_seconds", SECONDS, "time per prediction, the mean over test examples")
              .nullIf("it was not measured"),
          real("sparsity_requested", SHARE, "level of sweep.sparsity; 0 for dense").nullIf(OLDER),
          whole("zero_weights", COUNT, "weights that the mask keeps and that are exactly 0"),
          text("allocation", "how the sparsity was divided among the layers: uniform, erk or global")
              .nullIf("the method is dense"),
          text("structure", "what is removed together: none (single weights), rows, columns, blocks-4, n-of-m 2:4"),
          text("vary", "what a seed draws: everything, or training only"),
          real("accuracy_se", SHARE, "standard error of accuracy over test examples").nullIf(UNSCORED),
          real("auc_se", SHARE, "standard error of auc over test examples, by DeLong").nullIf(UNSCORED_OR_CLASSES),
          whole("test_examples", COUNT, "test examples that accuracy and auc are over"),
          real("test_share", SHARE, "test edges, or test vertices, that accuracy and auc speak for")
              .nullIf("there is no test example"),
          real("test_majority", SHARE, "accuracy of the best constant answer on the scored test examples")
              .nullIf(UNSCORED),
          whole("model_bytes_dense", BYTES, "weights and biases as dense 32-bit matrices").nullIf(OLDER),
          whole("model_bytes_sparse", BYTES,
              "the same in compressed sparse rows of what the mask keeps: 8 bytes per weight, 4 per row; more than dense where over half are kept")
              .nullIf(OLDER),
          whole("embedding_bytes_dense", BYTES, "vectors of all vertices as a dense 32-bit matrix")
              .nullIf(OLDER + ", or the network has no embedding"),
          whole("embedding_bytes_sparse", BYTES, "the same in compressed sparse rows of the values that are kept")
              .nullIf(OLDER + ", or the network has no embedding")));

  /** One row per epoch of a trial. */
  public static final TableSchema EPOCHS = new TableSchema("epochs", "an epoch of a trial", BY_TRIAL,
      List.of(text("phase", "phase of the method, for example dense, prune or retrain"),
          integer("epoch", COUNT, "counted through all phases from 1"),
          real("loss", "nats", "mean training loss, without penalty"),
          real("val_accuracy", SHARE, "validation accuracy at the end of the epoch")
              .nullIf("no validation example is scored"),
          real("val_auc", SHARE, "validation AUC at the end of the epoch")
              .nullIf("no validation example is scored, or the task has classes"),
          real("learning_rate", "", "rate of the optimizer in the epoch"),
          real("seconds", SECONDS, "time that the epoch took"), real("density", SHARE, "weights that the mask keeps"),
          whole("flops", FLOPS, "operations executed: training, scores of growth, projections, validation")));

  /** One row per weight layer at every epoch of a trial. */
  public static final TableSchema LAYERS =
      new TableSchema("layers", "a weight layer of a trial at the end of an epoch", BY_TRIAL,
          List.of(integer("epoch", COUNT, "counted through all phases from 1"), integer("layer", COUNT, "from 0"),
              integer("rows", COUNT, "outputs of the layer"), integer("columns", COUNT, "inputs of the layer"),
              whole("nonzeros", COUNT, "weights that the mask keeps"),
              whole("dropped", COUNT, "weights that left the mask in the epoch"),
              whole("grown", COUNT, "weights that entered the mask in the epoch"),
              real("ever_active_share", SHARE, "weights that have been in the mask at any time so far")));

  /** One row per kind of negatives that the test edges of a trial are ranked against. */
  public static final TableSchema RANKINGS =
      new TableSchema("rankings", "the ranks of a trial's test edges among one kind of negatives", BY_TRIAL,
          List.of(text("negatives", "uniform, degree (matched) or historical"),
              integer("positives", COUNT, "test edges that are ranked"),
              integer("negatives_each", COUNT, "negatives of each"),
              real("mrr", SHARE, "mean reciprocal rank; ties have their mean rank"),
              real("hits_1", SHARE, "test edges of rank 1"), real("hits_3", SHARE, "test edges of rank 3 at most"),
              real("hits_10", SHARE, "test edges of rank 10 at most"),
              real("hits_50", SHARE, "test edges of rank 50 at most"),
              real("auc", SHARE, "area under the ROC curve against these negatives")));

  /** One row per class that test examples of a class are called. */
  public static final TableSchema CONFUSIONS =
      new TableSchema("confusions", "test vertices of a class that a trial calls a class", BY_TRIAL,
          List.of(integer("actual", "", "class of the vertices, as in the table labels"),
              integer("predicted", "", "class that they are called"), whole("count", COUNT, "of them")));

  /** One row per trial that failed or diverged; {@code sparsity} is the level of the grid. */
  public static final TableSchema FAILURES = new TableSchema("failures", "a trial that failed or diverged", BY_TRIAL,
      List.of(DATASET, PROTOCOL, EMBEDDING, METHOD, real("sparsity", SHARE, "level of sweep.sparsity"), SEED,
          text("exception", "kind of the failure"),
          text("message", "what happened").nullIf("nothing is known but the kind"),
          text("phase", "phase of the method in which it failed").nullIf("it failed before the first"),
          integer("epoch", COUNT, "epoch in which it failed, from 1; 0 before the first"), ATTEMPT, CONFIG, CODE, HOST,
          moment("ended_at", "when it failed, UTC")));

  /** One row per test example of a trial, if {@code sweep.save-predictions}. */
  public static final TableSchema PREDICTIONS =
      new TableSchema("predictions", "a test example of a trial (sweep.save-predictions)", BY_TRIAL,
          List.of(integer("src", "", "source, an id of the table vertices"),
              integer("dst", "", "target, an id of the table vertices"),
              integer("label", "", "1 for an edge, 0 for a negative"),
              integer("both_seen", "", "1 if both ends were seen in training, else 0"),
              real("score", "logit", "output of the network")));

  /** One row per kept weight and bias of the network that was tested, if {@code sweep.save-models}. */
  public static final TableSchema PARAMETERS =
      new TableSchema("parameters", "a kept weight or a bias of a trial's tested network (sweep.save-models)", BY_TRIAL,
          List.of(integer("layer", COUNT, "from 0"), integer("unit", COUNT, "output of the layer, from 0"),
              integer("input", COUNT, "input of the layer, from 0").nullIf("the value is the unit's bias"),
              real("value", "", "the weight or bias")));

  /** What is published before the row of its trial, which makes it count. */
  public static final List<TableSchema> OF_TRIALS =
      List.of(EPOCHS, LAYERS, RANKINGS, CONFUSIONS, PREDICTIONS, PARAMETERS);

  /** A trial has as many rows of these as it has test examples, or weights. */
  public static final List<TableSchema> LARGE = List.of(PREDICTIONS, PARAMETERS);

  /** One row per figure of the leak audit and per baseline, for every seed of a sweep. */
  public static final TableSchema AUDITS =
      new TableSchema("audits", "a figure of the leak audit, or of a baseline, of the examples of a seed",
          List.of(SWEEP_ID, text("audit_id", "identity of the audit of a seed")),
          List.of(DATASET, PROTOCOL, SEED, text("name", "name of the figure; that of a baseline begins with baseline"),
              real("value", "", "the figure, most often a share"),
              text("note", "what it means").nullIf("the name says it")));

  /** One row per result of {@code bench}; a directory per run. */
  public static final TableSchema BENCHMARKS =
      new TableSchema("benchmarks", "a result of the command bench", List.of(text("run_id", "identity of the run")),
          List.of(text("benchmark", "stage or kernel that was measured"), text("variant", "how it was run"),
              text("scale", "small, medium or large"), integer("threads", COUNT, "threads that it had"),
              real("rate", "", "units per second of wall clock"), text("unit", "what the rate counts"),
              text("baseline", "what the ratio compares with").nullIf("it is a baseline itself"),
              real("ratio", RATIO, "rate over that of the baseline").nullIf("it is a baseline itself"),
              real("bytes_per_item", BYTES, "memory held or bytes written per item").nullIf("it says nothing"),
              whole("peak_bytes", BYTES, "largest resident memory of the process until then")
                  .nullIf("the system does not tell"),
              moment("measured_at", "when, UTC"), CODE));

  private static final String NO_EDGES = "the run ended before the edges were read";
  private static final String NO_CELL = "the run did not end well, or no dense trial has finished";

  /** One row per run of {@code pipeline}, or {@code sweep run}, {@code resume} or {@code retry}. */
  public static final TableSchema RUNS = new TableSchema("runs",
      "a run of pipeline, or sweep run, resume or retry, however it ended",
      List.of(text("name", "name of the job"), text("run_id", "r, the moment of its start in UTC, and a random end")),
      List.of(text("status",
          "finished, nothing to do (all trials were there), failed (a trial or the environment), refused (job or data) or interrupted"),
          integer("exit_code", "", "what the process returned").nullIf("the run was interrupted"),
          text("command", "pipeline, or sweep run, resume or retry"),
          text("message", "what was wrong, in a line").nullIf("nothing was"),
          SWEEP_ID.nullIf("the run ended before everything that trials train on was there"), DATASET,
          moment("started_at", "when the run began, UTC"), moment("ended_at", "when it ended, UTC"),
          whole("edges", COUNT, "edges of the graph, undirected ones once").nullIf(NO_EDGES),
          whole("vertices", COUNT, "vertices of the graph").nullIf(NO_EDGES),
          real("first_time", "", "time of the first edge, in the unit of the input")
              .nullIf(NO_EDGES + ", or they have no times"),
          real("last_time", "", "time of the last edge, in the unit of the input")
              .nullIf(NO_EDGES + ", or they have no times"),
          text("data_fingerprint", "hash of the edges' content").nullIf(NO_EDGES), CODE, HOST,
          integer("trials_planned", COUNT, "trials of the grid"),
          integer("trials_trained", COUNT, "of them, finished in this run"),
          integer("trials_failed", COUNT, "of them, failed in this run or in an earlier one"),
          text("best_embedding", "embedding of the best cell").nullIf(NO_CELL),
          text("best_method",
              "method that can remove most, by the view recommendation; dense if none can remove anything, or nothing can be said")
              .nullIf(NO_CELL),
          real("best_sparsity", SHARE, "sparsity of the best cell").nullIf(NO_CELL),
          text("best_evidence", "safe (with 95 % confidence), by mean, or none").nullIf(NO_CELL),
          real("best_accuracy", SHARE, "mean accuracy of the best cell over the seeds")
              .nullIf(NO_CELL + ", or no test example is scored"),
          real("best_auc", SHARE, "mean AUC of the best cell over the seeds")
              .nullIf(NO_CELL + ", or no test example is scored, or the task has classes"),
          real("best_auc_all", SHARE, "mean auc_all of the best cell over the seeds")
              .nullIf(NO_CELL + ", or the task has classes")));

  /** All of them. */
  public static final List<TableSchema> ALL = List.of(TRIALS, EPOCHS, LAYERS, RANKINGS, CONFUSIONS, FAILURES,
      PREDICTIONS, PARAMETERS, AUDITS, BENCHMARKS, RUNS);

  private SweepTables() {}
}
