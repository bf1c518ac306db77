package io.sparsewalk.trainer;

import io.sparsewalk.model.EdgeWeights;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Mask;
import java.io.Serializable;
import java.util.List;

/** Runs rounds of training for several networks over the same batches. Executors are oracles for each other. */
public interface RoundExecutor {

  /** Steps in an epoch. */
  int stepsPerEpoch();

  /** Undirected edges of the graph that the networks convolve, self-loops not counted; 0 if they convolve none. */
  default int edges() {
    return 0;
  }

  /** What an epoch of a dense network executes on dense inputs, validation included. */
  default long denseMultiplyAdds(TrialFacts facts, ParameterLayout layout) {
    return layout.denseMultiplyAdds(facts.trainSize(), facts.valid().size());
  }

  /** True if training leaves the cores of the process to the figures of the networks. */
  default boolean hasAllCores() {
    return false;
  }

  /** Runs the orders in lockstep; outcomes in their order. */
  List<RoundOutcome> run(RoundOrders.Span span, List<RoundOrders> orders);

  /** A set of examples that are scored. */
  enum Part { SAMPLE, VALID, TEST, RANKING }

  /**
   * A network to be scored.
   *
   * @param edges of its own graph; null if that is the graph of all
   */
  record Network(float[] parameters, Mask mask, EdgeWeights edges) implements Serializable {
    public Network(float[] parameters, Mask mask) {
      this(parameters, mask, null);
    }
  }

  /**
   * Logits of every example, as many as the network has outputs.
   *
   * @param multiplyAdds executed
   * @param seconds of this network's arithmetic, with its share of gathering, over all workers
   */
  record Scores(float[] logits, long multiplyAdds, double seconds) implements Serializable {}

  /** Scores the same examples by several networks. */
  List<Scores> score(List<Network> networks, Part part);
}
