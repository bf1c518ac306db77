package io.sparsewalk.embedding;

import io.sparsewalk.common.AliasTable;
import io.sparsewalk.common.Seeds;
import java.util.Arrays;

/**
 * Trains pairs one after the other: the context's input row learns to tell the centre's output row from noise rows. The noise of
 * several pairs is drawn and their rows are read ahead, so that cache misses overlap. Rows are padded to 8 floats. Belongs to one
 * thread.
 *
 * <p>Rows of a multiple of 32 floats are {@link LongRows}. Others are plain arithmetic in 8 lanes, which the compiler keeps apart in
 * registers: 8 floats fill half a register, and a second vector species in the JVM keeps the compiler from using the registers in
 * the kernels of the sweep (measured: 4 times slower there).
 */
final class PairKernel {
  /** Floats a row are a multiple of this. */
  static final int LANES = 8;

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
  private final LongRows longRows;
  private final int targetsPerPair;
  private final boolean sharedByCentre;
  private final int[] targets;
  private final float[] step;
  /** Keeps the compiler from dropping the reads ahead. */
  float touched;

  /**
   * @param stride floats a row
   * @param sharedByCentre true: neighbouring pairs of one centre share their noise
   */
  PairKernel(int stride, int negatives, boolean sharedByCentre) {
    this(stride, negatives, sharedByCentre, LongRows.isFast());
  }

  /**
   * @param vectors false: plain arithmetic also for long rows, the same to the bit
   */
  PairKernel(int stride, int negatives, boolean sharedByCentre, boolean vectors) {
    this.stride = stride;
    longRows = stride % LongRows.LANES == 0 ? new LongRows(stride, vectors) : null;
    this.sharedByCentre = sharedByCentre;
    targetsPerPair = negatives + 1;
    targets = new int[AHEAD * targetsPerPair];
    step = new float[stride];
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
        if (stride == LANES) {
          trainShortRow(input, output, contexts[pair] * LANES, (pair - from) * targetsPerPair, rate);
        } else if (longRows != null) {
          trainLongRow(input, output, contexts[pair] * stride, (pair - from) * targetsPerPair, rate);
        } else {
          trainRow(input, output, contexts[pair] * stride, (pair - from) * targetsPerPair, rate);
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

  /** A row of 8 floats stays in registers. */
  private void trainShortRow(float[] input, float[] output, int in, int first, float rate) {
    float x0 = input[in];
    float x1 = input[in + 1];
    float x2 = input[in + 2];
    float x3 = input[in + 3];
    float x4 = input[in + 4];
    float x5 = input[in + 5];
    float x6 = input[in + 6];
    float x7 = input[in + 7];
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int centre = targets[first];
    for (int t = 0; t < targetsPerPair; t++) {
      int target = targets[first + t];
      if (t > 0 && target == centre) {
        continue;
      }
      int out = target * LANES;
      float y0 = output[out];
      float y1 = output[out + 1];
      float y2 = output[out + 2];
      float y3 = output[out + 3];
      float y4 = output[out + 4];
      float y5 = output[out + 5];
      float y6 = output[out + 6];
      float y7 = output[out + 7];
      float logit = (x0 * y0 + x4 * y4 + (x2 * y2 + x6 * y6)) + (x1 * y1 + x5 * y5 + (x3 * y3 + x7 * y7));
      float gradient = ((t == 0 ? 1 : 0) - sigmoid(logit)) * rate;
      s0 += y0 * gradient;
      s1 += y1 * gradient;
      s2 += y2 * gradient;
      s3 += y3 * gradient;
      s4 += y4 * gradient;
      s5 += y5 * gradient;
      s6 += y6 * gradient;
      s7 += y7 * gradient;
      output[out] = y0 + x0 * gradient;
      output[out + 1] = y1 + x1 * gradient;
      output[out + 2] = y2 + x2 * gradient;
      output[out + 3] = y3 + x3 * gradient;
      output[out + 4] = y4 + x4 * gradient;
      output[out + 5] = y5 + x5 * gradient;
      output[out + 6] = y6 + x6 * gradient;
      output[out + 7] = y7 + x7 * gradient;
    }
    input[in] = x0 + s0;
    input[in + 1] = x1 + s1;
    input[in + 2] = x2 + s2;
    input[in + 3] = x3 + s3;
    input[in + 4] = x4 + s4;
    input[in + 5] = x5 + s5;
    input[in + 6] = x6 + s6;
    input[in + 7] = x7 + s7;
  }

  private void trainRow(float[] input, float[] output, int in, int first, float rate) {
    Arrays.fill(step, 0);
    for (int t = 0; t < targetsPerPair; t++) {
      int target = targets[first + t];
      if (t > 0 && target == targets[first]) {
        continue;
      }
      int out = target * stride;
      float gradient = ((t == 0 ? 1 : 0) - sigmoid(dot(input, in, output, out))) * rate;
      // Loops that the compiler turns into vector instructions.
      for (int d = 0; d < stride; d++) {
        step[d] += output[out + d] * gradient;
      }
      for (int d = 0; d < stride; d++) {
        output[out + d] += input[in + d] * gradient;
      }
    }
    for (int d = 0; d < stride; d++) {
      input[in + d] += step[d];
    }
  }

  private void trainLongRow(float[] input, float[] output, int in, int first, float rate) {
    Arrays.fill(step, 0);
    for (int t = 0; t < targetsPerPair; t++) {
      int target = targets[first + t];
      if (t > 0 && target == targets[first]) {
        continue;
      }
      int out = target * stride;
      float gradient = ((t == 0 ? 1 : 0) - sigmoid(longRows.dot(input, in, output, out))) * rate;
      longRows.step(input, in, output, out, gradient, step);
    }
    for (int d = 0; d < stride; d++) {
      input[in + d] += step[d];
    }
  }

  private float dot(float[] a, int i, float[] b, int j) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    for (int d = 0; d < stride; d += LANES) {
      s0 += a[i + d] * b[j + d];
      s1 += a[i + d + 1] * b[j + d + 1];
      s2 += a[i + d + 2] * b[j + d + 2];
      s3 += a[i + d + 3] * b[j + d + 3];
      s4 += a[i + d + 4] * b[j + d + 4];
      s5 += a[i + d + 5] * b[j + d + 5];
      s6 += a[i + d + 6] * b[j + d + 6];
      s7 += a[i + d + 7] * b[j + d + 7];
    }
    return (s0 + s4 + (s2 + s6)) + (s1 + s5 + (s3 + s7));
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
