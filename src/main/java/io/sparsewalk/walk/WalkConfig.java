package io.sparsewalk.walk;

import static io.sparsewalk.common.Checks.check;
import static io.sparsewalk.common.Checks.checkNotNegative;
import static io.sparsewalk.common.Checks.checkPositive;
import static io.sparsewalk.common.Checks.checkRange;

import io.sparsewalk.common.Seeds;
import java.io.Serializable;

/**
 * What a walk is.
 *
 * @param perVertex walks from every start vertex
 * @param length steps of a full walk; it has one vertex more
 * @param bias how the next edge is chosen among the later ones
 * @param window a next edge is at most so much later, in the unit of the times; 0 = any
 * @param along which way edges are walked
 * @param order forward or backward in time, or whatever the times
 * @param restart probability that a step goes back to the start vertex instead, and to the start's choice of edges
 * @param returning p of node2vec (Grover and Leskovec, KDD 2016): the weight of the vertex before is divided by it
 * @param inOut q of node2vec: the weight of vertices that the one before has no edge to is divided by it
 * @param times exact, or what the published code makes of them
 * @param overflow what a step does whose weights overflow in single precision
 * @param partitions tasks of the walk stage; 0 = as many as there are cores, more for many walks
 */
public record WalkConfig(int perVertex, int length, Transition bias, long window, Along along, Order order,
    double restart, double returning, double inOut, Start start, Times times, Overflow overflow, Mode mode,
    int partitions) implements Serializable {
  /** Candidates are drawn with the numbers from 0. */
  private static final long RESTART_DRAW = -1;

  /** Which way edges are walked. */
  public enum Along {
    /** From source to target. */
    OUT,
    /** From target to source. */
    IN,
    /** Either way. */
    BOTH
  }

  /** In which order of time. */
  public enum Order {
    /** FORWARD on a graph with times, else NONE. */
    AUTO,
    /** To strictly later edges. */
    FORWARD,
    /** To strictly earlier edges; "later" and "sooner" then mean further back and less far back. */
    BACKWARD,
    /** To any edge, as on a graph without times (DeepWalk, node2vec). */
    NONE
  }

  /** When a walk may begin. */
  public enum Start {
    /** With any edge of the start vertex. */
    FIRST,
    /** Strictly after the time of a random edge of the start vertex. */
    ANY,
    /** Strictly after the earliest time of the whole graph, as the published code does: the earliest edges are never walked. */
    AFTER_MINIMUM
  }

  /** What the walker compares. */
  public enum Times {
    /** The times of the edges. */
    EXACT,
    /** Times scaled to [0, 1], rounded to 10 decimals and then to single precision: near times become equal. */
    PUBLISHED
  }

  /** Steps on which (t - now) / span is so large that its exponential is infinite in single precision. */
  public enum Overflow {
    /** The exact distribution. */
    EXACT,
    /** Uniform over the later edges: the published code divides infinity by infinity and falls through. */
    UNIFORM
  }

  /** Where the graph is. */
  public enum Mode {
    /** Replicated if the graph fits an executor. */
    AUTO,
    /** Every executor holds the whole graph. */
    REPLICATED,
    /** Every executor holds some of the vertices with their edges, and walkers move between them. */
    PARTITIONED
  }

  public WalkConfig {
    checkPositive("per-vertex", perVertex);
    checkPositive("length", length);
    checkNotNegative("partitions", partitions);
    checkNotNegative("window", window);
    check(window == 0 || start != Start.AFTER_MINIMUM, "window %s and start after-minimum exclude each other", window);
    check(window == 0 || bias != Transition.LINEAR,
        "window %s and bias linear exclude each other: ranks inside a window have no bound", window);
    check(order == Order.FORWARD || order == Order.AUTO || start != Start.AFTER_MINIMUM,
        "start after-minimum needs order forward, was %s", order);
    checkRange("restart", restart, 0, 1);
    checkPositive("returning", returning);
    checkPositive("in-out", inOut);
    // Fields are not set yet.
    boolean firstOrder = returning == 1 && inOut == 1;
    if (order == Order.NONE) {
      check(start == Start.FIRST && window == 0 && bias != Transition.LINEAR,
          "order none needs start first, window 0 and a bias other than linear, was %s, %s, %s", start, window, bias);
    }
    check(order == Order.NONE || firstOrder, "returning %s and in-out %s other than 1 need order none", returning,
        inOut);
    check(firstOrder || mode != Mode.PARTITIONED,
        "returning %s and in-out %s other than 1 need mode replicated: a part of the graph does not know the edges of another",
        returning, inOut);
  }

  /**
   * The same with the order that a graph asks for, if these settings leave it open.
   *
   * @param times true if its edges have different times
   */
  public WalkConfig on(boolean times) {
    return order != Order.AUTO ? this : new WalkConfig(perVertex, length, bias, window, along,
        times ? Order.FORWARD : Order.NONE, restart, returning, inOut, start, this.times, overflow, mode, partitions);
  }

  /** True if the next vertex depends on the one before. */
  public boolean isSecondOrder() {
    return returning != 1 || inOut != 1;
  }

  /** Weight of a candidate divided by the largest there can be, by how it lies to the vertex before. */
  double secondOrderWeight(boolean isBefore, boolean nextToBefore) {
    double largest = Math.max(1, Math.max(1 / returning, 1 / inOut));
    return (isBefore ? 1 / returning : nextToBefore ? 1 : 1 / inOut) / largest;
  }

  /** True if a step goes back to the start; the first never does. */
  boolean restarts(int size, long step) {
    return restart > 0 && size > 1 && Seeds.toUniform(Seeds.bits(step, RESTART_DRAW)) < restart;
  }
}
