package io.sparsewalk.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Exponential and logarithm in exact operations, the same bits interpreted and compiled. */
final class VectorMath {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class).check(int.class);

  private VectorMath() {}

  /** exp(v) for v &lt;= 0: 2^n times a polynomial of degree 6 on [-ln 2 / 2, ln 2 / 2]; relative error below 3e-7, 0 below -87. */
  static FloatVector expOfNegative(FloatVector v) {
    FloatVector clipped = v.max(-87);
    // Adding and subtracting 1.5 * 2^23 rounds to the nearest integer.
    FloatVector n = clipped.mul(1.44269504f).add(12582912f).sub(12582912f);
    FloatVector f = n.fma(FloatVector.broadcast(SPECIES, -0.693359375f), clipped).add(n.mul(2.12194440e-4f));
    FloatVector p = FloatVector.broadcast(SPECIES, 1.9875691500e-4f);
    p = p.fma(f, FloatVector.broadcast(SPECIES, 1.3981999507e-3f));
    p = p.fma(f, FloatVector.broadcast(SPECIES, 8.3334519073e-3f));
    p = p.fma(f, FloatVector.broadcast(SPECIES, 4.1665795894e-2f));
    p = p.fma(f, FloatVector.broadcast(SPECIES, 1.6666665459e-1f));
    p = p.fma(f, FloatVector.broadcast(SPECIES, 0.5f));
    p = p.fma(f.mul(f), f.add(1));
    IntVector exponent =
        ((IntVector) n.convertShape(VectorOperators.F2I, INTS, 0)).add(127).lanewise(VectorOperators.LSHL, 23);
    return p.mul(exponent.reinterpretAsFloats());
  }

  /** log(1 + e) for e in [0, 1] as 2 atanh(e / (2 + e)); error below 3e-7. */
  static FloatVector log1p(FloatVector e) {
    FloatVector s = e.div(e.add(2));
    FloatVector q = s.mul(s);
    FloatVector p = FloatVector.broadcast(SPECIES, 2f / 11);
    p = p.fma(q, FloatVector.broadcast(SPECIES, 2f / 9));
    p = p.fma(q, FloatVector.broadcast(SPECIES, 2f / 7));
    p = p.fma(q, FloatVector.broadcast(SPECIES, 2f / 5));
    p = p.fma(q, FloatVector.broadcast(SPECIES, 2f / 3));
    p = p.fma(q, FloatVector.broadcast(SPECIES, 2f));
    return p.mul(s);
  }
}
