package io.sparsewalk.spark.sweep;

import io.sparsewalk.trainer.RoundExecutor;
import io.sparsewalk.trainer.RoundOrders;
import io.sparsewalk.trainer.RoundOutcome;
import java.util.List;

/** Rounds of which those of an epoch, from 0, and later ones end otherwise. */
record SpoiltRounds(RoundExecutor rounds, int epoch, Runnable fault) implements RoundExecutor {
  @Override
  public int stepsPerEpoch() {
    return rounds.stepsPerEpoch();
  }

  @Override
  public List<RoundOutcome> run(RoundOrders.Span span, List<RoundOrders> orders) {
    if (span.epoch() >= epoch) {
      fault.run();
    }
    return rounds.run(span, orders);
  }

  @Override
  public List<Scores> score(List<Network> networks, Part part) {
    return rounds.score(networks, part);
  }
}
