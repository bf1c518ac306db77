package io.sparsewalk.spark.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparsewalk.common.ProcessMemory;
import io.sparsewalk.common.Settings;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.model.StoredBytes;
import io.sparsewalk.sparsity.LevelRule;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.sweep.TrialOutcome;
import io.sparsewalk.table.CodeVersion;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableRow;
import io.sparsewalk.trainer.DivergedException;
import io.sparsewalk.trainer.TrialFacts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The outcome of a trial as rows of the sweep tables. */
final class TrialRows {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Sweep sweep;
  private final Place place;
  private final Instant started = Instant.now();

  /**
   * Where trials are trained.
   *
   * @param device cpu, or the GPU's name
   * @param slot address of the GPU that Spark assigned to the task, or null
   * @param attempt of the Spark task, from 1
   */
  record Place(String device, String slot, int attempt) {}

  /**
   * What finished trials were trained on.
   *
   * @param embedding bytes of the embedding, if they train on one
   */
  record Data(TrialFacts facts, Optional<StoredBytes> embedding) {}

  TrialRows(Sweep sweep, Place place) {
    this.sweep = sweep;
    this.place = place;
  }

  static List<TableRow> epochs(TrialOutcome.Finished finished) {
    return finished.epochs()
        .stream()
        .map(row -> SweepTables.EPOCHS.row()
            .set("phase", row.phase())
            .set("epoch", row.epoch())
            .set("loss", row.loss())
            .figure("val_accuracy", row.valAccuracy())
            .figure("val_auc", row.valAuc())
            .set("learning_rate", row.learningRate())
            .set("seconds", row.seconds())
            .set("density", row.density())
            .set("flops", row.flops()))
        .toList();
  }

  static List<TableRow> layers(TrialOutcome.Finished finished) {
    return finished.layers()
        .stream()
        .map(row -> SweepTables.LAYERS.row()
            .set("epoch", row.epoch())
            .set("layer", row.layer())
            .set("rows", row.rows())
            .set("columns", row.columns())
            .set("nonzeros", row.nonzeros())
            .set("dropped", row.dropped())
            .set("grown", row.grown())
            .set("ever_active_share", row.everActiveShare()))
        .toList();
  }

  static List<TableRow> rankings(TrialOutcome.Finished finished) {
    return finished.rankings()
        .stream()
        .map(row -> SweepTables.RANKINGS.row()
            .set("negatives", row.kind())
            .set("positives", row.positives())
            .set("negatives_each", row.negatives())
            .set("mrr", row.meanReciprocalRank())
            .set("hits_1", row.hits1())
            .set("hits_3", row.hits3())
            .set("hits_10", row.hits10())
            .set("hits_50", row.hits50())
            .set("auc", row.auc()))
        .toList();
  }

  static List<TableRow> confusions(TrialOutcome.Finished finished) {
    return finished.confusions()
        .stream()
        .map(row -> SweepTables.CONFUSIONS.row()
            .set("actual", row.actual())
            .set("predicted", row.predicted())
            .set("count", row.count()))
        .toList();
  }

  static List<TableRow> predictions(TrialFacts facts, float[] scores) {
    Examples test = facts.test();
    List<TableRow> rows = new ArrayList<>(scores.length);
    for (int i = 0; i < scores.length; i++) {
      rows.add(SweepTables.PREDICTIONS.row()
          .set("src", test.source()[i])
          .set("dst", test.target()[i])
          .set("label", test.positive()[i] ? 1 : 0)
          .set("both_seen", test.bothSeen()[i] ? 1 : 0)
          .set("score", (double) scores[i]));
    }
    return rows;
  }

  static List<TableRow> parameters(TrialOutcome.Weights weights) {
    ParameterLayout layout = weights.layout();
    List<TableRow> rows = new ArrayList<>();
    for (int l = 0; l < layout.layers(); l++) {
      for (int i = layout.firstWeight(l); i < layout.firstWeight(l + 1); i++) {
        boolean bias = i >= layout.firstBias(l);
        int unit = bias ? i - layout.firstBias(l) : (i - layout.firstWeight(l)) / layout.columns(l);
        Integer input = bias ? null : (i - layout.firstWeight(l)) % layout.columns(l);
        if (weights.mask().keeps(i)) {
          rows.add(SweepTables.PARAMETERS.row()
              .set("layer", l)
              .set("unit", unit)
              .set("input", input)
              .set("value", (double) weights.values()[i]));
        }
      }
    }
    return rows;
  }

  TableRow trial(TrialOutcome.Finished f, Data data) {
    Trial trial = f.trial();
    TableRow row = SweepTables.TRIALS.row();
    place(row, trial).set("task", sweep.task())
        .set("embedding_density", data.facts().density())
        .set("started_at", started)
        .set("data_fingerprint", sweep.dataFingerprint())
        .set("engine", Settings.word(sweep.execution().engine()))
        .set("workers", sweep.execution().workers())
        .set("vary", Settings.word(sweep.execution().vary()))
        .set("device", place.device())
        .set("slot", place.slot())
        .set("memory_bytes", ProcessMemory.residentBytes())
        .set("stop_reason", Settings.word(f.stop()));
    network(row, f);
    quality(row, f);
    cost(row, f);
    bytes(row, f.weights(), data.embedding());
    return row;
  }

  private static void bytes(TableRow row, TrialOutcome.Weights weights, Optional<StoredBytes> embedding) {
    ParameterLayout layout = weights.layout();
    StoredBytes model = new StoredBytes(0, 0);
    for (int l = 0; l < layout.layers(); l++) {
      model = model.plus(StoredBytes.ofMatrix(layout.rows(l), layout.columns(l), weights.mask().count(l)))
          .plus(StoredBytes.ofVector(layout.firstWeight(l + 1) - layout.firstBias(l)));
    }
    row.set("model_bytes_dense", model.dense())
        .set("model_bytes_sparse", model.sparse())
        .set("embedding_bytes_dense", embedding.map(StoredBytes::dense).orElse(null))
        .set("embedding_bytes_sparse", embedding.map(StoredBytes::sparse).orElse(null));
  }

  private void network(TableRow row, TrialOutcome.Finished f) {
    TrialOutcome.Network network = f.network();
    Trial trial = f.trial();
    LevelRule rule = sweep.recipe().methods().levelRule(trial.method());
    row.set("model", network.shape())
        .set("sparsity", network.sparsity())
        .set("sparsity_requested", trial.sparsity())
        .set("achieved_sparsity", network.achievedSparsity())
        .set("graph_sparsity", network.graphSparsity())
        .set("parameters", network.parameters())
        .set("nonzeros", network.nonzeros())
        .set("zero_weights", network.zeroWeights())
        .set("best_epoch", network.bestEpoch())
        .set("epochs", network.epochs())
        .set("allocation", trial.method().isSparse() ? Settings.word(rule.allocation()) : null)
        .set("structure", rule.structure(f.weights().layout(), trial.sparsity()));
  }

  private static void quality(TableRow row, TrialOutcome.Finished f) {
    row.figure("accuracy", f.test().accuracy())
        .figure("auc", f.test().auc())
        .figure("average_precision", f.test().averagePrecision())
        .figure("auc_all", f.testAll().auc())
        .figure("average_precision_all", f.testAll().averagePrecision())
        .figure("best_on_test_accuracy", f.bestOnTest())
        .figure("val_accuracy", f.validation().accuracy())
        .figure("val_auc", f.validation().auc())
        .figure("f1_micro", f.test().accuracy())
        .figure("f1_macro", f.probabilities().f1Macro())
        .figure("log_loss", f.probabilities().logLoss())
        .figure("calibration_error", f.probabilities().calibrationError())
        .figure("accuracy_se", f.sampling().accuracyError())
        .figure("auc_se", f.sampling().aucError())
        .set("test_examples", f.sampling().examples())
        .figure("test_share", f.sampling().share())
        .figure("test_majority", f.sampling().majority());
  }

  private static void cost(TableRow row, TrialOutcome.Finished f) {
    TrialOutcome.Cost cost = f.cost();
    TrialOutcome.Inference inference = f.inference();
    row.set("flops_paper", cost.flopsPaper())
        .set("flops_counted", cost.flopsCounted())
        .set("flops_dense", cost.flopsDense())
        .set("train_seconds", cost.trainSeconds())
        .set("bytes_moved", cost.bytesMoved())
        .set("flops_inference", inference.flops())
        .set("flops_inference_dense", inference.flopsDense())
        .set("flops_printed", inference.printed())
        .set("flops_corrected", inference.corrected())
        .figure("inference_seconds", inference.seconds());
  }

  TableRow failure(TrialOutcome.Failed f) {
    Trial trial = f.trial();
    String kind = f.cause() instanceof DivergedException ? "DIVERGED: " : "";
    return place(SweepTables.FAILURES.row(), trial).set("sparsity", trial.sparsity())
        .set("exception", f.cause().getClass().getSimpleName())
        .set("message", kind + f.cause().getMessage())
        .set("phase", f.phase())
        .set("epoch", f.epoch());
  }

  /** What finished and failed trials have in common: their place in the grid, and where they ended. */
  private TableRow place(TableRow row, Trial trial) {
    return row.set("dataset", sweep.dataset())
        .set("protocol", sweep.protocol())
        .set("embedding", trial.embedding().key())
        .set("method", trial.method().key())
        .set("seed", trial.seed())
        .set("attempt", place.attempt())
        .set("config_json", json(trial))
        .set("code_version", CodeVersion.current())
        .set("host", host())
        .set("ended_at", Instant.now());
  }

  private String json(Trial trial) {
    try {
      return JSON.writeValueAsString(sweep.config(trial));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("settings are plain values", e);
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
