package io.sparsewalk.dataset;

import java.util.List;

/**
 * What the network is told about an example: values made of the embeddings of its ends, then its pair features.
 *
 * @param pairs number of pair features
 */
public record EdgeInputs(VertexFeatures vertices, List<EdgeOperator> operators, int pairs) {

  /** Source's vector, then target's, and nothing else. */
  public static EdgeInputs concat(VertexFeatures vertices) {
    return new EdgeInputs(vertices, List.of(EdgeOperator.CONCAT), 0);
  }

  /** Inputs of the network for embeddings of a dimension. */
  public static int width(int dimension, List<EdgeOperator> operators, int pairs) {
    return operators.stream().mapToInt(operator -> operator.width(dimension)).sum() + pairs;
  }

  /** Inputs of the network. */
  public int width() {
    return width(vertices.dimension(), operators, pairs);
  }

  /** Upper bound on the share of the inputs that are not 0: operators and pair features are taken as dense. */
  public double density() {
    return isRows() ? vertices.density() : 1;
  }

  /** True if an example is the vectors of its ends, one after the other, or that of its vertex, and nothing else. */
  public boolean isRows() {
    return isRows(operators, pairs);
  }

  /** As {@link #isRows()}. */
  public static boolean isRows(List<EdgeOperator> operators, int pairs) {
    return pairs == 0
        && (operators.equals(List.of(EdgeOperator.CONCAT)) || operators.equals(List.of(EdgeOperator.VERTEX)));
  }

  /** Vectors in an example that {@link #isRows}. */
  public int ends() {
    return operators.get(0) == EdgeOperator.VERTEX ? 1 : 2;
  }

  /**
   * Writes the inputs of an example.
   *
   * @param scratch two arrays of the embedding's dimension
   */
  public void copyTo(Examples examples, int example, float[] out, int at, float[][] scratch) {
    vertices.copyTo(examples.source()[example], scratch[0], 0);
    vertices.copyTo(examples.target()[example], scratch[1], 0);
    int next = at;
    for (EdgeOperator operator : operators) {
      operator.write(scratch[0], scratch[1], vertices.dimension(), out, next);
      next += operator.width(vertices.dimension());
    }
    System.arraycopy(examples.pairs(), example * pairs, out, next, pairs);
  }
}
