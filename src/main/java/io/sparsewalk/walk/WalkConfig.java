package io.sparsewalk.walk;

import static io.sparsewalk.common.Checks.check;
import static io.sparsewalk.common.Checks.checkNotNegative;
import static io.sparsewalk.common.Checks.checkPositive;

import java.io.Serializable;

/**
 * What a walk is.
 *
 * @param perVertex walks from every start vertex
 * @param length steps of a full walk; it has one vertex more
 * @param bias how the next edge is chosen among the later ones
 * @param window a next edge is at most so much later, in the unit of the times; 0 = any
 * @param along which way edges are walked
 * @param order forward or backward in time
 * @param times exact, or what the published code makes of them
 * @param overflow what a step does whose weights overflow in single precision
 * @param partitions tasks of the walk stage; 0 = as many as there are cores
 */
public record WalkConfig(int perVertex, int length, Transition bias, long window, Along along, Order order, Start start,
    Times times, Overflow overflow, Mode mode, int partitions) implements Serializable {

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
    /** To strictly later edges. */
    FORWARD,
    /** To strictly earlier edges; "later" and "sooner" then mean further back and less far back. */
    BACKWARD
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
    check(order == Order.FORWARD || start != Start.AFTER_MINIMUM, "order backward and start after-minimum exclude each other");
  }
}
