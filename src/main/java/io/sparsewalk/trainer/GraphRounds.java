package io.sparsewalk.trainer;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.model.Connections;
import io.sparsewalk.model.ConvolutionPass;
import io.sparsewalk.model.ParameterLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Rounds of graph convolutional networks on one thread: a step is the whole graph, so an epoch is a step. The graph is held
 * once for all networks. Weight decay is for the first layer only, as in the paper.
 */
public final class GraphRounds implements RoundExecutor {
  private final GraphData data;
  private final ParameterLayout layout;
  private final double dropout;
  private final Seeds seeds;
  private final ConvolutionPass pass;
  private final int[] labels;
  private final TicketRounds tickets;

  /**
   * @param dropout share of the features and of the hidden outputs that a step drops
   * @param seeds draws which
   */
  public GraphRounds(GraphData data, ParameterLayout layout, double dropout, Seeds seeds) {
    this.data = data;
    this.layout = layout;
    this.dropout = dropout;
    this.seeds = seeds.child("step");
    pass = new ConvolutionPass(data.adjacency(), data.features(), layout);
    labels = data.train().labels();
    tickets = new TicketRounds(data, layout, dropout);
  }

  @Override
  public int stepsPerEpoch() {
    return 1;
  }

  @Override
  public int edges() {
    return tickets.edges();
  }

  @Override
  public long denseMultiplyAdds(TrialFacts facts, ParameterLayout same) {
    long[] passes = pass.denseMultiplyAdds();
    return passes[0] + passes[1];
  }

  @Override
  public List<RoundOutcome> run(RoundOrders.Span span, List<RoundOrders> orders) {
    Seeds step = seeds.child(span.epoch());
    List<RoundOutcome> outcomes = new ArrayList<>();
    for (RoundOrders each : orders) {
      outcomes.add(each.ticket() == null ? step(each, step) : tickets.step(each, step));
    }
    return outcomes;
  }

  private RoundOutcome step(RoundOrders orders, Seeds step) {
    long start = System.nanoTime();
    boolean scored = orders.scoreSteps() > 0;
    float[] gradient = new float[layout.size()];
    pass.takeMultiplyAdds();
    double loss = pass.gradient(orders.state().parameters(), orders.mask().connections(), data.train().source(), labels,
        dropout, step, gradient, scored || orders.exploration() != null);
    float[] scores = scored ? gradient.clone() : new float[0];
    OptimizerStep optimizer =
        new OptimizerStep(orders.optimizer(), layout, orders.mask(), orders.exploration(), layout.firstWeight(1));
    if (orders.anchor() != null) {
      optimizer.pull(orders.anchor(), orders.state().parameters(), gradient);
    }
    optimizer.apply(orders.state(), gradient, orders.rate());
    return new RoundOutcome(orders.state(), loss, labels.length, scores,
        new RoundOutcome.Spent(pass.takeMultiplyAdds(), (System.nanoTime() - start) * 1e-9, 0));
  }

  @Override
  public List<Scores> score(List<Network> networks, Part part) {
    Examples examples = data.part(part);
    int outputs = layout.outputs();
    List<Scores> scores = new ArrayList<>();
    for (Network network : networks) {
      float[] logits = new float[examples.size() * outputs];
      ConvolutionPass own = network.edges() == null ? pass : tickets.pass(network.edges());
      own.takeMultiplyAdds();
      if (examples.size() > 0) {
        Connections connections = network.mask().connections();
        float[] all = own.logits(network.parameters(), connections);
        for (int i = 0; i < examples.size(); i++) {
          System.arraycopy(all, examples.source()[i] * outputs, logits, i * outputs, outputs);
        }
      }
      scores.add(new Scores(logits, own.takeMultiplyAdds()));
    }
    return scores;
  }
}
