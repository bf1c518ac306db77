package io.sparsewalk.sparsity;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.model.ParameterLayout;
import java.io.Serializable;

/**
 * Learnable factors of weights and undirected edges, each with its optimizer state. The network is computed with {@code s w} in
 * the place of weight w and {@code m} in that of edge 1; biases keep the factor 1. Advanced in place, as the state that they
 * belong to.
 *
 * @param weights factors by parameter
 * @param edges factors by undirected edge
 * @param config has the penalties {@code lambda-weights |s|} and {@code lambda-graph |m|} and the weight decay of both
 */
public record SoftMasks(ParameterLayout layout, TrainingState weights, TrainingState edges, UgsConfig config)
    implements Serializable {
  /** Half the width of the noise about 1: it decides between masks that only the penalty moves, as in the authors' code. */
  private static final double NOISE = 1e-5;

  /** Factors about 1. */
  static SoftMasks fresh(ParameterLayout layout, int edges, UgsConfig config, Seeds seeds) {
    float[] ofWeights = aboutOne(layout.size(), seeds.child("weights"));
    for (int l = 0; l < layout.layers(); l++) {
      for (int i = layout.firstBias(l); i < layout.firstWeight(l + 1); i++) {
        ofWeights[i] = 1;
      }
    }
    return new SoftMasks(layout, TrainingState.of(ofWeights), TrainingState.of(aboutOne(edges, seeds.child("edges"))),
        config);
  }

  private static float[] aboutOne(int size, Seeds seeds) {
    float[] factors = new float[size];
    for (int i = 0; i < size; i++) {
      factors[i] = (float) (1 + (2 * seeds.uniform(i) - 1) * NOISE);
    }
    return factors;
  }

  /** The parameters with their factors. */
  float[] times(float[] parameters) {
    float[] product = new float[parameters.length];
    for (int i = 0; i < product.length; i++) {
      product[i] = weights.parameters()[i] * parameters[i];
    }
    return product;
  }

  /**
   * Gradient of loss and penalty by factor of a weight: {@code w g + lambda sign(s)}; 0 for biases.
   *
   * @param gradient g by {@code s w}; becomes that by w, which is {@code s g}
   */
  public float[] splitInPlace(float[] parameters, float[] gradient) {
    float[] factors = weights.parameters();
    float[] ofFactors = new float[factors.length];
    for (int l = 0; l < layout.layers(); l++) {
      for (int i = layout.firstWeight(l); i < layout.firstBias(l); i++) {
        ofFactors[i] = parameters[i] * gradient[i] + (float) config.lambdaWeights() * Math.signum(factors[i]);
        gradient[i] *= factors[i];
      }
    }
    return ofFactors;
  }

  /** Adds the penalty's part to the gradient of the factors of edges. */
  public void penaliseInPlace(float[] ofEdges) {
    for (int e = 0; e < ofEdges.length; e++) {
      ofEdges[e] += (float) config.lambdaGraph() * Math.signum(edges.parameters()[e]);
    }
  }
}
