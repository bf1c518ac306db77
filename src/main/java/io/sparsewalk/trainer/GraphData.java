package io.sparsewalk.trainer;

import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.Ranking;
import io.sparsewalk.model.SparseMatrix;

/**
 * What a graph network trains on: a whole graph, some vertices labelled.
 *
 * @param adjacency what the layers multiply their products by
 * @param features of all vertices, labelled or not
 * @param inputs columns of the features
 * @param outputs classes
 */
public record GraphData(SparseMatrix adjacency, SparseMatrix features, int inputs, int outputs, Examples train,
    Examples valid, Examples test) {

  /** What the controller of a group needs to know. */
  public TrialFacts facts() {
    double density = features.size() / ((double) features.rows() * inputs);
    return new TrialFacts(train.size(), inputs, density, density, outputs, train, valid, test, Ranking.none());
  }

  Examples part(RoundExecutor.Part part) {
    return switch (part) {
      case SAMPLE -> train;
      case VALID -> valid;
      case TEST -> test;
      case RANKING -> Ranking.none().examples();
    };
  }
}
