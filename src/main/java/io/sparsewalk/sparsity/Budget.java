package io.sparsewalk.sparsity;

/** What the epochs of a method with several trainings are. */
public enum Budget {
  /** Of every training, as the authors do. */
  FULL,
  /** Of all trainings together, so that the method costs no more than another. */
  SHARED
}
