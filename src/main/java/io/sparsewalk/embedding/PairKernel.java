package io.sparsewalk.embedding;

import io.sparsewalk.common.Seeds;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Trains pairs one after the other: the context's input row learns to tell the centre's output row from noise rows. The noise of
 * several pairs is drawn and their rows are read ahead, so that cache misses overlap. Sums are always taken in the order of 8
 * lanes, so that the result does not depend on the machine or the compiler; {@code vector = false} computes the same, plainly.
 *
 * <p>Belongs to one thread.
 */
final class PairKernel {
  /** Floats a row are a multiple of this. */
  static final int LANES = 8;

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;
  private static final VectorShuffle<Float> BY_FOUR = VectorShuffle.fromOp(SPECIES, i -> i ^ 4);
  private static final VectorShuffle<Float> BY_TWO = VectorShuffle.fromOp(SPECIES, i -> i ^ 2);
  private static final VectorShuffle<Float> BY_ONE = VectorShuffle.fromOp(SPECIES, i -> i ^ 1);

  private static final int AHEAD = 32;
  private static final float LARGEST_LOGIT = 6;
  private static final int CELLS = 4096;
  private static final float[] SIGMOID = new float[CELLS];

  static {
    for (int i = 0; i < CELLS; i++) {
      SIGMOID[i] = (float) (1 / (1 + StrictMath.exp(-((i + 0.5) / CELLS * 2 - 1) * LARGEST_LOGIT)));
    }
  }

  private final int stride;
  private final int targetsPerPair;
  private final boolean sharedByCentre;
  private final boolean vector;
  private final int[] targets;
  private final float[] step;
  private final float[] lanes = new float[LANES];
  /** Keeps the compiler from dropping the reads ahead. */
  float touched;

  /**
   * @param stride floats a row
   * @param sharedByCentre true: neighbouring pairs of one centre share their noise
   */
  PairKernel(int stride, int negatives, boolean sharedByCentre, boolean vector) {
    this.stride = stride;
    this.sharedByCentre = sharedByCentre;
    this.vector = vector;
    targetsPerPair = negatives + 1;
    targets = new int[AHEAD * targetsPerPair];
    step = new float[stride];
  }

  /** True if the machine has registers for the vector form. */
  static boolean isFast() {
    return FloatVector.SPECIES_PREFERRED.length() >= LANES;
  }

  /**
   * Trains pairs [begin, end).
   *
   * @param input rows of the contexts' block
   * @param output rows of the centres' block
   * @param noise distribution over the rows of {@code output}
   * @param contexts row of each pair in {@code input}
   * @param centres row of each pair in {@code output}
   * @param stream of random numbers, numbered by pair
   * @param rateBefore learning rate of the first pair, falling linearly
   * @param rateAfter learning rate after the last pair
   */
  void train(float[] input, float[] output, AliasTable noise, int[] contexts, int[] centres, int begin, int end,
      long stream, double rateBefore, double rateAfter) {
    for (int from = begin; from < end; from += AHEAD) {
      int to = Math.min(end, from + AHEAD);
      draw(noise, centres, from, to, begin, stream);
      touch(input, output, contexts, from, to);
      for (int pair = from; pair < to; pair++) {
        float rate = (float) (rateBefore + (rateAfter - rateBefore) * (pair - begin) / (end - begin));
        if (vector) {
          trainByVectors(input, output, contexts[pair] * stride, (pair - from) * targetsPerPair, rate);
        } else {
          trainPlainly(input, output, contexts[pair] * stride, (pair - from) * targetsPerPair, rate);
        }
      }
    }
  }

  private void draw(AliasTable noise, int[] centres, int from, int to, int begin, long stream) {
    for (int pair = from; pair < to; pair++) {
      int first = (pair - from) * targetsPerPair;
      int centre = centres[pair];
      targets[first] = centre;
      // Shared noise does not reach back over a stretch that was drawn together.
      if (sharedByCentre && pair > from && centres[pair - 1] == centre) {
        System.arraycopy(targets, first - targetsPerPair, targets, first, targetsPerPair);
        continue;
      }
      long draw = (long) (pair - begin) * targetsPerPair;
      for (int t = 1; t < targetsPerPair; t++) {
        targets[first + t] = noise.draw(Seeds.bits(stream, draw + t));
      }
    }
  }

  private void touch(float[] input, float[] output, int[] contexts, int from, int to) {
    float sum = 0;
    int used = (to - from) * targetsPerPair;
    for (int lane = 0; lane < stride; lane += 2 * LANES) {
      for (int pair = from; pair < to; pair++) {
        sum += input[contexts[pair] * stride + lane];
      }
      for (int t = 0; t < used; t++) {
        sum += output[targets[t] * stride + lane];
      }
    }
    touched = sum;
  }

  private void trainByVectors(float[] input, float[] output, int in, int first, float rate) {
    if (stride == LANES) {
      trainShortRow(input, output, in, first, rate);
      return;
    }
    Arrays.fill(step, 0);
    for (int t = 0; t < targetsPerPair; t++) {
      int target = targets[first + t];
      if (t > 0 && target == targets[first]) {
        continue;
      }
      int out = target * stride;
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int d = 0; d < stride; d += LANES) {
        sum = sum.add(FloatVector.fromArray(SPECIES, input, in + d).mul(FloatVector.fromArray(SPECIES, output, out + d)));
      }
      float gradient = ((t == 0 ? 1 : 0) - sigmoid(fold(sum))) * rate;
      for (int d = 0; d < stride; d += LANES) {
        FloatVector o = FloatVector.fromArray(SPECIES, output, out + d);
        FloatVector.fromArray(SPECIES, step, d).add(o.mul(gradient)).intoArray(step, d);
        o.add(FloatVector.fromArray(SPECIES, input, in + d).mul(gradient)).intoArray(output, out + d);
      }
    }
    for (int d = 0; d < stride; d += LANES) {
      FloatVector.fromArray(SPECIES, input, in + d).add(FloatVector.fromArray(SPECIES, step, d)).intoArray(input, in + d);
    }
  }

  /** A row is one vector. */
  private void trainShortRow(float[] input, float[] output, int in, int first, float rate) {
    FloatVector x = FloatVector.fromArray(SPECIES, input, in);
    FloatVector change = FloatVector.zero(SPECIES);
    int centre = targets[first];
    for (int t = 0; t < targetsPerPair; t++) {
      int target = targets[first + t];
      if (t > 0 && target == centre) {
        continue;
      }
      int out = target * LANES;
      FloatVector o = FloatVector.fromArray(SPECIES, output, out);
      float gradient = ((t == 0 ? 1 : 0) - sigmoid(fold(x.mul(o)))) * rate;
      change = change.add(o.mul(gradient));
      o.add(x.mul(gradient)).intoArray(output, out);
    }
    x.add(change).intoArray(input, in);
  }

  private static float fold(FloatVector sum) {
    FloatVector four = sum.add(sum.rearrange(BY_FOUR));
    FloatVector two = four.add(four.rearrange(BY_TWO));
    return two.add(two.rearrange(BY_ONE)).lane(0);
  }

  private void trainPlainly(float[] input, float[] output, int in, int first, float rate) {
    Arrays.fill(step, 0);
    for (int t = 0; t < targetsPerPair; t++) {
      int target = targets[first + t];
      if (t > 0 && target == targets[first]) {
        continue;
      }
      int out = target * stride;
      Arrays.fill(lanes, 0);
      for (int d = 0; d < stride; d++) {
        lanes[d % LANES] += input[in + d] * output[out + d];
      }
      for (int half = LANES / 2; half > 0; half /= 2) {
        for (int i = 0; i < half; i++) {
          lanes[i] += lanes[i + half];
        }
      }
      float gradient = ((t == 0 ? 1 : 0) - sigmoid(lanes[0])) * rate;
      for (int d = 0; d < stride; d++) {
        step[d] += output[out + d] * gradient;
        output[out + d] += input[in + d] * gradient;
      }
    }
    for (int d = 0; d < stride; d++) {
      input[in + d] += step[d];
    }
  }

  /** With word2vec's cut, 0 or 1 beyond +-6, and from a table as there, but of 4096 cells and at their middles. */
  static float sigmoid(float logit) {
    if (logit > LARGEST_LOGIT) {
      return 1;
    }
    return logit < -LARGEST_LOGIT ? 0
        : SIGMOID[Math.min(CELLS - 1, (int) ((logit + LARGEST_LOGIT) * (CELLS / (2 * LARGEST_LOGIT))))];
  }
}
