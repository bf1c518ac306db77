package io.sparsewalk.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sums of a quad of units in 16 registers: four units by four vectors of lanes (forward, backward), or four units by four inputs
 * (gradient). A load serves four multiply-adds; one unit at a time it serves one. Every sum adds what {@link VectorLanes} adds for a
 * unit by itself, in its order, so the results are the same to the bit while the inputs are finite: a missing weight adds 0.
 */
final class QuadLanes {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = SPECIES.length();
  /** Lanes that are computed at once. */
  private static final int BLOCK = 4 * WIDTH;

  /** Vector j of unit i begins at {@code (4 i + j) WIDTH}. */
  private final float[] sums = new float[16 * WIDTH];
  private final int[] firsts = new int[Quads.SIZE];
  private final float[] starts = new float[Quads.SIZE];
  private final int[] rows = new int[4];
  private final int[] past = new int[Quads.SIZE];
  private float[] packed = new float[0];
  private float[] weights;
  private int stride;

  /** Takes over the weights and biases of a quad; to be called before {@link #combine}. */
  void load(float[] parameters, Links links, int quad) {
    Quads quads = links.quads();
    int begin = Quads.SIZE * quads.starts()[quad];
    int end = Quads.SIZE * quads.starts()[quad + 1];
    for (int i = 0; i < Quads.SIZE; i++) {
      starts[i] = links.biases().length == 0 ? 0 : parameters[links.biases()[Quads.SIZE * quad + i]];
    }
    stride = quads.strides()[quad];
    weights = parameters;
    for (int i = 0; i < Quads.SIZE; i++) {
      firsts[i] = stride != 0 ? quads.cells()[begin + i] : i;
    }
    if (stride == 0) {
      packed = packed.length < end - begin ? new float[end - begin] : packed;
      for (int c = begin; c < end; c++) {
        int cell = quads.cells()[c];
        packed[c - begin] = cell == Quads.MISSING ? 0 : parameters[cell];
      }
      stride = Quads.SIZE;
      weights = packed;
    }
  }

  /** Forward, with the least value of an output, or backward, gated by the values of {@code to}, for the quad taken over. */
  void combine(Links links, int quad, Tile from, Tile to, float least, boolean gated) {
    for (int lane = 0; lane < from.lanes(); lane += BLOCK) {
      sum(links.quads(), quad, from, lane);
      for (int i = 0; i < Quads.SIZE; i++) {
        int at = to.row(links.units()[Quads.SIZE * quad + i]) + lane;
        if (gated) {
          VectorLanes.gate(sums, i * BLOCK, BLOCK, to.values(), at);
        } else {
          atLeast(least, i * BLOCK, to.values(), at);
        }
      }
    }
  }

  private void atLeast(float least, int begin, float[] y, int at) {
    for (int i = 0; i < BLOCK; i += WIDTH) {
      FloatVector.fromArray(SPECIES, sums, begin + i).max(least).intoArray(y, at + i);
    }
  }

  /** Bias + sum of weight * x[input] for the four units and the lanes from {@code lane}, into {@link #sums}. */
  private void sum(Quads quads, int quad, Tile from, int lane) {
    float[] x = from.values();
    float[] w = weights;
    int[] inputs = quads.inputs();
    int lanes = from.lanes();
    int base = from.offset() + lane;
    int step = stride;
    int q0 = firsts[0];
    int q1 = firsts[1];
    int q2 = firsts[2];
    int q3 = firsts[3];
    FloatVector a0 = FloatVector.broadcast(SPECIES, starts[0]);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    FloatVector b0 = FloatVector.broadcast(SPECIES, starts[1]);
    FloatVector b1 = b0;
    FloatVector b2 = b0;
    FloatVector b3 = b0;
    FloatVector c0 = FloatVector.broadcast(SPECIES, starts[2]);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    FloatVector d0 = FloatVector.broadcast(SPECIES, starts[3]);
    FloatVector d1 = d0;
    FloatVector d2 = d0;
    FloatVector d3 = d0;
    int end = quads.starts()[quad + 1];
    int q = 0;
    // At least four rounds: a quad has so many inputs.
    for (int j = quads.starts()[quad]; j < end; j++, q += step) {
      int at = base + inputs[j] * lanes;
      FloatVector x0 = FloatVector.fromArray(SPECIES, x, at);
      FloatVector x1 = FloatVector.fromArray(SPECIES, x, at + WIDTH);
      FloatVector x2 = FloatVector.fromArray(SPECIES, x, at + 2 * WIDTH);
      FloatVector x3 = FloatVector.fromArray(SPECIES, x, at + 3 * WIDTH);
      FloatVector v = FloatVector.broadcast(SPECIES, w[q0 + q]);
      a0 = x0.fma(v, a0);
      a1 = x1.fma(v, a1);
      a2 = x2.fma(v, a2);
      a3 = x3.fma(v, a3);
      v = FloatVector.broadcast(SPECIES, w[q1 + q]);
      b0 = x0.fma(v, b0);
      b1 = x1.fma(v, b1);
      b2 = x2.fma(v, b2);
      b3 = x3.fma(v, b3);
      v = FloatVector.broadcast(SPECIES, w[q2 + q]);
      c0 = x0.fma(v, c0);
      c1 = x1.fma(v, c1);
      c2 = x2.fma(v, c2);
      c3 = x3.fma(v, c3);
      v = FloatVector.broadcast(SPECIES, w[q3 + q]);
      d0 = x0.fma(v, d0);
      d1 = x1.fma(v, d1);
      d2 = x2.fma(v, d2);
      d3 = x3.fma(v, d3);
      // Stored in the last round: after the loop the compiler may not know the class of these vectors, and then makes an object of each
      // for every call, nine times slower (docs/performance.md).
      if (j == end - 1) {
        a0.intoArray(sums, 0);
        a1.intoArray(sums, WIDTH);
        a2.intoArray(sums, 2 * WIDTH);
        a3.intoArray(sums, 3 * WIDTH);
        b0.intoArray(sums, 4 * WIDTH);
        b1.intoArray(sums, 5 * WIDTH);
        b2.intoArray(sums, 6 * WIDTH);
        b3.intoArray(sums, 7 * WIDTH);
        c0.intoArray(sums, 8 * WIDTH);
        c1.intoArray(sums, 9 * WIDTH);
        c2.intoArray(sums, 10 * WIDTH);
        c3.intoArray(sums, 11 * WIDTH);
        d0.intoArray(sums, 12 * WIDTH);
        d1.intoArray(sums, 13 * WIDTH);
        d2.intoArray(sums, 14 * WIDTH);
        d3.intoArray(sums, 15 * WIDTH);
      }
    }
  }

  /**
   * Adds the gradient of the links of a quad, except that of the links after the last eight of a unit, which {@link VectorLanes}
   * sums in another order.
   */
  void gradient(Links links, int quad, Tile x, Tile delta, float[] gradient) {
    Quads quads = links.quads();
    int[] inputs = quads.inputs();
    int end = quads.starts()[quad + 1];
    findPast(links, quad);
    int last = Math.max(Math.max(past[0], past[1]), Math.max(past[2], past[3]));
    for (int j = quads.starts()[quad]; j < end && inputs[j] < last; j += 4) {
      for (int i = 0; i < 4; i++) {
        rows[i] = x.row(inputs[Math.min(j + i, end - 1)]);
      }
      dots(x, delta, links.units(), Quads.SIZE * quad);
      for (int i = 0; i < 4 && j + i < end; i++) {
        for (int u = 0; u < Quads.SIZE; u++) {
          int cell = quads.cells()[Quads.SIZE * (j + i) + u];
          if (cell != Quads.MISSING && inputs[j + i] < past[u]) {
            gradient[cell] += VectorLanes.fold(sums, (4 * u + i) * WIDTH);
          }
        }
      }
    }
  }

  /** The input after the last eight of each unit. */
  private void findPast(Links links, int quad) {
    for (int i = 0; i < Quads.SIZE; i++) {
      int begin = links.offsets()[Quads.SIZE * quad + i];
      int end = links.offsets()[Quads.SIZE * quad + i + 1];
      int rest = begin + (end - begin) / 8 * 8;
      past[i] = rest < end ? links.others()[rest] : Integer.MAX_VALUE;
    }
  }

  /** Sum over lanes of delta[unit] * x[row] for four units and the four rows, a vector each. */
  private void dots(Tile tile, Tile delta, int[] units, int first) {
    float[] x = tile.values();
    float[] d = delta.values();
    int lanes = tile.lanes();
    int x0 = rows[0];
    int x1 = rows[1];
    int x2 = rows[2];
    int x3 = rows[3];
    int u0 = delta.row(units[first]);
    int u1 = delta.row(units[first + 1]);
    int u2 = delta.row(units[first + 2]);
    int u3 = delta.row(units[first + 3]);
    FloatVector a0 = FloatVector.zero(SPECIES);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    FloatVector b0 = a0;
    FloatVector b1 = a0;
    FloatVector b2 = a0;
    FloatVector b3 = a0;
    FloatVector c0 = a0;
    FloatVector c1 = a0;
    FloatVector c2 = a0;
    FloatVector c3 = a0;
    FloatVector e0 = a0;
    FloatVector e1 = a0;
    FloatVector e2 = a0;
    FloatVector e3 = a0;
    for (int r = 0; r < lanes; r += WIDTH) {
      FloatVector v0 = FloatVector.fromArray(SPECIES, x, x0 + r);
      FloatVector v1 = FloatVector.fromArray(SPECIES, x, x1 + r);
      FloatVector v2 = FloatVector.fromArray(SPECIES, x, x2 + r);
      FloatVector v3 = FloatVector.fromArray(SPECIES, x, x3 + r);
      FloatVector g = FloatVector.fromArray(SPECIES, d, u0 + r);
      a0 = v0.fma(g, a0);
      a1 = v1.fma(g, a1);
      a2 = v2.fma(g, a2);
      a3 = v3.fma(g, a3);
      g = FloatVector.fromArray(SPECIES, d, u1 + r);
      b0 = v0.fma(g, b0);
      b1 = v1.fma(g, b1);
      b2 = v2.fma(g, b2);
      b3 = v3.fma(g, b3);
      g = FloatVector.fromArray(SPECIES, d, u2 + r);
      c0 = v0.fma(g, c0);
      c1 = v1.fma(g, c1);
      c2 = v2.fma(g, c2);
      c3 = v3.fma(g, c3);
      g = FloatVector.fromArray(SPECIES, d, u3 + r);
      e0 = v0.fma(g, e0);
      e1 = v1.fma(g, e1);
      e2 = v2.fma(g, e2);
      e3 = v3.fma(g, e3);
      // As in sum: stored in the last round, where the compiler knows the class of the vectors.
      if (r >= lanes - WIDTH) {
        a0.intoArray(sums, 0);
        a1.intoArray(sums, WIDTH);
        a2.intoArray(sums, 2 * WIDTH);
        a3.intoArray(sums, 3 * WIDTH);
        b0.intoArray(sums, 4 * WIDTH);
        b1.intoArray(sums, 5 * WIDTH);
        b2.intoArray(sums, 6 * WIDTH);
        b3.intoArray(sums, 7 * WIDTH);
        c0.intoArray(sums, 8 * WIDTH);
        c1.intoArray(sums, 9 * WIDTH);
        c2.intoArray(sums, 10 * WIDTH);
        c3.intoArray(sums, 11 * WIDTH);
        e0.intoArray(sums, 12 * WIDTH);
        e1.intoArray(sums, 13 * WIDTH);
        e2.intoArray(sums, 14 * WIDTH);
        e3.intoArray(sums, 15 * WIDTH);
      }
    }
  }
}
