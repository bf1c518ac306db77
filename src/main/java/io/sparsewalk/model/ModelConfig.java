package io.sparsewalk.model;

import static io.sparsewalk.common.Checks.check;
import static io.sparsewalk.common.Checks.checkPositive;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Settings;
import java.io.Serializable;
import java.util.List;

/**
 * Shape of the network.
 *
 * @param kind what the layers are
 * @param hidden widths of the ReLU layers
 * @param dropout share of their outputs that a step of training drops
 * @param heads attentions side by side in a hidden layer, each over its share of the units
 * @param reluLogits see {@link Activations}
 * @param dropoutAtTest see {@link Activations}
 */
public record ModelConfig(Kind kind, List<Integer> hidden, double dropout, int heads, Diffusion diffusion,
    boolean reluLogits, boolean dropoutAtTest) implements Serializable {

  /** Kinds of networks. */
  public enum Kind {
    /** Fully connected layers over what is known of an example. */
    MLP,
    /** Graph convolutions over the features of all vertices (Kipf and Welling, ICLR 2017). */
    GCN,
    /** The same with the vertex itself and the mean over its neighbours apart (Hamilton et al., NIPS 2017). */
    SAGE,
    /** The same with neighbours weighted by attention (Velickovic et al., ICLR 2018). */
    GAT
  }

  /**
   * Neighbourhoods by random walks instead of edges (Gasteiger et al., NeurIPS 2019).
   *
   * @param alpha probability that a walk goes back to its start
   * @param top neighbours of a vertex that stay, itself among them
   */
  public record Diffusion(Kind kind, double alpha, int top) implements Serializable {

    private static final int MOST_VERTICES = 25_000;

    /** Kinds of diffusion. */
    public enum Kind { NONE, PPR }

    public Diffusion {
      check(alpha > 0 && alpha < 1, "alpha must be more than 0 and less than 1, was %s", alpha);
      checkPositive("top", top);
    }

    /**
     * The exact solution costs as the square of the vertices.
     *
     * @throws DataRefusedException if there are too many
     */
    public void checkSize(long vertices) {
      if (kind == Kind.PPR && vertices > MOST_VERTICES) {
        throw new DataRefusedException(
            "model.diffusion.kind = ppr is for at most " + MOST_VERTICES + " vertices, the graph has " + vertices);
      }
    }
  }

  public ModelConfig {
    hidden = List.copyOf(hidden);
    check(!hidden.isEmpty(), "hidden must have at least one width");
    hidden.forEach(width -> checkPositive("hidden", width));
    check(dropout >= 0 && dropout < 1, "dropout must be at least 0 and less than 1, was %s", dropout);
    checkPositive("heads", heads);
    check(heads == 1 || kind == Kind.GAT, "heads must be 1 with kind = %s, was %s", Settings.word(kind), heads);
    for (int width : hidden) {
      check(width % heads == 0, "hidden must have widths that are multiples of heads (%s), was %s", heads, width);
    }
    check(diffusion.kind() == Diffusion.Kind.NONE || kind == Kind.GCN, "diffusion.kind must be none with kind = %s",
        Settings.word(kind));
  }

  /** Without heads, diffusion or the published defects. */
  public ModelConfig(Kind kind, List<Integer> hidden, double dropout) {
    this(kind, hidden, dropout, 1, new Diffusion(Diffusion.Kind.NONE, 0.05, 128), false, false);
  }

  /** True if the layers share an adjacency whose edges can be pruned one by one. */
  public boolean prunesEdges() {
    return kind == Kind.GCN && diffusion.kind() == Diffusion.Kind.NONE;
  }

  /** True if the layers see the neighbours of a vertex. */
  public boolean isGraph() {
    return kind != Kind.MLP;
  }

  /** Neighbours that the layers take sums over, of all vertices together, at most; a vertex is one of its own. */
  public long neighbours(long vertices, long edges) {
    return diffusion.kind() == Diffusion.Kind.PPR ? vertices * diffusion.top() : 2 * edges + vertices;
  }

  /** Attentions to a neighbour in a network of so many layers, the last of which has one. */
  public int attentions(int layers) {
    return kind == Kind.GAT ? heads * (layers - 1) + 1 : 0;
  }

  /** What becomes of the outputs of its layers. */
  public Activations activations() {
    return new Activations(dropout, reluLogits, dropoutAtTest);
  }
}
