package io.sparsewalk.trainer;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.model.Connections;
import io.sparsewalk.model.ConvolutionPass;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Mask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Rounds of graph networks on one thread: a step is the whole graph, so an epoch is a step. The graph is held once for all
 * networks. Weight decay of a gcn is for the first layer only, as in the paper.
 */
public final class GraphRounds implements RoundExecutor {
  private final GraphData data;
  private final ParameterLayout layout;
  private final ModelConfig model;
  private final Seeds seeds;
  private final ConvolutionPass pass;
  private final int[] labels;
  /** Null unless edges can be pruned. */
  private final TicketRounds tickets;
  /** Masks change seldom. */
  private final Map<Mask, Connections> links = new WeakHashMap<>();

  /**
   * @param model whose dropout is the share of the features, hidden outputs and attentions that a step drops
   * @param seeds draws which
   */
  public GraphRounds(GraphData data, ParameterLayout layout, ModelConfig model, Seeds seeds) {
    this.data = data;
    this.layout = layout;
    this.model = model;
    this.seeds = seeds.child("step");
    pass = new ConvolutionPass(data.adjacency(), data.features(), layout, model.heads());
    labels = data.train().labels();
    tickets = model.prunesEdges() ? new TicketRounds(data, pass, layout, model.dropout()) : null;
  }

  @Override
  public int stepsPerEpoch() {
    return 1;
  }

  @Override
  public int edges() {
    return tickets == null ? 0 : tickets.edges();
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
      outcomes.add(each.ticket() == null ? step(each, step) : tickets.step(each, links(each.mask()), step));
    }
    return outcomes;
  }

  private RoundOutcome step(RoundOrders orders, Seeds step) {
    long start = System.nanoTime();
    boolean scored = orders.scoreSteps() > 0;
    float[] gradient = new float[layout.size()];
    pass.takeMultiplyAdds();
    double loss = pass.gradient(orders.state().parameters(), links(orders.mask()), data.train().source(), labels,
        model.dropout(), step, gradient, scored || orders.exploration() != null);
    float[] scores = scored ? gradient.clone() : new float[0];
    int decayed = layout.firstWeight(model.kind() == ModelConfig.Kind.GCN ? 1 : layout.layers());
    OptimizerStep optimizer =
        new OptimizerStep(orders.optimizer(), layout, orders.mask(), orders.exploration(), decayed);
    if (orders.anchor() != null) {
      optimizer.pull(orders.anchor(), orders.state().parameters(), gradient);
    }
    optimizer.apply(orders.state(), gradient, orders.rate());
    return new RoundOutcome(orders.state(), loss, labels.length, scores,
        new RoundOutcome.Spent(pass.takeMultiplyAdds(), (System.nanoTime() - start) * 1e-9, 0));
  }

  private Connections links(Mask mask) {
    return links.computeIfAbsent(mask, Mask::connections);
  }

  @Override
  public List<Scores> score(List<Network> networks, Part part) {
    Examples examples = data.part(part);
    int outputs = layout.outputs();
    List<Scores> scores = new ArrayList<>();
    for (Network network : networks) {
      long start = System.nanoTime();
      float[] logits = new float[examples.size() * outputs];
      ConvolutionPass own = network.edges() == null ? pass : tickets.pass(network.edges());
      own.takeMultiplyAdds();
      if (examples.size() > 0) {
        float[] all = own.logits(network.parameters(), links(network.mask()));
        for (int i = 0; i < examples.size(); i++) {
          System.arraycopy(all, examples.source()[i] * outputs, logits, i * outputs, outputs);
        }
      }
      scores.add(new Scores(logits, own.takeMultiplyAdds(), (System.nanoTime() - start) * 1e-9));
    }
    return scores;
  }
}
