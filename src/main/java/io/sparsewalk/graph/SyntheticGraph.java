package io.sparsewalk.graph;

import io.sparsewalk.common.Seeds;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A temporal graph with what makes real ones learnable and hard: heavy-tailed degrees, communities, repeated contacts, vertices
 * that appear over time. Edge i depends only on the seed and the edges before it.
 */
public final class SyntheticGraph {
  private static final int MEMORY = 1 << 16;
  private static final double LATE_SHARE = 0.4;
  private static final double LAST_BIRTH = 0.8;

  private final GenerateConfig config;
  private final double[] birth;
  private final int[][] members;
  private final double[][] cumulative;
  private final int[] community;

  public SyntheticGraph(GenerateConfig config) {
    this.config = config;
    Seeds seeds = Seeds.of(config.seed()).child("generate");
    int groups = config.communities();
    community = new int[config.vertices()];
    birth = new double[config.vertices()];
    for (int v = 0; v < community.length; v++) {
      community[v] = seeds.child("community").below(groups, v);
      double u = seeds.child("birth").uniform(v);
      birth[v] = v > 0 && u < LATE_SHARE ? u / LATE_SHARE * LAST_BIRTH : 0;
    }
    // The last group holds everybody.
    members = new int[groups + 1][];
    members[groups] = IntStream.range(0, community.length).toArray();
    int[] sizes = new int[groups];
    for (int v = 0; v < community.length; v++) {
      sizes[community[v]]++;
    }
    Arrays.setAll(sizes, g -> {
      members[g] = new int[sizes[g]];
      return 0;
    });
    for (int v = 0; v < community.length; v++) {
      members[community[v]][sizes[community[v]]++] = v;
    }
    cumulative = new double[groups + 1][];
    Arrays.setAll(cumulative, g -> cumulative(members[g]));
  }

  /** A vertex's weight falls with its number as in a power law of degrees; numbers have nothing to do with communities. */
  private double[] cumulative(int[] group) {
    double[] sums = new double[group.length];
    double sum = 0;
    for (int i = 0; i < group.length; i++) {
      sum += Math.pow(group[i] + 1, -1 / (config.exponent() - 1));
      sums[i] = sum;
    }
    return sums;
  }

  /** Takes the edges. */
  public interface Sink {
    void edge(long source, long target, long time) throws IOException;
  }

  /** Writes a line {@code src dst time} for every edge, by time; does not close the stream. */
  public void write(OutputStream out) throws IOException {
    BufferedOutputStream buffered = new BufferedOutputStream(out, 1 << 16);
    byte[] line = new byte[64];
    each((source, target, time) -> {
      int at = line.length;
      line[--at] = '\n';
      at = digits(line, at, time);
      line[--at] = ' ';
      at = digits(line, at, target);
      line[--at] = ' ';
      at = digits(line, at, source);
      buffered.write(line, at, line.length - at);
    });
    buffered.flush();
  }

  /** Writes a line {@code vertex label} for every vertex: its community, or by noise any; does not close the stream. */
  public void writeLabels(OutputStream out) throws IOException {
    Seeds noise = Seeds.of(config.seed()).child("label-noise");
    StringBuilder lines = new StringBuilder();
    for (int v = 0; v < community.length; v++) {
      boolean any = noise.uniform(2L * v) < config.labelNoise();
      lines.append(id(v))
          .append(' ')
          .append(any ? noise.below(config.communities(), 2L * v + 1) : community[v])
          .append('\n');
    }
    out.write(lines.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /** Puts the digits of a number, which is not negative, before a place. */
  private static int digits(byte[] line, int before, long number) {
    int at = before;
    long left = number;
    do {
      line[--at] = (byte) ('0' + left % 10);
      left /= 10;
    } while (left > 0);
    return at;
  }

  /** Gives out all edges, by time. */
  public void each(Sink sink) throws IOException {
    SplittableRandom random = Seeds.of(config.seed()).child("edges").generator();
    int[] sources = new int[MEMORY];
    int[] targets = new int[MEMORY];
    for (long i = 0; i < config.edges(); i++) {
      int slot = (int) (i % MEMORY);
      double now = (double) i / config.edges();
      double kind = random.nextDouble();
      if (kind < config.repeatShare() && i > 0) {
        int earlier = (int) (Math.floorMod(i - 1 - random.nextLong(Math.min(i, MEMORY - 1)), (long) MEMORY));
        sources[slot] = sources[earlier];
        targets[slot] = targets[earlier];
      } else {
        sources[slot] = draw(config.communities(), now, random);
        targets[slot] = kind > 1 - config.selfLoopShare() ? sources[slot] : target(sources[slot], now, random);
      }
      long time = config.edges() == 1 ? 0 : config.snapshots() > 0 ? (long) (now * config.snapshots())
          : Math.round((double) config.timeSpan() * i / (config.edges() - 1));
      sink.edge(id(sources[slot]), id(targets[slot]), time);
    }
  }

  private long id(int vertex) {
    return config.idRange() == 0 ? vertex : vertex * config.idRange() / config.vertices();
  }

  private int target(int source, double now, SplittableRandom random) {
    int group = random.nextDouble() < config.insideShare() ? community[source] : config.communities();
    for (int attempt = 0; attempt < 8; attempt++) {
      int target = draw(group, now, random);
      if (target != source) {
        return target;
      }
    }
    return source == 0 ? 1 : 0;
  }

  /** A born member of a group, in proportion to its weight. */
  private int draw(int group, double now, SplittableRandom random) {
    double[] sums = cumulative[group];
    while (true) {
      int found = Arrays.binarySearch(sums, random.nextDouble() * sums[sums.length - 1]);
      int member = members[group][Math.min(sums.length - 1, found < 0 ? -found - 1 : found)];
      if (birth[member] <= now) {
        return member;
      }
      if (group < config.communities() && random.nextInt(64) == 0) {
        // A small community may have nobody yet.
        return draw(config.communities(), now, random);
      }
    }
  }
}
