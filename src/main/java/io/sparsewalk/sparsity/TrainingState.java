package io.sparsewalk.sparsity;

import io.sparsewalk.common.StateStream;
import java.io.Serializable;

/**
 * Everything an optimizer changes. Mutable; {@link #copy} before sharing.
 *
 * @param parameters weights and biases
 * @param momentum first moment (momentum buffer of SGD)
 * @param second second moment of Adam
 * @param steps one element: steps taken since the moments were cleared
 */
public record TrainingState(float[] parameters, float[] momentum, float[] second, long[] steps)
    implements Serializable {

  /** Fresh moments around these parameters, which are not copied. */
  public static TrainingState of(float[] parameters) {
    return new TrainingState(parameters, new float[parameters.length], new float[parameters.length], new long[1]);
  }

  /** Takes a state down, or gives one back; null if there is none. */
  public static TrainingState carried(StateStream stream, TrainingState now) {
    if (!stream.flag(now != null)) {
      return null;
    }
    boolean isGiving = stream.isGiving();
    float[] parameters = stream.floats(isGiving ? null : now.parameters);
    float[] momentum = stream.floats(isGiving ? null : now.momentum);
    float[] second = stream.floats(isGiving ? null : now.second);
    long[] steps = stream.longs(isGiving ? null : now.steps);
    return isGiving ? new TrainingState(parameters, momentum, second, steps) : now;
  }

  public TrainingState copy() {
    return new TrainingState(parameters.clone(), momentum.clone(), second.clone(), steps.clone());
  }

  /** Clears weight and moments of everything masked. */
  public void maskInPlace(Mask mask) {
    mask.applyInPlace(parameters);
    mask.applyInPlace(momentum);
    mask.applyInPlace(second);
  }
}
