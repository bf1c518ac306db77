package io.sparsewalk.walk;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Walks under way or ended, in primitive arrays, to be sent from one part of a graph to another. Walk {@code number} is one of the
 * sequence of (walk, start) that {@link RecordWalker} goes through.
 */
public final class Walkers implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int width;
  private int count;
  private long[] number = new long[16];
  private long[] now = new long[16];
  private int[] size = new int[16];
  private boolean[] fresh = new boolean[16];
  private int[] path;

  /**
   * @param length steps of a full walk
   */
  public Walkers(int length) {
    width = length + 1;
    path = new int[16 * width];
  }

  public int count() {
    return count;
  }

  public long number(int walker) {
    return number[walker];
  }

  /** Time of the walker's last edge. */
  long now(int walker) {
    return now[walker];
  }

  /** Vertices so far. */
  public int size(int walker) {
    return size[walker];
  }

  /** Place of the walker's first vertex in {@link #path}. */
  public int begin(int walker) {
    return walker * width;
  }

  /** The vertices of all walkers. */
  public int[] path() {
    return path;
  }

  int start(int walker) {
    return path[walker * width];
  }

  /** Where the walker is. */
  public int vertex(int walker) {
    return path[walker * width + size[walker] - 1];
  }

  /** Adds a walker at its start. */
  public void start(long which, int vertex) {
    grow();
    number[count] = which;
    size[count] = 1;
    fresh[count] = true;
    path[count * width] = vertex;
    count++;
  }

  /** Adds a walker of another batch. */
  public void append(Walkers other, int walker) {
    grow();
    number[count] = other.number[walker];
    now[count] = other.now[walker];
    size[count] = other.size[walker];
    fresh[count] = other.fresh[walker];
    System.arraycopy(other.path, walker * width, path, count * width, other.size[walker]);
    count++;
  }

  /** True if the walker stands on its start and has taken no edge from there. */
  boolean isFresh(int walker) {
    return fresh[walker];
  }

  /** Moves a walker along an edge. */
  void hop(int walker, int vertex, long time) {
    path[walker * width + size[walker]++] = vertex;
    now[walker] = time;
    fresh[walker] = false;
  }

  /** Moves a walker back to its start. */
  void restart(int walker) {
    path[walker * width + size[walker]++] = start(walker);
    fresh[walker] = true;
  }

  private void grow() {
    if (count == number.length) {
      int larger = Math.multiplyExact(2, count);
      number = Arrays.copyOf(number, larger);
      now = Arrays.copyOf(now, larger);
      size = Arrays.copyOf(size, larger);
      fresh = Arrays.copyOf(fresh, larger);
      path = Arrays.copyOf(path, Math.multiplyExact(larger, width));
    }
  }
}
