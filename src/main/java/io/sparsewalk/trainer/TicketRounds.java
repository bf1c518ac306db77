package io.sparsewalk.trainer;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.model.Connections;
import io.sparsewalk.model.ConvolutionPass;
import io.sparsewalk.model.EdgeLayout;
import io.sparsewalk.model.EdgeWeights;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.model.WeightedGraph;
import io.sparsewalk.sparsity.GraphTicket;
import io.sparsewalk.sparsity.SoftMasks;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Steps and scores of graph convolutional networks that have a graph of their own: edges that were pruned are not multiplied,
 * and what is left is normalised anew, in training as in test. Its normalisation is counted where gradients go through it.
 */
final class TicketRounds {
  private final GraphData data;
  private final ParameterLayout layout;
  private final ConvolutionPass room;
  private final double dropout;
  private final EdgeLayout edges;

  /**
   * @param room of the passes
   * @param dropout share of the features and of the hidden outputs that a step drops
   */
  TicketRounds(GraphData data, ConvolutionPass room, ParameterLayout layout, double dropout) {
    this.data = data;
    this.room = room;
    this.layout = layout;
    this.dropout = dropout;
    edges = new EdgeLayout(data.adjacency());
  }

  int edges() {
    return edges.count();
  }

  /** Passes over the graph that has these edges. */
  ConvolutionPass pass(EdgeWeights own) {
    return room.over(edges.weighted(own).adjacency());
  }

  /**
   * @param links of the mask
   * @param step draws what is dropped
   */
  RoundOutcome step(RoundOrders orders, Connections links, Seeds step) {
    long start = System.nanoTime();
    GraphTicket ticket = orders.ticket();
    WeightedGraph graph = edges.weighted(ticket.edges());
    ConvolutionPass pass = ticket.soft() == null ? room.over(graph.adjacency()) : room.overEntries(graph.adjacency());
    pass.takeMultiplyAdds();
    float[] gradient = new float[layout.size()];
    double loss = pass.gradient(ticket.effective(orders.state().parameters()), links, data.train().source(),
        data.train().labels(), dropout, step, gradient, false);
    long executed = pass.takeMultiplyAdds();
    if (ticket.soft() != null) {
      learn(orders, gradient, graph.gradient(pass.gradientOfEntries()));
      // The normalisation and the way back through it; the weights with their factors, and the two gradients of each.
      executed += 5L * graph.adjacency().size() + 3L * orders.mask().count();
    }
    new OptimizerStep(orders.optimizer(), layout, orders.mask(), null, layout.firstWeight(1)).apply(orders.state(),
        gradient, orders.rate());
    return new RoundOutcome(orders.state(), loss, data.train().size(), new float[0],
        new RoundOutcome.Spent(executed, (System.nanoTime() - start) * 1e-9, 0));
  }

  /**
   * Advances the soft masks.
   *
   * @param gradient of the weights with their factors; becomes that of the weights
   * @param ofEdges loss gradient by factor of an edge
   */
  private void learn(RoundOrders orders, float[] gradient, float[] ofEdges) {
    SoftMasks soft = orders.ticket().soft();
    float[] ofWeights = soft.splitInPlace(orders.state().parameters(), gradient);
    soft.penaliseInPlace(ofEdges);
    int[] weights = IntStream.range(0, layout.layers())
        .flatMap(l -> IntStream.range(layout.firstWeight(l), layout.firstBias(l)))
        .filter(orders.mask()::keeps)
        .toArray();
    int[] kept = IntStream.range(0, ofEdges.length).filter(e -> orders.ticket().kept()[e]).toArray();
    descent(orders, weights).apply(soft.weights(), ofWeights, orders.rate());
    descent(orders, kept).apply(soft.edges(), ofEdges, orders.rate());
  }

  /** A step of the factors that are still there. */
  private static Descent descent(RoundOrders orders, int[] active) {
    float[] decays = new float[active.length];
    Arrays.fill(decays, (float) orders.ticket().soft().config().maskDecay());
    return new Descent(orders.optimizer(), active, decays);
  }
}
