package io.sparsewalk.sparsity;

import io.sparsewalk.model.ParameterLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * FLOPs of a whole training relative to dense training of the same length on a dense embedding, by the formula behind Table II of
 * Peng et al. (ICCD 2022): forward and backward cost in proportion to the kept weights, only the first layer profits from a
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
        double perDense = relative(data.layout, density, 1);
        double slr = (EPOCHS - (EPOCHS - DENSE_EPOCHS - DENSE_EPOCHS / 2) * (1 - TABLE_DENSITY)) / EPOCHS;
        entries.add(new Entry(data.key, data.layout.toString(), density, "slr", slr * perDense));
        entries.add(new Entry(data.key, data.layout.toString(), density, "sparse-training", TABLE_DENSITY * perDense));
      }
    }
    return entries;
  }

  /**
   * @param inputDensity share of the embedding's values that are kept
   * @param phases phases of the method
   * @param density share of weights kept in the candidate phases; phases that are no candidates are dense
   */
  public static double relative(ParameterLayout layout, double inputDensity, Iterable<Phase> phases, double density) {
    double work = 0;
    double epochs = 0;
    for (Phase phase : phases) {
      work += phase.epochs() * (phase.candidate() ? density : 1);
      epochs += phase.epochs();
    }
    return relative(layout, inputDensity, work / epochs);
  }

  /** Work on a network whose first layer profits from a sparse embedding. */
  private static double relative(ParameterLayout layout, double inputDensity, double work) {
    double first = (double) layout.weights(0) / layout.weights();
    return work * (first * inputDensity + 1 - first);
  }
}
