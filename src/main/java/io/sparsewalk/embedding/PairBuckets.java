package io.sparsewalk.embedding;

import io.sparsewalk.common.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * The pairs of a stretch of walks, by (block of context, block of centre), within a bucket in the order of the walks. The block
 * of a vertex is its number modulo the number of blocks, a power of 2; its row there the quotient. 8 bytes a pair.
 */
public final class PairBuckets {
  private final int blocks;
  private final int[] starts;
  private final int[] contexts;
  private final int[] centres;

  private PairBuckets(int blocks, int[] starts) {
    this.blocks = blocks;
    this.starts = starts;
    contexts = new int[starts[starts.length - 1]];
    centres = new int[contexts.length];
  }

  /** Row of each pair's context in its block. */
  public int[] contexts() {
    return contexts;
  }

  /** Row of each pair's centre in its block. */
  public int[] centres() {
    return centres;
  }

  /** First pair of a bucket. */
  public int begin(int contextBlock, int centreBlock) {
    return starts[contextBlock * blocks + centreBlock];
  }

  /** After the last pair of a bucket. */
  public int end(int contextBlock, int centreBlock) {
    return starts[contextBlock * blocks + centreBlock + 1];
  }

  /** Pairs in all. */
  public int size() {
    return contexts.length;
  }

  /**
   * Which vertices of a walk make a pair.
   *
   * @param keep of subsampling
   */
  public record Windows(int window, Keep keep, long stream) {}

  /** Subsampling. */
  public interface Keep {
    /** Probability that an occurrence of the vertex is left. */
    float of(int vertex);
  }

  /**
   * Finds all pairs.
   *
   * @param firstWalk number of the stretch's first walk: with it a walk draws the same whatever the stretch
   * @param trained set to true for the vertices that are a context; null if nobody wants to know
   */
  static PairBuckets of(WalkCorpus walks, long firstWalk, Windows windows, int blocks, boolean[] trained,
      Workers workers) {
    int parts = workers.count();
    List<Finder> finders = IntStream.range(0, parts)
        .mapToObj(part -> new Finder(walks, (int) ((long) walks.size() * part / parts),
            (int) ((long) walks.size() * (part + 1) / parts), firstWalk, windows, blocks))
        .toList();
    workers.run(finders);
    int[] starts = new int[blocks * blocks + 1];
    for (int bucket = 0; bucket < blocks * blocks; bucket++) {
      int at = starts[bucket];
      for (Finder finder : finders) {
        int count = finder.counts[bucket];
        finder.counts[bucket] = at;
        at = Math.addExact(at, count);
      }
      starts[bucket + 1] = at;
    }
    PairBuckets buckets = new PairBuckets(blocks, starts);
    workers.run(finders.stream().<Callable<Void>>map(finder -> () -> finder.scatter(buckets, trained)).toList());
    return buckets;
  }

  /** Finds all pairs in this thread. */
  public static PairBuckets of(WalkCorpus walks, long firstWalk, Windows windows, int blocks) {
    try (Workers own = new Workers(1)) {
      return of(walks, firstWalk, windows, blocks, null, own);
    }
  }

  /** The pairs of some walks. */
  private static final class Finder implements Callable<Void> {
    private final WalkCorpus walks;
    private final int begin;
    private final int end;
    private final long firstWalk;
    private final Windows windows;
    private final int blocks;
    private final int shift;
    /** Pairs a bucket; then where the next goes. */
    private final int[] counts;
    /** Context and centre of each pair. */
    private int[] pairs = new int[1 << 16];
    private int size;
    private int[] sentence = new int[64];

    Finder(WalkCorpus walks, int begin, int end, long firstWalk, Windows windows, int blocks) {
      this.walks = walks;
      this.begin = begin;
      this.end = end;
      this.firstWalk = firstWalk;
      this.windows = windows;
      this.blocks = blocks;
      shift = Integer.numberOfTrailingZeros(blocks);
      counts = new int[blocks * blocks];
    }

    @Override
    public Void call() {
      for (int w = begin; w < end; w++) {
        long key = Seeds.childKey(windows.stream(), firstWalk + w);
        int length = thin(w, key);
        long draws = Seeds.childKey(key, 1);
        for (int c = 0; c < length; c++) {
          int window = 1 + Seeds.toBelow(Seeds.bits(draws, c), windows.window());
          int last = Math.min(length - 1, c + window);
          for (int x = Math.max(0, c - window); x <= last; x++) {
            if (x != c) {
              add(sentence[x], sentence[c]);
            }
          }
        }
      }
      return null;
    }

    /** The vertices of a walk that survive subsampling. */
    private int thin(int walk, long key) {
      int from = walks.offsets()[walk];
      int to = walks.offsets()[walk + 1];
      if (to - from > sentence.length) {
        sentence = new int[2 * (to - from)];
      }
      int length = 0;
      for (int i = from; i < to; i++) {
        int vertex = walks.vertices()[i];
        float keep = windows.keep().of(vertex);
        if (keep >= 1 || Seeds.toUniform(Seeds.bits(key, i - from)) < keep) {
          sentence[length++] = vertex;
        }
      }
      return length;
    }

    private void add(int context, int centre) {
      if (size == pairs.length) {
        pairs = Arrays.copyOf(pairs, Math.multiplyExact(2, size));
      }
      pairs[size++] = context;
      pairs[size++] = centre;
      counts[(context & blocks - 1) * blocks + (centre & blocks - 1)]++;
    }

    Void scatter(PairBuckets buckets, boolean[] trained) {
      for (int i = 0; i < size; i += 2) {
        int context = pairs[i];
        int centre = pairs[i + 1];
        int at = counts[(context & blocks - 1) * blocks + (centre & blocks - 1)]++;
        buckets.contexts[at] = context >>> shift;
        buckets.centres[at] = centre >>> shift;
        if (trained != null) {
          trained[context] = true;
        }
      }
      return null;
    }
  }
}
