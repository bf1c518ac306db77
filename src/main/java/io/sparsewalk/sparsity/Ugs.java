package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.check;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.common.StateStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Unified graph and weight lottery tickets (UGS; Chen et al., ICML 2021, equation 2 and algorithm 1): soft masks of edges and
 * weights are trained with the weights, {@code loss + lambda_g |m|_1 + lambda_theta |s|_1}; at the end of a round the lowest
 * |m| and |s| of its best validation epoch go for good, the weights are rewound to their initial values and the soft masks to 1, and again; the last
 * training has the binary masks.
 *
 * <p>As in the paper the masks of edges multiply A before it is normalised to D^-1/2 (A + I) D^-1/2, in training and in test:
 * gradients go through D, and a pruned graph is normalised by the degrees that are left. What differs: D sums |m|, so that
 * masks that the penalty drives past 0 leave it positive; an edge has one mask for both directions; self-loops have none;
 * the share that goes in a round is the one that ends at the sparsities asked for.
 */
public final class Ugs extends TrainAndPrune {
  private final UgsConfig config;
  private final PruningRounds rounds;
  private final Seeds seeds;
  private float[] initial;
  private boolean[] edges;
  private SoftMasks soft;
  /** The factors of weights and of edges after the best epoch of the round. */
  private float[] bestWeights;
  private float[] bestEdges;
  private int round;

  /**
   * @param selection weights that stay in the end
   * @param seeds draws the noise of the soft masks
   */
  public Ugs(UgsConfig config, Selection selection, Seeds seeds) {
    super(selection);
    this.config = config;
    rounds = PruningRounds.of(config);
    this.seeds = seeds.child("soft");
  }

  @Override
  public List<Phase> phases() {
    return rounds.phases();
  }

  @Override
  public Optional<GraphTicket> ticket() {
    return Optional.of(new GraphTicket(edges, soft));
  }

  @Override
  public void beginPhase(Phase phase, TrainingState state, Probe probe) {
    if (round == 0) {
      check(probe.edges() > 0, "ugs needs a network that convolves a graph with edges");
      initial = state.parameters().clone();
      edges = new boolean[probe.edges()];
      Arrays.fill(edges, true);
    } else {
      Mask selected = strongestWeights();
      edges = strongestEdges();
      System.arraycopy(initial, 0, state.parameters(), 0, initial.length);
      prune(state, selected);
    }
    round++;
    soft = round < rounds.count() ? SoftMasks.fresh(layout, edges.length, config, seeds.child(round)) : null;
  }

  @Override
  public void bestEpoch() {
    if (soft != null) {
      bestWeights = soft.weights().parameters().clone();
      bestEdges = soft.edges().parameters().clone();
    }
  }

  @Override
  public void carry(StateStream stream) {
    super.carry(stream);
    initial = stream.floats(initial);
    edges = stream.flags(edges);
    round = stream.number(round);
    bestWeights = stream.floats(bestWeights);
    bestEdges = stream.floats(bestEdges);
    TrainingState ofWeights = TrainingState.carried(stream, soft == null ? null : soft.weights());
    TrainingState ofEdges = TrainingState.carried(stream, soft == null ? null : soft.edges());
    if (stream.isGiving()) {
      soft = ofWeights == null ? null : new SoftMasks(layout, ofWeights, ofEdges, config);
    }
  }

  private Mask strongestWeights() {
    float[] factors = bestWeights.clone();
    for (int i = 0; i < factors.length; i++) {
      factors[i] = mask().keeps(i) ? factors[i] : Ranking.ABSENT;
    }
    return selection.of(factors, rounds.kept(selection, round));
  }

  private boolean[] strongestEdges() {
    float[] factors = bestEdges.clone();
    for (int e = 0; e < factors.length; e++) {
      factors[e] = edges[e] ? factors[e] : Ranking.ABSENT;
    }
    int last = factors.length - (int) Math.round(config.graphSparsity() * factors.length);
    boolean[] strongest = new boolean[factors.length];
    for (int e : Ranking.largestFirst(factors, 0, factors.length, rounds.kept(factors.length, last, round))) {
      strongest[e] = true;
    }
    return strongest;
  }
}
