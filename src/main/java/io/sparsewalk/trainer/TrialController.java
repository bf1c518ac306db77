package io.sparsewalk.trainer;

import io.sparsewalk.common.StateStream;
import io.sparsewalk.metric.Quality;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.GraphTicket;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.Phase;
import io.sparsewalk.sparsity.Probe;
import io.sparsewalk.sparsity.Sparsifier;
import io.sparsewalk.sparsity.TrainingState;
import io.sparsewalk.sweep.TrainingConfig;
import io.sparsewalk.sweep.TrialOutcome;
import io.sparsewalk.sweep.TrialOutcome.EpochRow;
import io.sparsewalk.sweep.TrialOutcome.LayerRow;
import java.util.ArrayList;
import java.util.List;

/**
 * One training: which phase it is in, when its mask may change, which epoch was best. The only one who changes a mask. Driven
 * epoch by epoch: {@link #beginEpoch}, rounds ({@link #orders}, {@link #accept}), {@link #endEpoch}.
 */
final class TrialController {
  private static final EpochRow BLANK = new EpochRow("", 0, 0, 0, 0, 0, 0, 0, 0);
  private final Sparsifier sparsifier;
  private final TrainingConfig training;
  private final int stepsPerEpoch;
  private final List<Phase> phases;
  private final LayerHistory layers;
  private final ParameterLayout layout;
  private final List<EpochRow> rows = new ArrayList<>();
  private final ScoreWindow window = new ScoreWindow();
  private TrainingState state;
  private int phaseIndex = -1;
  private int phaseEpoch;
  private int epoch;
  private double lossSum;
  private long examples;
  private double epochSeconds;
  private double seconds;
  private RoundOutcome.Spent spent = RoundOutcome.Spent.NOTHING;
  private BestEpoch best;
  private double bestOnTest = Double.NaN;
  private TrialOutcome.Stop stop;
  private long epochsFlops;

  /**
   * @param initial parameters, copied
   */
  TrialController(Sparsifier sparsifier, TrainingConfig training, ParameterLayout layout, float[] initial,
      int stepsPerEpoch) {
    this.sparsifier = sparsifier;
    this.training = training;
    this.stepsPerEpoch = stepsPerEpoch;
    phases = sparsifier.phases();
    state = TrainingState.of(initial.clone());
    this.layout = layout;
    layers = new LayerHistory(layout, sparsifier.mask());
  }

  boolean isDone() {
    return stop != null;
  }

  /** Why it is done. */
  TrialOutcome.Stop stop() {
    return stop;
  }

  /**
   * Takes down, or gives back, all that has happened, at the end of an epoch after which the training goes on. What is made anew for the same
   * trial and given it back goes on bit by bit as this one does.
   */
  void carry(StateStream stream) {
    state = TrainingState.carried(stream, state);
    phaseIndex = stream.number(phaseIndex);
    phaseEpoch = stream.number(phaseEpoch);
    epoch = stream.number(epoch);
    seconds = stream.real(seconds);
    spent = new RoundOutcome.Spent(stream.number(spent.multiplyAdds()), stream.real(spent.seconds()),
        stream.number(spent.bytesMoved()));
    epochsFlops = stream.number(epochsFlops);
    window.carry(stream);
    bestOnTest = stream.real(bestOnTest);
    best = BestEpoch.carried(stream, layout, best);
    List<EpochRow> back = stream.list(rows, BLANK, row -> carried(stream, row));
    if (stream.isGiving()) {
      rows.clear();
      rows.addAll(back);
    }
    sparsifier.carry(stream);
    layers.carry(stream, sparsifier.mask());
  }

  private static EpochRow carried(StateStream stream, EpochRow row) {
    return new EpochRow(stream.text(row.phase()), stream.number(row.epoch()), stream.real(row.loss()),
        stream.real(row.valAccuracy()), stream.real(row.valAuc()), stream.real(row.learningRate()),
        stream.real(row.seconds()), stream.real(row.density()), stream.number(row.flops()));
  }

  /** Ends the training here, because others are better. */
  void halve() {
    stop = TrialOutcome.Stop.HALVED;
  }

  /** Epoch that is running or comes next, from 0. */
  int epoch() {
    return epoch;
  }

  String phaseName() {
    return phaseIndex < 0 ? "" : phase().name();
  }

  /**
   * Trainings with equal keys are the same so far and in this epoch: dense, from the same initial weights, by the same
   * optimizer and schedule. They need to be computed only once.
   */
  Object shareKey() {
    boolean dense = phaseIndex == 0 && sparsifier.mask().count() == layers.weights() && sparsifier.ticket().isEmpty()
        && sparsifier.scoreSteps(0) == 0;
    return dense ? new DensePrefix(phase().optimizer(), phase().schedule().length()) : this;
  }

  private record DensePrefix(OptimizerConfig optimizer, int scheduleLength) {}

  void beginEpoch(Probe probe) {
    if (phaseIndex < 0 || phaseEpoch == phase().epochs()) {
      beginPhase(probe);
    }
    long start = System.nanoTime();
    sparsifier.beginEpoch(phase(), phaseEpoch, state, probe);
    observeMask();
    // The dual step and projection of an anchored method.
    charge(sparsifier.anchor().isPresent() ? 2L * layers.weights() : 0);
    lossSum = 0;
    examples = 0;
    epochSeconds = (System.nanoTime() - start) * 1e-9;
  }

  private void beginPhase(Probe probe) {
    phaseIndex++;
    phaseEpoch = 0;
    Phase phase = phase();
    if (phase.start() == Phase.Start.BEST_EPOCH) {
      state = TrainingState.of(best.network().parameters().clone());
    } else if (phase.start() == Phase.Start.NEW_OPTIMIZER) {
      state = TrainingState.of(state.parameters());
    }
    best = null;
    sparsifier.beginPhase(phase, state, probe);
  }

  /** Steps from here to the next moment at which the mask may change, at most to the end of the epoch. */
  int stepsToBorder(int step) {
    int left = stepsPerEpoch - step;
    int interval = sparsifier.interval();
    return interval == 0 ? left : (int) Math.min(left, interval - stepsDone(step) % interval);
  }

  /** Orders for a round that begins at a step of the epoch. */
  RoundOrders orders(int step, int steps) {
    return new RoundOrders(state, sparsifier.mask(), phase().optimizer(), phase().rate(phaseEpoch),
        sparsifier.anchor().orElse(null), sparsifier.exploration().orElse(null), sparsifier.ticket().orElse(null),
        scored(step, steps));
  }

  /** Steps of a round that begins at a step of the epoch of which an update wants the scores: always its last. */
  private int scored(int step, int steps) {
    int interval = sparsifier.interval();
    if (interval == 0) {
      return 0;
    }
    long toUpdate = interval - stepsDone(step) % interval;
    int wanted = sparsifier.scoreSteps(progress(stepsDone(step) + toUpdate));
    return (int) Math.max(0, Math.min(steps, steps - toUpdate + wanted));
  }

  /**
   * @param step of the epoch at which the round ended
   * @param steps of the round
   */
  void accept(RoundOutcome outcome, int step, int steps) {
    // The pull of a proximal term.
    charge(sparsifier.anchor().isPresent() ? (long) steps * layers.weights() : 0);
    state = outcome.state();
    lossSum += outcome.lossSum();
    examples += outcome.examples();
    spent = spent.plus(outcome.spent());
    epochSeconds += outcome.spent().seconds();
    if (!Double.isFinite(lossSum)) {
      throw new DivergedException(phaseName(), epoch + 1, lossSum / examples);
    }
    window.gather(outcome.scores(), scored(step - steps, steps));
    if (sparsifier.interval() > 0 && stepsDone(step) % sparsifier.interval() == 0) {
      sparsifier.update(progress(stepsDone(step)), state, window.take());
      observeMask();
    }
  }

  /** A new mask costs a look at every weight. */
  private void observeMask() {
    charge(layers.observe(sparsifier.mask()) ? layers.weights() : 0);
  }

  /** The network as it is now. */
  RoundExecutor.Network network() {
    GraphTicket ticket = sparsifier.ticket().orElse(null);
    return ticket == null ? new RoundExecutor.Network(state.parameters(), sparsifier.mask())
        : new RoundExecutor.Network(ticket.effective(state.parameters()), sparsifier.mask(), ticket.edges());
  }

  /** Adds what was executed besides the rounds. */
  void charge(long moreMultiplyAdds) {
    spent = spent.plus(new RoundOutcome.Spent(moreMultiplyAdds, 0, 0));
  }

  /**
   * @param validation of the network now
   * @param testAccuracy NaN unless the job asks for the best test accuracy
   */
  void endEpoch(Quality validation, double testAccuracy) {
    double meanLoss = lossSum / examples;
    sparsifier.endEpoch(phase(), meanLoss);
    epoch++;
    rows.add(new EpochRow(phaseName(), epoch, meanLoss, validation.accuracy(), validation.auc(),
        phase().rate(phaseEpoch), epochSeconds, layers.density(), 2 * spent.multiplyAdds() - epochsFlops));
    epochsFlops = 2 * spent.multiplyAdds();
    layers.endEpoch(epoch);
    seconds += epochSeconds;
    if (phase().candidate() && !Double.isNaN(testAccuracy)) {
      bestOnTest = Double.isNaN(bestOnTest) ? testAccuracy : Math.max(bestOnTest, testAccuracy);
    }
    double figure = figure(validation, testAccuracy);
    // Without a validation example that can be judged, the last epoch.
    if (best == null || figure > best.figure() || Double.isNaN(figure)) {
      RoundExecutor.Network now = network();
      float[] parameters = now.parameters().clone();
      // What is trained outside the mask is no part of the network.
      now.mask().applyInPlace(parameters);
      best = new BestEpoch(epoch, new RoundExecutor.Network(parameters, now.mask(), now.edges()), validation, figure);
      sparsifier.bestEpoch();
    }
    phaseEpoch++;
    if (epoch == totalEpochs()) {
      stop = TrialOutcome.Stop.FINISHED;
    } else if (training.patience() > 0 && phaseIndex == phases.size() - 1
        && epoch - best.epoch() >= training.patience()) {
      stop = TrialOutcome.Stop.PATIENCE;
    }
  }

  /** What the best epoch is the best of. Only the dense start of a published run is chosen on test, as its code does. */
  private double figure(Quality validation, double testAccuracy) {
    if (!phase().candidate() && !Double.isNaN(testAccuracy)) {
      return testAccuracy;
    }
    return training.select() == TrainingConfig.Select.VAL_AUC ? validation.auc() : validation.accuracy();
  }

  /** The best epoch of the last phase. */
  BestEpoch best() {
    return best;
  }

  double bestOnTest() {
    return bestOnTest;
  }

  double seconds() {
    return seconds;
  }

  long multiplyAdds() {
    return spent.multiplyAdds();
  }

  long bytesMoved() {
    return spent.bytesMoved();
  }

  List<EpochRow> epochRows() {
    return rows;
  }

  List<LayerRow> layerRows() {
    return layers.rows();
  }

  private Phase phase() {
    return phases.get(phaseIndex);
  }

  private int totalEpochs() {
    return phases.stream().mapToInt(Phase::epochs).sum();
  }

  private double progress(long steps) {
    return (double) steps / ((long) totalEpochs() * stepsPerEpoch);
  }

  private long stepsDone(int step) {
    return (long) epoch * stepsPerEpoch + step;
  }
}
