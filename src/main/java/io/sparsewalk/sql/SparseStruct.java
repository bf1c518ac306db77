package io.sparsewalk.sql;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * A sparse vector.
 *
 * @param indices of what is not 0, ascending
 */
record SparseStruct(int size, int[] indices, double[] values) {
  static final StructType TYPE = new StructType().add("size", DataTypes.IntegerType)
      .add("indices", DataTypes.createArrayType(DataTypes.IntegerType))
      .add("values", DataTypes.createArrayType(DataTypes.FloatType));

  /** What an argument of SQL is. */
  static SparseStruct of(String function, Object argument) {
    if (argument instanceof Vector vector) {
      return dense(vector.toArray());
    } else if (argument instanceof Seq<?> array) {
      return dense(numbers(array));
    } else if (argument instanceof Row row
        && List.of(row.schema().fieldNames()).containsAll(List.of("indices", "values"))) {
      double[] indices = numbers(row.getAs("indices"));
      int last = indices.length == 0 ? 0 : (int) indices[indices.length - 1] + 1;
      boolean sized = List.of(row.schema().fieldNames()).contains("size");
      return new SparseStruct(sized ? row.<Integer>getAs("size") : last,
          Arrays.stream(indices).mapToInt(index -> (int) index).toArray(), numbers(row.getAs("values")));
    }
    throw new IllegalArgumentException(
        function + " takes arrays of numbers, structs of indices and values, and vectors " + "of spark.ml, was given "
            + argument.getClass().getSimpleName());
  }

  private static SparseStruct dense(double[] values) {
    return new SparseStruct(values.length, IntStream.range(0, values.length).toArray(), values);
  }

  private static double[] numbers(Seq<?> array) {
    return JavaConverters.seqAsJavaList(array)
        .stream()
        .mapToDouble(each -> each == null ? Double.NaN : ((Number) each).doubleValue())
        .toArray();
  }

  double[] toArray() {
    double[] all = new double[size];
    for (int i = 0; i < indices.length; i++) {
      all[indices[i]] = values[i];
    }
    return all;
  }

  Row row() {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return RowFactory.create(size, indices, floats);
  }
}
