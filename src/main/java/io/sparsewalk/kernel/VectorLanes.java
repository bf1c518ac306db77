package io.sparsewalk.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Vector API kernel. Where most weights are missing, eight vectors of lanes accumulate in registers over the kept inputs of a unit
 * (forward, backward), or eight kept weights share each load of the unit's gradient (gradient). A link costs lanes / vector width
 * fused multiply-adds, so the work falls with the number of kept weights. Where most are kept, {@link QuadLanes} computes four units
 * at a time, to the same bits.
 *
 * <p>Horizontal sums and exponentials are spelled out in exact operations: the library's own may differ in the last bit between
 * interpreted and compiled code, and the same seed would then not give the same bytes.
 */
public final class VectorLanes implements LaneKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = SPECIES.length();
  private static final int EIGHT = 8 * WIDTH;

  /** Units of which four together keep a smaller share of their weights are faster one by one (site/performance.md). */
  private static final double QUAD_SHARE = 0.7;

  private final float[] scratch = new float[EIGHT];
  private final QuadLanes quads = new QuadLanes();

  /** The quads of units that pay on this machine. */
  static Quads quads(int[] offsets, int[] others, int[] weights) {
    return Quads.of(offsets, others, weights, QUAD_SHARE);
  }

  @Override
  public void forward(float[] parameters, Links links, Tile x, Tile out, boolean relu) {
    combine(parameters, links, x, out, relu ? 0 : Float.NEGATIVE_INFINITY, false);
  }

  @Override
  public void backward(float[] parameters, Links transposed, Tile delta, Tile values) {
    combine(parameters, transposed, delta, values, Float.NEGATIVE_INFINITY, true);
  }

  private void combine(float[] parameters, Links links, Tile from, Tile to, float least, boolean gated) {
    float[] x = from.values();
    float[] y = to.values();
    int lanes = from.lanes();
    for (int p = 0; p < links.units().length; p++) {
      if (links.quads().isTogether(p)) {
        quads.load(parameters, links, p / Quads.SIZE);
        quads.combine(links, p / Quads.SIZE, from, to, least, gated);
        p += Quads.SIZE - 1;
        continue;
      }
      float bias = links.biases().length == 0 ? 0 : parameters[links.biases()[p]];
      int end = links.offsets()[p + 1];
      for (int block = 0; block < lanes; block += EIGHT) {
        FloatVector s0 = FloatVector.broadcast(SPECIES, bias);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector s4 = s0;
        FloatVector s5 = s0;
        FloatVector s6 = s0;
        FloatVector s7 = s0;
        for (int k = links.offsets()[p]; k < end; k++) {
          FloatVector w = FloatVector.broadcast(SPECIES, parameters[links.weights()[k]]);
          int at = from.offset() + links.others()[k] * lanes + block;
          s0 = FloatVector.fromArray(SPECIES, x, at).fma(w, s0);
          s1 = FloatVector.fromArray(SPECIES, x, at + WIDTH).fma(w, s1);
          s2 = FloatVector.fromArray(SPECIES, x, at + 2 * WIDTH).fma(w, s2);
          s3 = FloatVector.fromArray(SPECIES, x, at + 3 * WIDTH).fma(w, s3);
          s4 = FloatVector.fromArray(SPECIES, x, at + 4 * WIDTH).fma(w, s4);
          s5 = FloatVector.fromArray(SPECIES, x, at + 5 * WIDTH).fma(w, s5);
          s6 = FloatVector.fromArray(SPECIES, x, at + 6 * WIDTH).fma(w, s6);
          s7 = FloatVector.fromArray(SPECIES, x, at + 7 * WIDTH).fma(w, s7);
        }
        int at = to.offset() + links.units()[p] * lanes + block;
        if (gated) {
          s0.intoArray(scratch, 0);
          s1.intoArray(scratch, WIDTH);
          s2.intoArray(scratch, 2 * WIDTH);
          s3.intoArray(scratch, 3 * WIDTH);
          s4.intoArray(scratch, 4 * WIDTH);
          s5.intoArray(scratch, 5 * WIDTH);
          s6.intoArray(scratch, 6 * WIDTH);
          s7.intoArray(scratch, 7 * WIDTH);
          gate(scratch, 0, EIGHT, y, at);
        } else {
          s0.max(least).intoArray(y, at);
          s1.max(least).intoArray(y, at + WIDTH);
          s2.max(least).intoArray(y, at + 2 * WIDTH);
          s3.max(least).intoArray(y, at + 3 * WIDTH);
          s4.max(least).intoArray(y, at + 4 * WIDTH);
          s5.max(least).intoArray(y, at + 5 * WIDTH);
          s6.max(least).intoArray(y, at + 6 * WIDTH);
          s7.max(least).intoArray(y, at + 7 * WIDTH);
        }
      }
    }
  }

  /** The sums, where an output, which is not negative, is above 0. A method of its own, so that it is compiled well. */
  static void gate(float[] sums, int begin, int size, float[] y, int at) {
    for (int i = 0; i < size; i += WIDTH) {
      IntVector open =
          FloatVector.fromArray(SPECIES, y, at + i).reinterpretAsInts().neg().lanewise(VectorOperators.ASHR, 31);
      FloatVector.fromArray(SPECIES, sums, begin + i)
          .reinterpretAsInts()
          .and(open)
          .reinterpretAsFloats()
          .intoArray(y, at + i);
    }
  }

  @Override
  public void gradient(Links links, Tile x, Tile delta, float[] gradient) {
    for (int p = 0; p < links.units().length; p++) {
      int unit = delta.row(links.units()[p]);
      if (links.biases().length > 0) {
        gradient[links.biases()[p]] += sum(delta, unit);
      }
      int k = links.offsets()[p];
      int end = links.offsets()[p + 1];
      if (links.quads().isTogether(p)) {
        if (p % Quads.SIZE == 0) {
          quads.gradient(links, p / Quads.SIZE, x, delta, gradient);
        }
        k += (end - k) / 8 * 8;
      }
      for (; k + 8 <= end; k += 8) {
        eightDots(links, k, x, delta, unit);
        for (int i = 0; i < 8; i++) {
          gradient[links.weights()[k + i]] += fold(scratch, i * WIDTH);
        }
      }
      for (; k < end; k++) {
        gradient[links.weights()[k]] += dot(x, x.row(links.others()[k]), delta, unit);
      }
    }
  }

  private void eightDots(Links links, int k, Tile tile, Tile delta, int unit) {
    float[] x = tile.values();
    float[] d = delta.values();
    int[] others = links.others();
    int x0 = tile.row(others[k]);
    int x1 = tile.row(others[k + 1]);
    int x2 = tile.row(others[k + 2]);
    int x3 = tile.row(others[k + 3]);
    int x4 = tile.row(others[k + 4]);
    int x5 = tile.row(others[k + 5]);
    int x6 = tile.row(others[k + 6]);
    int x7 = tile.row(others[k + 7]);
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    for (int r = 0; r < tile.lanes(); r += WIDTH) {
      FloatVector g = FloatVector.fromArray(SPECIES, d, unit + r);
      s0 = FloatVector.fromArray(SPECIES, x, x0 + r).fma(g, s0);
      s1 = FloatVector.fromArray(SPECIES, x, x1 + r).fma(g, s1);
      s2 = FloatVector.fromArray(SPECIES, x, x2 + r).fma(g, s2);
      s3 = FloatVector.fromArray(SPECIES, x, x3 + r).fma(g, s3);
      s4 = FloatVector.fromArray(SPECIES, x, x4 + r).fma(g, s4);
      s5 = FloatVector.fromArray(SPECIES, x, x5 + r).fma(g, s5);
      s6 = FloatVector.fromArray(SPECIES, x, x6 + r).fma(g, s6);
      s7 = FloatVector.fromArray(SPECIES, x, x7 + r).fma(g, s7);
    }
    s0.intoArray(scratch, 0);
    s1.intoArray(scratch, WIDTH);
    s2.intoArray(scratch, 2 * WIDTH);
    s3.intoArray(scratch, 3 * WIDTH);
    s4.intoArray(scratch, 4 * WIDTH);
    s5.intoArray(scratch, 5 * WIDTH);
    s6.intoArray(scratch, 6 * WIDTH);
    s7.intoArray(scratch, 7 * WIDTH);
  }

  private float dot(Tile tile, int feature, Tile delta, int unit) {
    float[] x = tile.values();
    float[] d = delta.values();
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int r = 0; r < tile.lanes(); r += 4 * WIDTH) {
      s0 = FloatVector.fromArray(SPECIES, x, feature + r).fma(FloatVector.fromArray(SPECIES, d, unit + r), s0);
      s1 = FloatVector.fromArray(SPECIES, x, feature + r + WIDTH)
          .fma(FloatVector.fromArray(SPECIES, d, unit + r + WIDTH), s1);
      s2 = FloatVector.fromArray(SPECIES, x, feature + r + 2 * WIDTH)
          .fma(FloatVector.fromArray(SPECIES, d, unit + r + 2 * WIDTH), s2);
      s3 = FloatVector.fromArray(SPECIES, x, feature + r + 3 * WIDTH)
          .fma(FloatVector.fromArray(SPECIES, d, unit + r + 3 * WIDTH), s3);
    }
    s0.add(s1).add(s2.add(s3)).intoArray(scratch, 0);
    return fold(scratch, 0);
  }

  private float sum(Tile delta, int unit) {
    float[] d = delta.values();
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int r = 0; r < delta.lanes(); r += 4 * WIDTH) {
      s0 = s0.add(FloatVector.fromArray(SPECIES, d, unit + r));
      s1 = s1.add(FloatVector.fromArray(SPECIES, d, unit + r + WIDTH));
      s2 = s2.add(FloatVector.fromArray(SPECIES, d, unit + r + 2 * WIDTH));
      s3 = s3.add(FloatVector.fromArray(SPECIES, d, unit + r + 3 * WIDTH));
    }
    s0.add(s1).add(s2.add(s3)).intoArray(scratch, 0);
    return fold(scratch, 0);
  }

  /** Sum of one vector of an array, always in the same order: of every fourth value, then of the four sums. */
  static float fold(float[] values, int from) {
    FloatVector fourths = FloatVector.zero(FloatVector.SPECIES_128);
    for (int i = from; i < from + WIDTH; i += 4) {
      fourths = fourths.add(FloatVector.fromArray(FloatVector.SPECIES_128, values, i));
    }
    return (fourths.lane(0) + fourths.lane(1)) + (fourths.lane(2) + fourths.lane(3));
  }

  @Override
  public double crossEntropy(Tile logits, float[] labels, int first, int count, float scale) {
    float[] z = logits.values();
    double loss = 0;
    int r = 0;
    for (; r + WIDTH <= count; r += WIDTH) {
      int at = logits.offset() + r;
      FloatVector logit = FloatVector.fromArray(SPECIES, z, at);
      FloatVector label = FloatVector.fromArray(SPECIES, labels, first + r);
      FloatVector e = VectorMath.expOfNegative(logit.abs().neg());
      FloatVector small = e.div(e.add(1));
      FloatVector sigmoid =
          small.blend(FloatVector.broadcast(SPECIES, 1).sub(small), logit.compare(VectorOperators.GE, 0));
      logit.max(0).add(VectorMath.log1p(e)).sub(label.mul(logit)).intoArray(scratch, 0);
      sigmoid.sub(label).mul(scale).intoArray(z, at);
      loss += fold(scratch, 0);
    }
    // The remaining lanes by the same formulas, so that a row's loss does not depend on its place.
    if (r < logits.lanes()) {
      loss += tail(logits, labels, first, new int[] {r, count}, scale);
    }
    return loss;
  }

  private double tail(Tile logits, float[] labels, int first, int[] range, float scale) {
    double loss = 0;
    for (int r = range[0]; r < logits.lanes(); r++) {
      int at = logits.offset() + r;
      double z = logits.values()[at];
      if (r < range[1]) {
        double y = labels[first + r];
        loss += Math.max(z, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(z))) - y * z;
        logits.values()[at] = (float) (scale * (1 / (1 + StrictMath.exp(-z)) - y));
      } else {
        logits.values()[at] = 0;
      }
    }
    return loss;
  }

  @Override
  public double softmaxCrossEntropy(Tile logits, int classes, float[] labels, int first, int count, float scale) {
    float[] z = logits.values();
    double loss = 0;
    for (int r = 0; r < logits.lanes(); r += WIDTH) {
      FloatVector largest = FloatVector.fromArray(SPECIES, z, logits.row(0) + r);
      for (int c = 1; c < classes; c++) {
        largest = largest.max(FloatVector.fromArray(SPECIES, z, logits.row(c) + r));
      }
      int here = Math.max(0, Math.min(WIDTH, count - r));
      for (int i = 0; i < here; i++) {
        loss -= z[logits.row((int) labels[first + r + i]) + r + i];
      }
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int c = 0; c < classes; c++) {
        FloatVector e = VectorMath.expOfNegative(FloatVector.fromArray(SPECIES, z, logits.row(c) + r).sub(largest));
        e.intoArray(z, logits.row(c) + r);
        sum = sum.add(e);
      }
      sum.intoArray(scratch, 0);
      largest.intoArray(scratch, WIDTH);
      for (int i = 0; i < here; i++) {
        loss += StrictMath.log(scratch[i]) + scratch[WIDTH + i];
      }
      FloatVector factor = FloatVector.broadcast(SPECIES, scale).div(sum);
      for (int c = 0; c < classes; c++) {
        FloatVector.fromArray(SPECIES, z, logits.row(c) + r).mul(factor).intoArray(z, logits.row(c) + r);
      }
      for (int i = 0; i < here; i++) {
        z[logits.row((int) labels[first + r + i]) + r + i] -= scale;
      }
      for (int c = 0; c < classes && here < WIDTH; c++) {
        Arrays.fill(z, logits.row(c) + r + here, logits.row(c) + r + WIDTH, 0);
      }
    }
    return loss;
  }
}
