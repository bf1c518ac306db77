package io.sparsewalk.pipeline;

import io.sparsewalk.common.Progress;
import io.sparsewalk.pipeline.JobPlan.Stage;
import io.sparsewalk.pipeline.StageAccess.Step;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Says on a terminal which stage of a plan begins, and about how long all that is left will take by the pace so far. */
final class PlanProgress {
  /** Planned seconds that must be over before the pace says something. */
  private static final double ENOUGH_SECONDS = 5;

  private final JobPlan plan;
  private final LongSupplier nanos;
  private final long start;
  private int begun = -1;

  /**
   * @param nanos a clock
   */
  PlanProgress(JobPlan plan, LongSupplier nanos) {
    this.plan = plan;
    this.nanos = nanos;
    start = nanos.getAsLong();
  }

  /** A step begins; what is reused, or has begun before, is passed by in silence. */
  void begins(Step step) {
    List<Stage> stages = plan.stages();
    IntStream.range(begun + 1, stages.size())
        .filter(i -> stages.get(i).isOf(step) && !stages.get(i).reused())
        .findFirst()
        .ifPresent(i -> {
          begun = i;
          Progress.say(line(i));
        });
  }

  String line(int stage) {
    Stage now = plan.stages().get(stage);
    OptionalDouble left = plan.seconds(stage);
    return String.format(Locale.ROOT, "stage %d of %d: %s %s", stage + 1, plan.stages().size(), now.command(),
        now.place())
        + (left.isEmpty() ? ""
            : String.format(Locale.ROOT, "; about %.0f s left in all", left.getAsDouble() * pace(stage)));
  }

  /** Seconds per planned second. */
  private double pace(int stage) {
    OptionalDouble all = plan.seconds();
    double over = all.isEmpty() ? 0 : all.getAsDouble() - plan.seconds(stage).orElse(0);
    return over < ENOUGH_SECONDS ? 1 : (nanos.getAsLong() - start) * 1e-9 / over;
  }
}
