package io.sparsewalk.trainer;

import io.sparsewalk.common.Seeds;
import java.io.Serializable;

/** One worker's part of a group's data. Travels as a description; the data are read where they are used. */
public interface Shard extends Serializable {

  /** From 0. */
  int worker();

  /** Draws what training needs, the same for all workers. */
  Seeds seeds();

  /** Every so-manieth training example, a stretch of the examples of every {@link RoundExecutor.Part}, all features. */
  TrialData data();
}
