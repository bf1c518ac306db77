package io.sparsewalk.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.common.StateStream;
import io.sparsewalk.metric.Quality;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.Phase;
import io.sparsewalk.sparsity.Sparsifier;
import io.sparsewalk.sparsity.TrainingState;
import io.sparsewalk.sweep.TrainingConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** An update sees the gradients of the steps before it, wherever epochs and other trainings cut the rounds. */
class ScoreWindowTest {
  private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(2, 1));
  private static final OptimizerConfig SGD = OptimizerConfig.of(OptimizerConfig.Kind.SGD, 0.05);
  private static final int STEPS = 7;
  private static final int EPOCHS = 9;

  /** Takes note of what updates see, until it stops to look. */
  private record Watcher(int interval, int scoreSteps, List<Float> seen) implements Sparsifier {
    @Override
    public List<Phase> phases() {
      return List.of(new Phase("train", EPOCHS, new Phase.Schedule(SGD, 0, EPOCHS), Phase.Start.NEW_OPTIMIZER, true));
    }

    @Override
    public Mask mask() {
      return Mask.dense(LAYOUT);
    }

    @Override
    public void carry(StateStream stream) {
      throw new IllegalStateException("nothing is kept");
    }

    @Override
    public int scoreSteps(double progress) {
      return progress < 0.7 ? scoreSteps : 0;
    }

    @Override
    public boolean update(double progress, TrainingState state, float[] scores) {
      seen.add(scores.length == 0 ? Float.NaN : scores[0]);
      return false;
    }
  }

  @Test
  void theGradientsOfExactlyTheStepsBeforeAnUpdateAreAveraged() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 100; round++) {
      int interval = 1 + random.nextInt(20);
      int window = 1 + random.nextInt(interval);
      Watcher watcher = new Watcher(interval, window, new ArrayList<>());
      train(watcher, random);
      assertThat(watcher.seen()).hasSize(EPOCHS * STEPS / interval);
      for (int u = 1; u <= watcher.seen().size(); u++) {
        // The gradient of step s is s, from 1: the mean of the last ones before the end of step u * interval.
        int last = u * interval;
        float expected = last < 0.7 * EPOCHS * STEPS ? last - (window - 1) / 2f : Float.NaN;
        assertThat(watcher.seen().get(u - 1)).as("interval %s, window %s, update %s", interval, window, u)
            .isEqualTo(expected, within(1e-3f));
      }
    }
  }

  private static void train(Watcher watcher, SplittableRandom random) {
    TrainingConfig training = new TrainingConfig(64, EPOCHS, SGD, TrainingConfig.Select.VAL_ACCURACY, 0, false);
    TrialController controller = new TrialController(watcher, training, LAYOUT, new float[LAYOUT.size()], STEPS);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      controller.beginEpoch(null);
      for (int step = 0; step < STEPS;) {
        // Another training may end a round earlier.
        int steps = 1 + random.nextInt(controller.stepsToBorder(step));
        RoundOrders orders = controller.orders(step, steps);
        float[] scores = new float[orders.scoreSteps() > 0 ? LAYOUT.size() : 0];
        if (scores.length > 0) {
          scores[0] = epoch * STEPS + step + steps - (orders.scoreSteps() - 1) / 2f;
        }
        step += steps;
        controller.accept(new RoundOutcome(orders.state(), 1, 1, scores, RoundOutcome.Spent.NOTHING), step, steps);
      }
      controller.endEpoch(new Quality(0.5, 0.5, 0.5), Double.NaN);
    }
  }
}
