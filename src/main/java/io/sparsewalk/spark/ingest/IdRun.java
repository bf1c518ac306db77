package io.sparsewalk.spark.ingest;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Raw ids, each once and ascending, with the place of the first file that has each.
 *
 * @param ids ascending
 * @param places as long as the ids
 */
record IdRun(long[] ids, int[] places) implements Serializable {
  static final IdRun NONE = new IdRun(new long[0], new int[0]);

  /** Ids of one file. */
  static IdRun of(long[] ids, int place) {
    int[] places = new int[ids.length];
    Arrays.fill(places, place);
    return new IdRun(ids, places);
  }

  /** Those from one index to another, exclusive. */
  IdRun slice(int from, int to) {
    return new IdRun(Arrays.copyOfRange(ids, from, to), Arrays.copyOfRange(places, from, to));
  }

  /** Of both, an id of both with its smaller place. */
  IdRun union(IdRun other) {
    long[] all = new long[ids.length + other.ids.length];
    int[] first = new int[all.length];
    int size = 0;
    for (int i = 0, j = 0; i < ids.length || j < other.ids.length;) {
      boolean here = j == other.ids.length || i < ids.length && ids[i] <= other.ids[j];
      boolean there = i == ids.length || j < other.ids.length && other.ids[j] <= ids[i];
      all[size] = here ? ids[i] : other.ids[j];
      first[size++] = here && there ? Math.min(places[i], other.places[j]) : here ? places[i] : other.places[j];
      i += here ? 1 : 0;
      j += there ? 1 : 0;
    }
    return new IdRun(Arrays.copyOf(all, size), Arrays.copyOf(first, size));
  }

  /** Those that have no number yet. */
  IdRun without(PackedIds numbered) {
    int[] kept = IntStream.range(0, ids.length).filter(i -> numbered.number(ids[i]) == PackedIds.ABSENT).toArray();
    return new IdRun(Arrays.stream(kept).mapToLong(i -> ids[i]).toArray(),
        Arrays.stream(kept).map(i -> places[i]).toArray());
  }

  /** Ids of a place, ascending. */
  long[] of(int place) {
    long[] own = new long[ids.length];
    int size = 0;
    for (int i = 0; i < ids.length; i++) {
      if (places[i] == place) {
        own[size++] = ids[i];
      }
    }
    return Arrays.copyOf(own, size);
  }

  /** How many ids each place has, up to the largest place. */
  int[] counts() {
    int[] counts = new int[Arrays.stream(places).max().orElse(-1) + 1];
    for (int place : places) {
      counts[place]++;
    }
    return counts;
  }
}
