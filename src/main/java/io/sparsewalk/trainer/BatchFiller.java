package io.sparsewalk.trainer;

import io.sparsewalk.dataset.EdgeInputs;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.Labels;
import io.sparsewalk.dataset.VertexFeatures;
import io.sparsewalk.kernel.Entries;
import io.sparsewalk.kernel.Tile;
import io.sparsewalk.model.Batch;
import java.util.Arrays;

/**
 * Gathers the inputs of examples into a batch, {@link #LINE} examples at a time: a batch holds a feature of all its examples side by
 * side, so one example's inputs lie in as many cache lines as it has inputs, too many for the first cache to keep until the next
 * example comes. Sixteen examples fill whole lines.
 */
final class BatchFiller {
  /** Examples whose values of a feature are a cache line; {@link Tile#BLOCK} is a multiple of it. */
  private static final int LINE = 16;
  /**
   * Sparse rows are left to the first layer as such above so many inputs. Up to them the kernels of whole tiles are faster with the
   * zeros written out, however few values there are (site/performance.md).
   */
  static final int MOST_WRITTEN_OUT = 64;

  private final EdgeInputs inputs;
  private final VertexFeatures features;
  private final Labels labels;
  private final Batch batch;
  private final int[] rowStarts;
  private final int[] begins = new int[LINE];
  private final float[] rows;
  private final float[][] scratch;
  /** Keeps the compiler from dropping the reads ahead. */
  float touched;

  private int[] columns = new int[1024];
  private float[] values = new float[1024];

  BatchFiller(EdgeInputs inputs, int capacity, Labels labels) {
    this.inputs = inputs;
    this.labels = labels;
    features = inputs.vertices();
    batch = new Batch(inputs.width(), capacity, labels.rows());
    rows = new float[LINE * inputs.width()];
    scratch = new float[2][features.dimension()];
    rowStarts = new int[capacity + 1];
  }

  Batch batch() {
    return batch;
  }

  /** The examples at {@code order[first]} to {@code order[first + count - 1]}. */
  Batch fill(Examples examples, int[] order, int first, int count) {
    fillFeatures(examples, order, first, count);
    Arrays.fill(batch.labels, 0);
    for (int r = 0; r < count; r++) {
      labels.write(examples, order[first + r], batch.labels, r, batch.labelsOf(1));
    }
    return batch;
  }

  /** The same without their labels, which they may not have: enough to score them. */
  Batch fillFeatures(Examples examples, int[] order, int first, int count) {
    if (inputs.isRows() && features instanceof VertexFeatures.Dense dense) {
      batch.resize(count);
      fillDense(dense, examples, order, first);
    } else if (!inputs.isRows() || inputs.width() <= MOST_WRITTEN_OUT) {
      batch.resize(count);
      fillRows(examples, order, first);
    } else {
      VertexFeatures.Sparse sparse = (VertexFeatures.Sparse) features;
      fillSparse(sparse, examples, order, first, count);
      batch.resize(count, new Entries(rowStarts, columns, values));
    }
    return batch;
  }

  private void fillDense(VertexFeatures.Dense dense, Examples examples, int[] order, int first) {
    int dimension = dense.dimension();
    touch(dense.values(), dimension, examples, order, first);
    for (int end = 0; end < inputs.ends(); end++) {
      int[] vertices = end == 0 ? examples.source() : examples.target();
      int feature = end * dimension * batch.lanes();
      for (int r = 0; r < batch.size(); r += LINE) {
        int members = Math.min(LINE, batch.size() - r);
        for (int i = 0; i < members; i++) {
          begins[i] = vertices[order[first + r + i]] * dimension;
        }
        write(dense.values(), dimension, members, batch.at(r) + feature);
      }
    }
  }

  private void fillRows(Examples examples, int[] order, int first) {
    int width = inputs.width();
    for (int r = 0; r < batch.size(); r += LINE) {
      int members = Math.min(LINE, batch.size() - r);
      for (int i = 0; i < members; i++) {
        begins[i] = i * width;
        inputs.copyTo(examples, order[first + r + i], rows, begins[i], scratch);
      }
      write(rows, width, members, batch.at(r));
    }
  }

  /** Writes the rows of some examples, which begin at {@link #begins}, feature by feature. */
  private void write(float[] from, int width, int members, int to) {
    if (members == LINE) {
      writeLines(from, width, batch.values(), to);
      return;
    }
    for (int i = 0; i < members; i++) {
      int at = to + i;
      for (int f = 0; f < width; f++, at += batch.lanes()) {
        batch.values()[at] = from[begins[i] + f];
      }
    }
  }

  /** As {@link #write} for a whole line, written out so that the places of the rows stay in registers. */
  private void writeLines(float[] from, int width, float[] x, int to) {
    int b0 = begins[0];
    int b1 = begins[1];
    int b2 = begins[2];
    int b3 = begins[3];
    int b4 = begins[4];
    int b5 = begins[5];
    int b6 = begins[6];
    int b7 = begins[7];
    int b8 = begins[8];
    int b9 = begins[9];
    int b10 = begins[10];
    int b11 = begins[11];
    int b12 = begins[12];
    int b13 = begins[13];
    int b14 = begins[14];
    int b15 = begins[15];
    int lanes = batch.lanes();
    int at = to;
    for (int f = 0; f < width; f++, at += lanes) {
      x[at] = from[b0 + f];
      x[at + 1] = from[b1 + f];
      x[at + 2] = from[b2 + f];
      x[at + 3] = from[b3 + f];
      x[at + 4] = from[b4 + f];
      x[at + 5] = from[b5 + f];
      x[at + 6] = from[b6 + f];
      x[at + 7] = from[b7 + f];
      x[at + 8] = from[b8 + f];
      x[at + 9] = from[b9 + f];
      x[at + 10] = from[b10 + f];
      x[at + 11] = from[b11 + f];
      x[at + 12] = from[b12 + f];
      x[at + 13] = from[b13 + f];
      x[at + 14] = from[b14 + f];
      x[at + 15] = from[b15 + f];
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
