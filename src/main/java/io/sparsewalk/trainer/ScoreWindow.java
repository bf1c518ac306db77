package io.sparsewalk.trainer;

import io.sparsewalk.common.StateStream;

/** The mean gradient over the steps before an update, which may lie in several rounds, as epochs and other trainings cut them. */
final class ScoreWindow {
  private static final float[] NONE = new float[0];

  private float[] scores = NONE;
  private int steps;

  /**
   * Takes note of a round's scores.
   *
   * @param ofRound mean over its last steps; the array is taken over
   * @param roundSteps how many these are; 0 = none
   */
  void gather(float[] ofRound, int roundSteps) {
    if (roundSteps == 0) {
      return;
    }
    if (steps == 0) {
      scores = ofRound;
    } else {
      int all = steps + roundSteps;
      for (int i = 0; i < scores.length; i++) {
        scores[i] = (scores[i] * steps + ofRound[i] * roundSteps) / all;
      }
    }
    steps += roundSteps;
  }

  /** The scores so far, empty if there are none; begins anew. */
  float[] take() {
    float[] taken = scores;
    scores = NONE;
    steps = 0;
    return taken;
  }

  void carry(StateStream stream) {
    scores = stream.floats(scores);
    steps = stream.number(steps);
  }
}
