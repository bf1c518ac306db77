package io.sparsewalk.model;

import java.util.ArrayList;
import java.util.List;

/**
 * FLOPs of a whole training relative to dense training of the same length on a dense embedding, by the formula behind Table II
 * of Peng et al. (ICCD 2022): forward and backward cost in proportion to the kept weights, only the first layer profits from a
 * sparse embedding, and nothing else counts. What is really executed is counted elsewhere.
 */
public final class PublishedFlops {
  /** The sparsity behind the table: 29 of 32 weights. */
  private static final double TABLE_DENSITY = 3 / 32.0;
  private static final int DENSE_EPOCHS = 20;
  private static final int EPOCHS = 40;

  private PublishedFlops() {}

  /** A data set of the published table, its network and what its sparse embedding keeps. */
  private enum DataSet {
    IA_EMAIL("ia-email", "16-128-1", 0.0138), WIKI_TALK("wiki-talk", "16-128-1", 0.0328),
    STACKOVERFLOW("stackoverflow", "16-128-1", 0.262), BRAIN("brain", "64-256-128-10", 0.469);

    private final String key;
    private final ParameterLayout layout;
    private final double kept;

    DataSet(String key, String widths, double kept) {
      this.key = key;
      layout = ParameterLayout.parse(widths);
      this.kept = kept;
    }
  }

  /**
   * An entry of Table II.
   *
   * @param embeddingDensity kept share of the embedding's values
   * @param method slr, or sparse-training
   * @param relative FLOPs relative to dense training on a dense embedding
   */
  public record Entry(String dataset, String network, double embeddingDensity, String method, double relative) {}

  /** All 16 entries of Table II: data sets, dense and sparse embeddings, both kinds of methods. */
  public static List<Entry> tableTwo() {
    List<Entry> entries = new ArrayList<>();
    for (DataSet data : DataSet.values()) {
      for (double density : new double[] {1, data.kept}) {
        double perDense = input(data.layout, density);
        double slr = (EPOCHS - (EPOCHS - DENSE_EPOCHS - DENSE_EPOCHS / 2) * (1 - TABLE_DENSITY)) / EPOCHS;
        entries.add(new Entry(data.key, data.layout.toString(), density, "slr", slr * perDense));
        entries.add(new Entry(data.key, data.layout.toString(), density, "sparse-training", TABLE_DENSITY * perDense));
      }
    }
    return entries;
  }

  /**
   * FLOPs of a training relative to the dense one on a dense embedding.
   *
   * @param inputDensity share of the embedding's values that are kept
   * @param density mean share of weights kept over the epochs of the training
   */
  public static double relative(ParameterLayout layout, double inputDensity, double density) {
    return density * input(layout, inputDensity);
  }

  /**
   * Multiply-adds of a forward pass relative to a dense one, as section III-C of the paper has zeros spread: an output of a
   * layer of n inputs is 0 with probability (1 - d_in d)^n, d_in and d the shares of inputs and weights that are not 0, and
   * only what is not 0 is multiplied in the next layer.
   *
   * @param densities share of weights kept in each layer
   * @param asPrinted true: that probability is taken for the share that is not 0, as the paper prints it. Table II uses neither
   */
  public static double propagated(ParameterLayout layout, double inputDensity, double[] densities, boolean asPrinted) {
    double work = 0;
    double given = inputDensity;
    for (int l = 0; l < densities.length; l++) {
      work += layout.weights(l) * given * densities[l];
      double zero = Math.pow(1 - given * densities[l], layout.columns(l));
      given = asPrinted ? zero : 1 - zero;
    }
    return work / layout.weights();
  }

  /** Share of the work if only the first layer profits from a sparse embedding. */
  private static double input(ParameterLayout layout, double inputDensity) {
    double first = (double) layout.weights(0) / layout.weights();
    return first * inputDensity + 1 - first;
  }
}
