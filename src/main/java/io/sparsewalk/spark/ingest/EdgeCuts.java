package io.sparsewalk.spark.ingest;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Boundaries between parts of a table sorted by (time, source): part p has what is at least boundary p - 1 and below boundary p.
 *
 * @param times of the boundaries, ascending with {@code sources}, without repeats
 * @param sources ids
 */
record EdgeCuts(long[] times, long[] sources) implements Serializable {

  /** A place in the table. */
  record Place(long time, long source) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return time != other.time ? Long.compare(time, other.time) : Long.compare(source, other.source);
    }
  }

  /** Boundaries that cut a sample into parts of like size. */
  static EdgeCuts of(List<Place> sample, int parts) {
    List<Place> sorted = sample.stream().sorted().toList();
    List<Place> cuts = IntStream.range(1, parts)
        .mapToObj(p -> sorted.get((int) ((long) sorted.size() * p / parts)))
        .distinct()
        .toList();
    return new EdgeCuts(cuts.stream().mapToLong(Place::time).toArray(),
        cuts.stream().mapToLong(Place::source).toArray());
  }

  int parts() {
    return times.length + 1;
  }

  /** The part of an edge. */
  int part(long time, long source) {
    int low = 0;
    int high = times.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] < time || times[middle] == time && sources[middle] <= source) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
