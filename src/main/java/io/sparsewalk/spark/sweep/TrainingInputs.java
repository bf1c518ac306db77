package io.sparsewalk.spark.sweep;

import io.sparsewalk.dataset.EdgeInputs;
import io.sparsewalk.dataset.EdgeOperator;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.spark.embedding.EmbedStage;
import io.sparsewalk.spark.examples.GraphNodeStage;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.io.Serializable;
import java.util.List;

/**
 * What trials of a seed and embedding train on.
 *
 * @param examples fingerprint
 * @param embeddings fingerprint; of the table {@code graph_nodes} for graph convolutions
 * @param graph fingerprint of the edges for graph convolutions, else empty
 * @param selection fingerprint of the sparse embedding; empty for the dense one
 * @param density share of the embedding's values that are kept
 * @param edge what the network is told of the embeddings of two ends
 * @param pairs number of pair features
 * @param outputs of the network: 1, or one per class
 */
public record TrainingInputs(String examples, String embeddings, String graph, String selection, double density,
    List<EdgeOperator> edge, int pairs, int outputs) implements Serializable {

  /** The network over embeddings and pair features, or over the features of a graph's vertices. */
  ParameterLayout layout(Warehouse warehouse, ModelConfig model) {
    if (!graph.isEmpty()) {
      Manifest nodes = Manifest.read(warehouse, warehouse.stage(GraphNodeStage.NAME, embeddings));
      return ParameterLayout.of((int) nodes.count("inputs"), model, outputs);
    }
    int dimension = (int) Manifest.read(warehouse, warehouse.stage(EmbedStage.NAME, embeddings)).count("dimension");
    return ParameterLayout.of(EdgeInputs.width(dimension, edge, pairs), model, outputs);
  }
}
