package io.sparsewalk.sql;

import io.sparsewalk.topk.SparseRows;
import io.sparsewalk.topk.TopKConfig;
import io.sparsewalk.topk.TopKSelector;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;

/** What the functions of SQL compute. */
final class Functions {
  private Functions() {}

  record TopK() implements UDF2<Object, Object, Row> {
    @Override
    public Row call(Object array, Object percent) {
      if (array == null || percent == null) {
        return null;
      }
      double[] values = SparseStruct.of("topk", array).toArray();
      float[] floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) values[i];
      }
      TopKConfig config = new TopKConfig(((Number) percent).doubleValue(), TopKConfig.Scope.ROW, TopKConfig.By.ABSOLUTE,
          TopKConfig.Rows.ALL);
      SparseRows kept = TopKSelector.select(floats, floats.length, new boolean[] {floats.length > 0}, config);
      return new SparseStruct(floats.length, kept.columns(),
          IntStream.range(0, kept.values().length).mapToDouble(i -> kept.values()[i]).toArray()).row();
    }
  }

  record Dot() implements UDF2<Object, Object, Double> {
    @Override
    public Double call(Object one, Object other) {
      if (one == null || other == null) {
        return null;
      }
      SparseStruct a = SparseStruct.of("sparse_dot", one);
      SparseStruct b = SparseStruct.of("sparse_dot", other);
      double sum = 0;
      for (int i = 0, j = 0; i < a.indices().length && j < b.indices().length;) {
        int order = Integer.compare(a.indices()[i], b.indices()[j]);
        sum += order == 0 ? a.values()[i] * b.values()[j] : 0;
        i += order <= 0 ? 1 : 0;
        j += order >= 0 ? 1 : 0;
      }
      return sum;
    }
  }

  record Hadamard() implements UDF2<Object, Object, double[]> {
    @Override
    public double[] call(Object one, Object other) {
      if (one == null || other == null) {
        return null;
      }
      double[] a = SparseStruct.of("hadamard", one).toArray();
      double[] b = SparseStruct.of("hadamard", other).toArray();
      if (a.length != b.length) {
        throw new IllegalArgumentException(
            "hadamard takes vectors of one size, was given " + a.length + " and " + b.length + " values");
      }
      return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).toArray();
    }
  }
}
