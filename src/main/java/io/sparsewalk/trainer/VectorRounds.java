package io.sparsewalk.trainer;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.kernel.LaneKernel;
import io.sparsewalk.model.Activations;
import io.sparsewalk.model.Batch;
import io.sparsewalk.model.Connections;
import io.sparsewalk.model.Dropout;
import io.sparsewalk.model.NetworkPass;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.TrainingState;
import java.util.ArrayList;
import java.util.List;

/**
 * Rounds on one thread with true sparse arithmetic. All networks of a round share each gathered mini-batch; the order of the
 * examples is drawn anew for every epoch, the last batch may be smaller.
 */
public final class VectorRounds implements RoundExecutor {
  /** 2^-24: sums are exact up to 2^29, and a step of 1,000 examples is rounded by less than a part in 10^10. */
  private static final double LOSS_UNIT = 0x1p-24;

  private final TrialData data;
  private final Examples train;
  private final BatchFiller filler;
  private final int batchSize;
  private final ParameterLayout layout;
  private final NetworkPass pass;
  private final EpochOrder order;
  private final Activations activations;

  /**
   * Without dropout.
   *
   * @param batchSize examples a step
   * @param seeds draws the order of the examples
   */
  public VectorRounds(TrialData data, ParameterLayout layout, int batchSize, Seeds seeds, LaneKernel kernel) {
    this(data, layout, batchSize, Activations.PLAIN, new EpochOrder(data.train().size(), seeds, 0), kernel);
  }

  /**
   * @param activations of the network
   * @param order of the training examples
   */
  public VectorRounds(TrialData data, ParameterLayout layout, int batchSize, Activations activations, EpochOrder order,
      LaneKernel kernel) {
    this.data = data;
    train = data.train();
    this.layout = layout;
    this.batchSize = Math.min(batchSize, Math.max(1, train.size()));
    filler = new BatchFiller(data.inputs(), this.batchSize, data.labels());
    pass = new NetworkPass(layout, filler.batch().lanes(), activations.reluLogits(), kernel);
    this.order = order;
    this.activations = activations;
  }

  @Override
  public int stepsPerEpoch() {
    return stepsPerEpoch(train.size(), batchSize);
  }

  /** Steps through so many examples. */
  public static int stepsPerEpoch(int examples, int batchSize) {
    return (int) (((long) examples + batchSize - 1) / batchSize);
  }

  @Override
  public List<RoundOutcome> run(RoundOrders.Span span, List<RoundOrders> orders) {
    int[] indices = order.of(span.epoch());
    // A worker with a smaller part than others may have fewer steps.
    int steps = Math.max(0, Math.min(span.steps(), stepsPerEpoch() - span.first()));
    List<Runner> runners = new ArrayList<>();
    orders.forEach(each -> runners.add(new Runner(each)));
    for (int step = 0; step < steps; step++) {
      int first = (span.first() + step) * batchSize;
      long start = System.nanoTime();
      Batch batch = filler.fill(train, indices, first, Math.min(batchSize, train.size() - first));
      long share = (System.nanoTime() - start) / runners.size();
      int left = span.steps() - step;
      Dropout dropped = dropout(activations.dropout() > 0, order.step(span.epoch(), span.first() + step));
      runners.forEach(runner -> runner.step(batch, dropped, left, share));
    }
    return runners.stream().map(Runner::outcome).toList();
  }

  private Dropout dropout(boolean dropped, Seeds seeds) {
    return dropped ? new Dropout(activations.dropout(), seeds) : null;
  }

  @Override
  public List<Scores> score(List<Network> networks, Part part) {
    Examples examples = data.part(part);
    int[] inOrder = new int[examples.size()];
    for (int i = 0; i < inOrder.length; i++) {
      inOrder[i] = i;
    }
    List<Connections> connections = networks.stream().map(network -> network.mask().connections()).toList();
    List<float[]> logits = networks.stream().map(network -> new float[examples.size() * layout.outputs()]).toList();
    long[] multiplyAdds = new long[networks.size()];
    long[] nanos = new long[networks.size()];
    pass.takeMultiplyAdds();
    for (int first = 0; first < examples.size(); first += batchSize) {
      long start = System.nanoTime();
      Batch batch = filler.fillFeatures(examples, inOrder, first, Math.min(batchSize, examples.size() - first));
      long share = (System.nanoTime() - start) / networks.size();
      Dropout dropped =
          dropout(activations.dropout() > 0 && activations.dropoutAtTest(), order.scoring(part, first / batchSize));
      for (int n = 0; n < networks.size(); n++) {
        start = System.nanoTime();
        pass.score(networks.get(n).parameters(), connections.get(n), batch, logits.get(n), first, dropped);
        nanos[n] += System.nanoTime() - start + share;
        multiplyAdds[n] += pass.takeMultiplyAdds();
      }
    }
    List<Scores> scores = new ArrayList<>();
    for (int n = 0; n < networks.size(); n++) {
      scores.add(new Scores(logits.get(n), multiplyAdds[n], nanos[n] * 1e-9));
    }
    return scores;
  }

  /** Sums of such are exact, so that an epoch's loss does not depend on where other networks cut its rounds. */
  private static double wholeUnits(double loss) {
    return Math.rint(loss / LOSS_UNIT) * LOSS_UNIT;
  }

  /** One network in a round. */
  private final class Runner {
    private final RoundOrders orders;
    private final Connections connections;
    private final boolean explores;
    private final OptimizerStep optimizer;
    private final float[] gradient = new float[layout.size()];
    private final float[] scores;
    private double lossSum;
    private long examples;
    private long multiplyAdds;
    private long nanos;

    Runner(RoundOrders orders) {
      this.orders = orders;
      explores = orders.exploration() != null;
      connections = explores ? orders.mask().connections(orders.exploration().trained()) : orders.mask().connections();
      optimizer = new OptimizerStep(orders.optimizer(), layout, orders.mask(), orders.exploration(), layout.size());
      scores = new float[orders.scoreSteps() > 0 ? layout.size() : 0];
    }

    void step(Batch batch, Dropout dropped, int stepsLeft, long gatherNanos) {
      long start = System.nanoTime();
      TrainingState state = orders.state();
      boolean scored = stepsLeft <= orders.scoreSteps();
      pass.takeMultiplyAdds();
      lossSum +=
          wholeUnits(pass.gradient(state.parameters(), connections, batch, gradient, scored || explores, dropped));
      examples += batch.size();
      multiplyAdds += pass.takeMultiplyAdds();
      if (scored) {
        for (int i = 0; i < scores.length; i++) {
          scores[i] += gradient[i] / orders.scoreSteps();
        }
      }
      if (orders.anchor() != null) {
        optimizer.pull(orders.anchor(), state.parameters(), gradient);
      }
      optimizer.apply(state, gradient, orders.rate());
      nanos += System.nanoTime() - start + gatherNanos;
    }

    RoundOutcome outcome() {
      return new RoundOutcome(orders.state(), lossSum, examples, scores,
          new RoundOutcome.Spent(multiplyAdds, nanos * 1e-9, 0));
    }
  }
}
