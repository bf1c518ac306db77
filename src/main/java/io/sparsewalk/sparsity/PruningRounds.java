package io.sparsewalk.sparsity;

import java.util.ArrayList;
import java.util.List;

/**
 * Trainings that follow each other, with a pruning of the same share of what is left between two of them.
 *
 * @param epochs of all trainings together, the budget applied
 * @param count of trainings, at most one an epoch
 */
record PruningRounds(int epochs, int count, OptimizerConfig optimizer) {
  PruningRounds {
    count = Math.min(count, epochs);
  }

  static PruningRounds of(LotteryConfig config) {
    return new PruningRounds(config.totalEpochs(), config.rounds(), config.optimizer());
  }

  static PruningRounds of(UgsConfig config) {
    return new PruningRounds(config.totalEpochs(), config.rounds(), config.optimizer());
  }

  /** A phase a round; a network of the last one is tested. */
  List<Phase> phases() {
    List<Phase> phases = new ArrayList<>();
    for (int r = 0; r < count; r++) {
      int length = epochs * (r + 1) / count - epochs * r / count;
      phases.add(new Phase("round " + (r + 1), length, new Phase.Schedule(optimizer, 0, length),
          Phase.Start.NEW_OPTIMIZER, r == count - 1));
    }
    return phases;
  }

  /**
   * How many stay in a round.
   *
   * @param all in round 0
   * @param last in the last round
   */
  int kept(int all, int last, int round) {
    double share = Math.pow((double) last / all, (double) round / (count - 1));
    return Math.max(last, (int) Math.round(share * all));
  }

  /** So too of the weights of each layer. */
  int[] kept(Selection selection, int round) {
    int[] kept = new int[selection.counts().length];
    for (int l = 0; l < kept.length; l++) {
      kept[l] = kept(selection.layout().weights(l), selection.counts()[l], round);
    }
    return kept;
  }
}
