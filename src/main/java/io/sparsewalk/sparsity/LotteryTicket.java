package io.sparsewalk.sparsity;

import java.util.ArrayList;
import java.util.List;

/**
 * Lottery tickets (Frankle and Carbin, ICLR 2019): train, prune the same share of what is left in every round by magnitude, rewind the
 * survivors to their initial values, and again.
 */
public final class LotteryTicket extends TrainAndPrune {
  private final LotteryConfig config;
  private final int rounds;
  private float[] initial;
  private int round;

  /**
   * @param selection what stays in the end
   */
  public LotteryTicket(LotteryConfig config, Selection selection) {
    super(selection);
    this.config = config;
    rounds = Math.min(config.rounds(), config.epochs());
  }

  @Override
  public List<Phase> phases() {
    List<Phase> phases = new ArrayList<>();
    for (int r = 0; r < rounds; r++) {
      int epochs = config.epochs() * (r + 1) / rounds - config.epochs() * r / rounds;
      phases.add(new Phase("round " + (r + 1), epochs, config.optimizer(), 0, epochs, Phase.Start.NEW_OPTIMIZER,
          r == rounds - 1));
    }
    return phases;
  }

  @Override
  public void beginPhase(Phase phase, TrainingState state, Probe probe) {
    if (round == 0) {
      initial = state.parameters().clone();
    } else {
      int[] kept = new int[layout.layers()];
      for (int l = 0; l < kept.length; l++) {
        double share = Math.pow((double) selection.counts()[l] / layout.weights(l), (double) round / (rounds - 1));
        kept[l] = Math.max(selection.counts()[l], (int) Math.round(share * layout.weights(l)));
      }
      Mask selected = selection.of(state.parameters(), kept);
      System.arraycopy(initial, 0, state.parameters(), 0, initial.length);
      prune(state, selected);
    }
    round++;
  }
}
