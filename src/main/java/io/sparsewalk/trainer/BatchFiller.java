package io.sparsewalk.trainer;

import io.sparsewalk.dataset.EdgeInputs;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.VertexFeatures;
import io.sparsewalk.kernel.Entries;
import io.sparsewalk.model.Batch;
import java.util.Arrays;

/** Gathers the inputs of examples into a batch. */
final class BatchFiller {
  private final EdgeInputs inputs;
  private final VertexFeatures features;
  private final Batch batch;
  private final int[] rowStarts;
  private final float[] row;
  private final float[][] scratch;
  /** Keeps the compiler from dropping the reads ahead. */
  float touched;

  private int[] columns = new int[1024];
  private float[] values = new float[1024];

  /**
   * @param labelRows 1, or classes that an example may have several of
   */
  BatchFiller(EdgeInputs inputs, int capacity, int labelRows) {
    this.inputs = inputs;
    features = inputs.vertices();
    batch = new Batch(inputs.width(), capacity, labelRows);
    row = new float[inputs.width()];
    scratch = new float[2][features.dimension()];
    rowStarts = new int[capacity + 1];
  }

  Batch batch() {
    return batch;
  }

  /** The examples at {@code order[first]} to {@code order[first + count - 1]}. */
  Batch fill(Examples examples, int[] order, int first, int count) {
    if (!inputs.isRows()) {
      batch.resize(count);
      fillRows(examples, order, first);
    } else if (features instanceof VertexFeatures.Dense dense) {
      batch.resize(count);
      fillDense(dense, examples, order, first);
    } else {
      VertexFeatures.Sparse sparse = (VertexFeatures.Sparse) features;
      fillSparse(sparse, examples, order, first, count);
      batch.resize(count, new Entries(rowStarts, columns, values));
    }
    if (examples.isSeveral()) {
      fillSets(examples, order, first);
    } else {
      for (int r = 0; r < count; r++) {
        batch.labels[r] = examples.label(order[first + r]);
      }
    }
    return batch;
  }

  private void fillSets(Examples examples, int[] order, int first) {
    Arrays.fill(batch.labels, 0);
    for (int r = 0; r < batch.size(); r++) {
      int example = order[first + r];
      for (int k = examples.offsets()[example]; k < examples.offsets()[example + 1]; k++) {
        batch.labels[batch.labelsOf(examples.classes()[k]) + r] = 1;
      }
    }
  }

  private void fillDense(VertexFeatures.Dense dense, Examples examples, int[] order, int first) {
    int dimension = dense.dimension();
    int lanes = batch.lanes();
    float[] x = batch.values();
    float[] rows = dense.values();
    touch(rows, dimension, examples, order, first);
    for (int r = 0; r < batch.size(); r++) {
      int example = order[first + r];
      int source = examples.source()[example] * dimension;
      int target = examples.target()[example] * dimension;
      int at = batch.at(r);
      for (int f = 0; f < dimension; f++, at += lanes) {
        x[at] = rows[source + f];
      }
      for (int f = 0; f < dimension && inputs.ends() == 2; f++, at += lanes) {
        x[at] = rows[target + f];
      }
    }
  }

  private void fillRows(Examples examples, int[] order, int first) {
    for (int r = 0; r < batch.size(); r++) {
      inputs.copyTo(examples, order[first + r], row, 0, scratch);
      int at = batch.at(r);
      for (int f = 0; f < row.length; f++, at += batch.lanes()) {
        batch.values()[at] = row[f];
      }
    }
  }

  /** Reads a value of every row ahead, so that the misses of a large embedding overlap. */
  private void touch(float[] rows, int dimension, Examples examples, int[] order, int first) {
    float sum = 0;
    for (int r = 0; r < batch.size(); r++) {
      int example = order[first + r];
      sum += rows[examples.source()[example] * dimension] + rows[examples.target()[example] * dimension];
    }
    touched = sum;
  }

  private void fillSparse(VertexFeatures.Sparse sparse, Examples examples, int[] order, int first, int count) {
    Arrays.fill(batch.values(), 0);
    int size = 0;
    for (int r = 0; r < count; r++) {
      int example = order[first + r];
      size = append(sparse, examples.source()[example], 0, r, size);
      size = inputs.ends() == 2 ? append(sparse, examples.target()[example], sparse.dimension(), r, size) : size;
      rowStarts[r + 1] = size;
    }
  }

  private int append(VertexFeatures.Sparse sparse, int vertex, int shift, int row, int size) {
    int begin = sparse.offsets()[vertex];
    int end = sparse.offsets()[vertex + 1];
    if (size + end - begin > columns.length) {
      int larger = 2 * (size + end - begin);
      columns = Arrays.copyOf(columns, larger);
      values = Arrays.copyOf(values, larger);
    }
    int at = batch.at(row);
    for (int k = begin; k < end; k++, size++) {
      columns[size] = sparse.columns()[k] + shift;
      values[size] = sparse.values()[k];
      batch.values()[at + columns[size] * batch.lanes()] = values[size];
    }
    return size;
  }
}
