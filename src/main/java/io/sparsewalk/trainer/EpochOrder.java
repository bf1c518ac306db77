package io.sparsewalk.trainer;

import io.sparsewalk.common.Seeds;
import java.util.SplittableRandom;

/** The order in which an epoch goes through the training examples; drawn anew for every epoch. Belongs to one thread. */
public final class EpochOrder {
  private final Seeds own;
  private final Seeds seeds;
  private final int[] order;
  private int epoch = -1;

  /**
   * @param size number of examples
   * @param seeds of the training
   * @param worker whose examples they are; worker 0 draws as one that trains alone
   */
  public EpochOrder(int size, Seeds seeds, int worker) {
    own = worker == 0 ? seeds : seeds.child("worker").child(worker);
    this.seeds = own.child("order");
    order = new int[size];
  }

  /** Draws what else a step needs. */
  public Seeds step(int epoch, int step) {
    return own.child("step").child(epoch).child(step);
  }

  /** Draws what the scoring of a batch needs, the same whenever a part is scored. */
  public Seeds scoring(RoundExecutor.Part part, int batch) {
    return own.child("scoring").child(part.name()).child(batch);
  }

  /**
   * Indices of the examples, until the next call. Fisher and Yates, from the identity, so that an epoch does not depend on the
   * ones before.
   */
  public int[] of(int wanted) {
    if (wanted != epoch) {
      SplittableRandom random = seeds.child(wanted).generator();
      for (int i = 0; i < order.length; i++) {
        int other = random.nextInt(i + 1);
        order[i] = order[other];
        order[other] = i;
      }
      epoch = wanted;
    }
    return order;
  }
}
