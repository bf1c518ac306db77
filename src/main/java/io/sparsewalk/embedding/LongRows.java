package io.sparsewalk.embedding;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products and steps of rows of a multiple of 32 floats, by the Vector API. Sums are taken in 32 lanes whatever the width of a
 * register, so that all machines find the same bits, also without vectors. The species is that of the sweep's kernels. Belongs to
 * one thread.
 */
final class LongRows {
  static final int LANES = 32;

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = SPECIES.length();

  private final int stride;
  private final boolean vectors;
  private final float[] folded = new float[LANES / 2];

  /**
   * @param stride floats a row
   */
  LongRows(int stride, boolean vectors) {
    this.stride = stride;
    this.vectors = vectors;
  }

  /** True if registers have 8 or 16 floats. */
  static boolean isFast() {
    return WIDTH == LANES / 2 || WIDTH == LANES / 4;
  }

  /** The product of two rows. */
  float dot(float[] a, int i, float[] b, int j) {
    return vectors ? vectorDot(a, i, b, j) : plainDot(a, i, b, j);
  }

  /** step += gradient * output row, then output row += gradient * input row. */
  void step(float[] input, int in, float[] output, int out, float gradient, float[] step) {
    if (vectors) {
      vectorStep(input, in, output, out, gradient, step);
    } else {
      plainStep(input, in, output, out, gradient, step);
    }
  }

  private void vectorStep(float[] input, int in, float[] output, int out, float gradient, float[] step) {
    FloatVector g = FloatVector.broadcast(SPECIES, gradient);
    for (int d = 0; d < stride; d += WIDTH) {
      FloatVector y = FloatVector.fromArray(SPECIES, output, out + d);
      y.fma(g, FloatVector.fromArray(SPECIES, step, d)).intoArray(step, d);
      FloatVector.fromArray(SPECIES, input, in + d).fma(g, y).intoArray(output, out + d);
    }
  }

  private void plainStep(float[] input, int in, float[] output, int out, float gradient, float[] step) {
    for (int d = 0; d < stride; d++) {
      step[d] = Math.fma(output[out + d], gradient, step[d]);
      output[out + d] = Math.fma(input[in + d], gradient, output[out + d]);
    }
  }

  private float vectorDot(float[] a, int i, float[] b, int j) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    if (WIDTH == LANES / 2) {
      for (int d = 0; d < stride; d += LANES) {
        s0 = FloatVector.fromArray(SPECIES, a, i + d).fma(FloatVector.fromArray(SPECIES, b, j + d), s0);
        s1 = FloatVector.fromArray(SPECIES, a, i + d + WIDTH).fma(FloatVector.fromArray(SPECIES, b, j + d + WIDTH), s1);
      }
      s0.add(s1).intoArray(folded, 0);
    } else {
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      for (int d = 0; d < stride; d += LANES) {
        s0 = FloatVector.fromArray(SPECIES, a, i + d).fma(FloatVector.fromArray(SPECIES, b, j + d), s0);
        s1 = FloatVector.fromArray(SPECIES, a, i + d + WIDTH).fma(FloatVector.fromArray(SPECIES, b, j + d + WIDTH), s1);
        s2 = FloatVector.fromArray(SPECIES, a, i + d + 2 * WIDTH)
            .fma(FloatVector.fromArray(SPECIES, b, j + d + 2 * WIDTH), s2);
        s3 = FloatVector.fromArray(SPECIES, a, i + d + 3 * WIDTH)
            .fma(FloatVector.fromArray(SPECIES, b, j + d + 3 * WIDTH), s3);
      }
      s0.add(s2).intoArray(folded, 0);
      s1.add(s3).intoArray(folded, WIDTH);
    }
    return fold();
  }

  private float plainDot(float[] a, int i, float[] b, int j) {
    float[] lanes = new float[LANES];
    for (int d = 0; d < stride; d++) {
      lanes[d % LANES] = Math.fma(a[i + d], b[j + d], lanes[d % LANES]);
    }
    for (int lane = 0; lane < folded.length; lane++) {
      folded[lane] = lanes[lane] + lanes[lane + folded.length];
    }
    return fold();
  }

  private float fold() {
    float[] f = folded;
    return f[0] + f[8] + (f[4] + f[12]) + (f[2] + f[10] + (f[6] + f[14]))
        + (f[1] + f[9] + (f[5] + f[13]) + (f[3] + f[11] + (f[7] + f[15])));
  }
}
