package io.sparsewalk.ml;

import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * A vector in single precision.
 *
 * @param dimension of the zeros that stand for a null; 0: it stays null
 */
record Floats(int dimension) implements UDF1<Vector, float[]> {
  static final DataType TYPE = DataTypes.createArrayType(DataTypes.FloatType, false);

  @Override
  public float[] call(Vector vector) {
    return vector != null ? of(vector) : dimension == 0 ? null : new float[dimension];
  }

  static float[] of(Vector vector) {
    double[] values = vector.toArray();
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
