package io.sparsewalk.spark.sweep;

import io.sparsewalk.sparsity.TrainingState;
import io.sparsewalk.trainer.RoundOrders;
import io.sparsewalk.trainer.RoundOutcome;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Weighted sums of the outcomes of neighbouring workers, in double precision, a row a network.
 *
 * @param firstWorker lowest of them
 */
record OutcomeSums(int firstWorker, ArrayList<Row> rows) implements Serializable {

  /** Sums for one network. */
  private record Row(double[] parameters, double[] momentum, double[] second, double[] scores, long steps,
      double lossSum, long examples, long multiplyAdds, double seconds) implements Serializable {

    static Row of(RoundOutcome outcome, double weight) {
      TrainingState state = outcome.state();
      return new Row(times(state.parameters(), weight), times(state.momentum(), weight), times(state.second(), weight),
          times(outcome.scores(), weight), state.steps()[0], outcome.lossSum(), outcome.examples(),
          outcome.spent().multiplyAdds(), outcome.spent().seconds());
    }

    Row plus(Row other) {
      return new Row(sum(parameters, other.parameters), sum(momentum, other.momentum), sum(second, other.second),
          sum(scores, other.scores), Math.max(steps, other.steps), lossSum + other.lossSum, examples + other.examples,
          multiplyAdds + other.multiplyAdds, seconds + other.seconds);
    }

    RoundOutcome outcome(RoundOrders orders, int workers, double ownSeconds, boolean clear) {
      float[] average = floats(parameters);
      TrainingState state = clear ? TrainingState.of(average)
          : new TrainingState(average, floats(momentum), floats(second), new long[] {steps});
      int floats = parameters.length + momentum.length + second.length;
      long down = 4L * (floats + (orders.anchor() == null ? 0 : parameters.length)) + parameters.length;
      long up = 8L * (floats + scores.length);
      return new RoundOutcome(state, lossSum, examples, floats(scores),
          new RoundOutcome.Spent(multiplyAdds, ownSeconds, workers * (down + up)));
    }

    private static double[] times(float[] values, double weight) {
      double[] products = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        products[i] = weight * values[i];
      }
      return products;
    }

    private static double[] sum(double[] a, double[] b) {
      double[] sum = new double[a.length];
      for (int i = 0; i < a.length; i++) {
        sum[i] = a[i] + b[i];
      }
      return sum;
    }

    private static float[] floats(double[] values) {
      float[] narrowed = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        narrowed[i] = (float) values[i];
      }
      return narrowed;
    }
  }

  /**
   * @param weight the worker's share of the examples
   */
  static OutcomeSums of(int worker, double weight, List<RoundOutcome> outcomes) {
    ArrayList<Row> rows = new ArrayList<>();
    outcomes.forEach(outcome -> rows.add(Row.of(outcome, weight)));
    return new OutcomeSums(worker, rows);
  }

  /** Adds in the order of the workers, whatever order they come in. */
  static OutcomeSums inOrder(Iterable<OutcomeSums> parts) {
    List<OutcomeSums> ordered = new ArrayList<>();
    parts.forEach(ordered::add);
    ordered.sort(Comparator.comparingInt(OutcomeSums::firstWorker));
    return ordered.stream().reduce(OutcomeSums::plus).orElseThrow();
  }

  private OutcomeSums plus(OutcomeSums other) {
    ArrayList<Row> sums = new ArrayList<>();
    for (int n = 0; n < rows.size(); n++) {
      sums.add(rows.get(n).plus(other.rows.get(n)));
    }
    return new OutcomeSums(firstWorker, sums);
  }

  /**
   * The averages.
   *
   * @param seconds of the whole round, divided among the networks by their arithmetic
   * @param clear true: the optimizer begins anew
   */
  List<RoundOutcome> outcomes(List<RoundOrders> orders, int workers, double seconds, boolean clear) {
    double all = rows.stream().mapToDouble(Row::seconds).sum();
    List<RoundOutcome> outcomes = new ArrayList<>();
    for (int n = 0; n < rows.size(); n++) {
      double share = all > 0 ? rows.get(n).seconds() / all : 1.0 / rows.size();
      outcomes.add(rows.get(n).outcome(orders.get(n), workers, seconds * share, clear));
    }
    return outcomes;
  }
}
