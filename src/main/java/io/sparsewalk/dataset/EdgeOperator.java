package io.sparsewalk.dataset;

/** What is made of the embeddings of the two ends of an edge (node2vec: Grover and Leskovec, KDD 2016, table 1). */
public enum EdgeOperator {
  /** Source's, then target's. */
  CONCAT {
    @Override
    float of(float source, float target) {
      throw new UnsupportedOperationException("both are kept");
    }
  },
  /** Source's alone: for examples that are vertices. */
  VERTEX {
    @Override
    float of(float source, float target) {
      return source;
    }
  },
  /** Products. */
  HADAMARD {
    @Override
    float of(float source, float target) {
      return source * target;
    }
  },
  /** Means. */
  AVERAGE {
    @Override
    float of(float source, float target) {
      return (source + target) / 2;
    }
  },
  /** Absolute differences. */
  L1 {
    @Override
    float of(float source, float target) {
      return Math.abs(source - target);
    }
  },
  /** Squared differences. */
  L2 {
    @Override
    float of(float source, float target) {
      return (source - target) * (source - target);
    }
  };

  abstract float of(float source, float target);

  /** Values for embeddings of a dimension. */
  public int width(int dimension) {
    return this == CONCAT ? 2 * dimension : dimension;
  }

  /**
   * Writes the values for the vectors at the beginning of two arrays.
   *
   * @param at where the values begin
   */
  void write(float[] source, float[] target, int dimension, float[] out, int at) {
    if (this == CONCAT) {
      System.arraycopy(source, 0, out, at, dimension);
      System.arraycopy(target, 0, out, at + dimension, dimension);
      return;
    }
    for (int c = 0; c < dimension; c++) {
      out[at + c] = of(source[c], target[c]);
    }
  }
}
