package io.sparsewalk.trainer;

import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.Labels;
import io.sparsewalk.dataset.Ranking;
import io.sparsewalk.model.SparseMatrix;

/**
 * What a graph network trains on: a whole graph, some vertices labelled.
 *
 * @param adjacency what the layers multiply their products by
 * @param features of all vertices, labelled or not
 * @param inputs columns of the features
 * @param labels what the outputs of the network are
 */
public record GraphData(SparseMatrix adjacency, SparseMatrix features, int inputs, Labels labels, Examples train,
    Examples valid, Examples test) {

  /** The same graph with other examples, to be scored. */
  public GraphData scoring(Examples examples) {
    Examples none = examples.subset(new int[0]);
    return new GraphData(adjacency, features, inputs, labels, none, none, examples);
  }

  /** What the controller of a group needs to know. */
  public TrialFacts facts() {
    double density = features.size() / ((double) features.rows() * inputs);
    return new TrialFacts(train.size(), inputs, density, density, labels, train, valid, test, Ranking.none());
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
