package io.sparsewalk.trainer;

import io.sparsewalk.sweep.AveragingConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rounds on several workers that hold a part of the examples each: a worker takes some steps through its own examples, then
 * parameters and optimizer state are averaged (parameter averaging: McDonald et al., NAACL 2010; local SGD). An epoch has as many
 * steps as the worker with the most examples needs.
 */
public abstract class SpreadRounds implements RoundExecutor, AutoCloseable {
  private final AveragingConfig config;
  private final int stepsPerEpoch;

  /**
   * @param sizes training examples of each worker
   * @param batch examples a step, of every worker
   */
  protected SpreadRounds(int[] sizes, int batch, AveragingConfig config) {
    this.config = config;
    int largest = IntStream.of(sizes).max().getAsInt();
    stepsPerEpoch = VectorRounds.stepsPerEpoch(largest, Math.max(1, Math.min(batch, largest)));
  }

  /** Runs steps between two averagings on all workers, and averages. */
  protected abstract List<RoundOutcome> averaged(RoundOrders.Span span, List<RoundOrders> orders);

  /** Scores each worker's stretch of the examples; in the order of the workers. */
  protected abstract List<List<Scores>> stretches(List<Network> networks, Part part);

  /** Releases what is held on executors. */
  @Override
  public abstract void close();

  @Override
  public final int stepsPerEpoch() {
    return stepsPerEpoch;
  }

  @Override
  public final List<RoundOutcome> run(RoundOrders.Span span, List<RoundOrders> orders) {
    int longest = config.steps() == 0 ? stepsPerEpoch : config.steps();
    int scored = orders.stream().mapToInt(RoundOrders::scoreSteps).max().orElse(0);
    List<RoundOrders> current = orders;
    List<RoundOutcome> done = null;
    int steps;
    for (int step = 0; step < span.steps(); step += steps) {
      int left = span.steps() - step;
      // The steps that are scored stay together, at the end.
      steps = left <= Math.max(longest, scored) ? left : Math.min(longest, left - scored);
      boolean last = steps == left;
      List<RoundOrders> now = current.stream().map(o -> o.of(o.state(), last ? o.scoreSteps() : 0)).toList();
      List<RoundOutcome> outcomes = averaged(new RoundOrders.Span(span.epoch(), span.first() + step, steps), now);
      done = done == null ? outcomes : joined(done, outcomes);
      current = successors(orders, outcomes);
    }
    return done;
  }

  private static List<RoundOrders> successors(List<RoundOrders> orders, List<RoundOutcome> outcomes) {
    return IntStream.range(0, orders.size())
        .mapToObj(n -> orders.get(n).of(outcomes.get(n).state(), orders.get(n).scoreSteps()))
        .toList();
  }

  private static List<RoundOutcome> joined(List<RoundOutcome> before, List<RoundOutcome> after) {
    return IntStream.range(0, before.size()).mapToObj(n -> {
      RoundOutcome a = before.get(n);
      RoundOutcome b = after.get(n);
      return new RoundOutcome(b.state(), a.lossSum() + b.lossSum(), a.examples() + b.examples(), b.scores(),
          a.spent().plus(b.spent()));
    }).toList();
  }

  @Override
  public final List<Scores> score(List<Network> networks, Part part) {
    List<List<Scores>> byWorker = stretches(networks, part);
    List<Scores> whole = new ArrayList<>();
    for (int n = 0; n < networks.size(); n++) {
      int network = n;
      float[] logits = new float[byWorker.stream().mapToInt(scores -> scores.get(network).logits().length).sum()];
      int at = 0;
      for (List<Scores> scores : byWorker) {
        float[] stretch = scores.get(n).logits();
        System.arraycopy(stretch, 0, logits, at, stretch.length);
        at += stretch.length;
      }
      whole.add(new Scores(logits, byWorker.stream().mapToLong(scores -> scores.get(network).multiplyAdds()).sum(),
          byWorker.stream().mapToDouble(scores -> scores.get(network).seconds()).sum()));
    }
    return whole;
  }
}
