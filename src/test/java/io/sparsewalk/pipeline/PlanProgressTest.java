package io.sparsewalk.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.pipeline.JobPlan.Stage;
import io.sparsewalk.pipeline.StageAccess.Step;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PlanProgressTest {
  private static final Step INGEST = new Step("ingest", "mail");
  private static final Step WALK = new Step("walk", "mail, seed 1");
  private static final Step SWEEP = new Step("sweep", "mail");

  @Test
  void whatIsLeftIsThePlanByThePaceSoFar() {
    AtomicLong clock = new AtomicLong();
    PlanProgress progress =
        new PlanProgress(
            new JobPlan("mail",
                List.of(Stage.of(INGEST, 10, 0, 0), Stage.of(WALK, 20, 0, 0), Stage.of(SWEEP, 30, 0, 0)), List.of()),
            clock::get);
    assertThat(progress.line(0)).isEqualTo("stage 1 of 3: ingest mail; about 60 s left in all");
    // Twice as slow as planned.
    clock.set(20_000_000_000L);
    assertThat(progress.line(1)).isEqualTo("stage 2 of 3: walk mail, seed 1; about 100 s left in all");
    clock.set(60_000_000_000L);
    assertThat(progress.line(2)).isEqualTo("stage 3 of 3: sweep mail; about 60 s left in all");
  }

  @Test
  void aStageThatNothingIsKnownOfLeavesTheTimeOpen() {
    JobPlan plan =
        new JobPlan("mail", List.of(Stage.reused(INGEST), Stage.of(WALK, 20, 5, 7), Stage.unknown(SWEEP)), List.of());
    assertThat(plan.seconds()).isEmpty();
    assertThat(plan.reused()).isEqualTo(1);
    assertThat(plan.disk()).isEqualTo(5);
    assertThat(new PlanProgress(plan, () -> 0).line(1)).isEqualTo("stage 2 of 3: walk mail, seed 1");
  }
}
