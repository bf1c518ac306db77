package io.sparsewalk.dataset;

/** What is made of the embeddings of the two ends of an edge (node2vec: Grover and Leskovec, KDD 2016, table 1). */
public enum EdgeOperator {
  /** Source's, then target's. */
  CONCAT {
    @Override
    public int width(int dimension) {
      return 2 * dimension;
    }

    @Override
    void write(float[] source, float[] target, int dimension, float[] out, int at) {
      System.arraycopy(source, 0, out, at, dimension);
      System.arraycopy(target, 0, out, at + dimension, dimension);
    }
  },
  /** Source's alone: for examples that are vertices. */
  VERTEX {
    @Override
    void write(float[] source, float[] target, int dimension, float[] out, int at) {
      System.arraycopy(source, 0, out, at, dimension);
    }
  },
  /** Products. */
  HADAMARD {
    @Override
    void write(float[] source, float[] target, int dimension, float[] out, int at) {
      for (int c = 0; c < dimension; c++) {
        out[at + c] = source[c] * target[c];
      }
    }
  },
  /** Means. */
  AVERAGE {
    @Override
    void write(float[] source, float[] target, int dimension, float[] out, int at) {
      for (int c = 0; c < dimension; c++) {
        out[at + c] = (source[c] + target[c]) / 2;
      }
    }
  },
  /** Absolute differences. */
  L1 {
    @Override
    void write(float[] source, float[] target, int dimension, float[] out, int at) {
      for (int c = 0; c < dimension; c++) {
        out[at + c] = Math.abs(source[c] - target[c]);
      }
    }
  },
  /** Squared differences. */
  L2 {
    @Override
    void write(float[] source, float[] target, int dimension, float[] out, int at) {
      for (int c = 0; c < dimension; c++) {
        out[at + c] = (source[c] - target[c]) * (source[c] - target[c]);
      }
    }
  };

  /** Values for embeddings of a dimension. */
  public int width(int dimension) {
    return dimension;
  }

  /**
   * Writes the values for the vectors at the beginning of two arrays.
   *
   * @param at where the values begin
   */
  abstract void write(float[] source, float[] target, int dimension, float[] out, int at);
}
