package io.sparsewalk.sparsity;

import io.sparsewalk.common.StateStream;
import java.util.List;

/**
 * Lottery tickets (Frankle and Carbin, ICLR 2019): train, prune the same share of what is left in every round by magnitude, rewind the
 * survivors to their initial values, and again.
 */
public final class LotteryTicket extends TrainAndPrune {
  private final PruningRounds rounds;
  private float[] initial;
  private int round;

  /**
   * @param selection what stays in the end
   */
  public LotteryTicket(LotteryConfig config, Selection selection) {
    super(selection);
    rounds = PruningRounds.of(config);
  }

  @Override
  public List<Phase> phases() {
    return rounds.phases();
  }

  @Override
  public void beginPhase(Phase phase, TrainingState state, Probe probe) {
    if (round == 0) {
      initial = state.parameters().clone();
    } else {
      Mask selected = selection.of(state.parameters(), rounds.kept(selection, round));
      System.arraycopy(initial, 0, state.parameters(), 0, initial.length);
      prune(state, selected);
    }
    round++;
  }

  @Override
  public void carry(StateStream stream) {
    super.carry(stream);
    initial = stream.floats(initial);
    round = stream.number(round);
  }
}
