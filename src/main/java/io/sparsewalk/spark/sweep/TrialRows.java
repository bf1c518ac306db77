package io.sparsewalk.spark.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparsewalk.common.ProcessMemory;
import io.sparsewalk.common.Settings;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.LevelRule;
import io.sparsewalk.sweep.Method;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.sweep.TrialOutcome;
import io.sparsewalk.table.CodeVersion;
import io.sparsewalk.trainer.DivergedException;
import io.sparsewalk.trainer.TrialFacts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The outcome of a trial as rows of the sweep tables, with their columns in the order of {@link io.sparsewalk.table.SweepTables}. */
final class TrialRows {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Sweep sweep;
  private final TrialFacts facts;
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

  TrialRows(Sweep sweep, TrialFacts facts, Place place) {
    this.sweep = sweep;
    this.facts = facts;
    this.place = place;
  }

  static List<Object[]> epochs(TrialOutcome.Finished finished) {
    return finished.epochs().stream().map(row -> new Object[] {row.phase(), row.epoch(), row.loss(), number(row.valAccuracy()),
        number(row.valAuc()), row.learningRate(), row.seconds(), row.density(), row.flops()}).toList();
  }

  static List<Object[]> layers(TrialOutcome.Finished finished) {
    return finished.layers().stream().map(row -> new Object[] {row.epoch(), row.layer(), row.rows(), row.columns(),
        row.nonzeros(), row.dropped(), row.grown(), row.everActiveShare()}).toList();
  }

  static List<Object[]> rankings(TrialOutcome.Finished finished) {
    return finished.rankings().stream().map(row -> new Object[] {row.kind(), row.positives(), row.negatives(),
        row.meanReciprocalRank(), row.hits1(), row.hits3(), row.hits10(), row.hits50(), row.auc()}).toList();
  }

  static List<Object[]> confusions(TrialOutcome.Finished finished) {
    return finished.confusions().stream().map(row -> new Object[] {row.actual(), row.predicted(), row.count()}).toList();
  }

  List<Object[]> predictions(float[] scores) {
    Examples test = facts.test();
    List<Object[]> rows = new ArrayList<>(scores.length);
    for (int i = 0; i < scores.length; i++) {
      rows.add(new Object[] {test.source()[i], test.target()[i], test.positive()[i] ? 1 : 0, test.bothSeen()[i] ? 1 : 0,
          (double) scores[i]});
    }
    return rows;
  }

  static List<Object[]> parameters(TrialOutcome.Weights weights) {
    ParameterLayout layout = weights.layout();
    List<Object[]> rows = new ArrayList<>();
    for (int l = 0; l < layout.layers(); l++) {
      for (int i = layout.firstWeight(l); i < layout.firstWeight(l + 1); i++) {
        boolean bias = i >= layout.firstBias(l);
        int unit = bias ? i - layout.firstBias(l) : (i - layout.firstWeight(l)) / layout.columns(l);
        Integer input = bias ? null : (i - layout.firstWeight(l)) % layout.columns(l);
        if (weights.mask().keeps(i)) {
          rows.add(new Object[] {l, unit, input, (double) weights.values()[i]});
        }
      }
    }
    return rows;
  }

  Object[] trial(TrialOutcome.Finished f) {
    Trial trial = f.trial();
    TrialOutcome.Cost cost = f.cost();
    TrialOutcome.Network network = f.network();
    LevelRule rule = sweep.recipe().methods().levelRule(trial.method());
    return new Object[] {sweep.dataset(), sweep.protocol(), sweep.task(), trial.embedding().key(),
        facts.density(), network.shape(), trial.method().key(), network.sparsity(), network.achievedSparsity(),
        trial.seed(), Settings.word(sweep.execution().engine()), sweep.execution().workers(),
        number(f.test().accuracy()), number(f.test().auc()),
        number(f.test().averagePrecision()), number(f.testAll().auc()), number(f.testAll().averagePrecision()),
        number(f.bestOnTest()), number(f.validation().accuracy()), number(f.validation().auc()), network.bestEpoch(),
        network.epochs(), cost.flopsPaper(), cost.flopsCounted(), cost.flopsDense(), cost.trainSeconds(),
        network.parameters(), network.nonzeros(), Settings.word(f.stop()), place.attempt(), json(trial), CodeVersion.current(),
        sweep.dataFingerprint(), started, Instant.now(), host(), place.device(), place.slot(), cost.bytesMoved(),
        ProcessMemory.residentBytes(), number(f.test().accuracy()), number(f.probabilities().f1Macro()),
        number(f.probabilities().logLoss()), number(f.probabilities().calibrationError()), f.inference().flops(),
        f.inference().flopsDense(), f.inference().printed(), f.inference().corrected(), network.graphSparsity(),
        number(f.inference().seconds()), trial.sparsity(), network.zeroWeights(),
        trial.method() == Method.DENSE ? null : Settings.word(rule.allocation()),
        rule.structure(f.weights().layout(), trial.sparsity()), Settings.word(sweep.execution().vary()),
        number(f.sampling().accuracyError()), number(f.sampling().aucError()), f.sampling().examples(), number(f.sampling().share()),
        number(f.sampling().majority())};
  }

  Object[] failure(TrialOutcome.Failed f) {
    Trial trial = f.trial();
    String kind = f.cause() instanceof DivergedException ? "DIVERGED: " : "";
    return new Object[] {sweep.dataset(), sweep.protocol(), trial.embedding().key(), trial.method().key(),
        trial.sparsity(), trial.seed(), f.cause().getClass().getSimpleName(), kind + f.cause().getMessage(), f.phase(),
        f.epoch(), place.attempt(), json(trial), CodeVersion.current(), host(), Instant.now()};
  }

  /** A figure without meaning is a null in the table. */
  private static Double number(double figure) {
    return Double.isNaN(figure) ? null : figure;
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
