package io.sparsewalk.dataset;

import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What is taken from the examples of a whole split, in one task: test edges to rank, and examples, thinned evenly, for baselines. Every
 * question goes through the edges; 4 bytes per known edge are in memory at most, besides what is answered.
 */
public final class SplitSamples {
  private final SplitGround ground;
  private final SplitPlan plan;
  private final EdgeParts edges;
  private final SplitCounts counts;

  /**
   * @param counts of all edges
   */
  public SplitSamples(SplitGround ground, EdgeParts edges, SplitCounts counts) {
    this.ground = ground;
    this.edges = edges;
    this.counts = counts;
    plan = ground.plan();
  }

  /** Some edges. */
  public interface Chosen {
    boolean has(long rank, int source, int target);
  }

  /**
   * Examples of a block whose ends were seen.
   *
   * @param most more are thinned evenly
   */
  public Examples kept(int block, int most) {
    return thinned(block, counts.kept(block), most, (rank, source, target) -> plan.isKept(block, source, target));
  }

  /**
   * Every so many-th of some positives of a block, followed by their negatives.
   *
   * @param size number of positives that are chosen
   */
  private Examples thinned(int block, long size, int most, Chosen chosen) {
    long stride = Math.max(1, (2 * size + most - 1) / most);
    long end = 2 * size / stride * stride;
    Positives.Builder positives = new Positives.Builder();
    Positives.Builder negatives = new Positives.Builder();
    long[] place = {0};
    ground.forEachPositive(block, edges, (rank, source, target) -> {
      if (chosen.has(rank, source, target)) {
        if (place[0] % stride == 0 && place[0] < end) {
          positives.add(rank, source, target);
        }
        if ((size + place[0]) % stride == 0 && size + place[0] < end) {
          negatives.add(rank, source, target);
        }
        place[0]++;
      }
    });
    return joined(BlockExamples.of(ground, block, positives.build()).positives(),
        BlockExamples.of(ground, block, negatives.build()).negatives());
  }

  private static Examples joined(Examples first, Examples second) {
    int n = first.size();
    int[] source = Arrays.copyOf(first.source(), n + second.size());
    int[] target = Arrays.copyOf(first.target(), source.length);
    boolean[] positive = Arrays.copyOf(first.positive(), source.length);
    boolean[] seen = Arrays.copyOf(first.bothSeen(), source.length);
    System.arraycopy(second.source(), 0, source, n, second.size());
    System.arraycopy(second.target(), 0, target, n, second.size());
    System.arraycopy(second.positive(), 0, positive, n, second.size());
    System.arraycopy(second.bothSeen(), 0, seen, n, second.size());
    return new Examples(source, target, positive, seen);
  }

  /** Training edges that a model fitted on others may know, as test edges come after all: the edges of before, or else a first part of training. */
  public Chosen before(double share) {
    if (hasHistory()) {
      return plan.rule()::isEarlier;
    }
    long first = (long) (share * counts.positives(BlockRule.TRAIN));
    long[] place = {0};
    long[] border = new long[2];
    ground.forEachPositive(BlockRule.TRAIN, edges, (rank, source, target) -> {
      if (place[0]++ == first) {
        border[0] = rank;
        border[1] = Double.doubleToLongBits(plan.rule().draw(source, target));
      }
    });
    double draw = Double.longBitsToDouble(border[1]);
    return (rank, source, target) -> {
      double own = plan.rule().draw(source, target);
      return plan.isPositive(BlockRule.TRAIN, rank, source, target) && (own < draw || own == draw && rank < border[0]);
    };
  }

  private boolean hasHistory() {
    return counts.get(SplitCounts.Of.EARLIER) < counts.get(SplitCounts.Of.KNOWN);
  }

  /**
   * Examples of training that are not before, between vertices that have an edge before.
   *
   * @param most more are thinned evenly
   */
  public Examples fitted(Chosen before, int most) {
    BitSet met = new BitSet();
    edges.forEach((rank, source, target) -> {
      if (before.has(rank, source, target)) {
        met.set(source);
        met.set(target);
      }
    });
    boolean history = hasHistory();
    Chosen chosen =
        (rank, source, target) -> (history || !before.has(rank, source, target)) && met.get(source) && met.get(target);
    long[] size = {0};
    ground.forEachPositive(BlockRule.TRAIN, edges,
        (rank, source, target) -> size[0] += chosen.has(rank, source, target) ? 1 : 0);
    return thinned(BlockRule.TRAIN, size[0], most, chosen);
  }

  /** What some edges say of some vertices: all that an end of is one of them. */
  public static PairHistory history(EdgeParts edges, int ids, Chosen chosen, BitSet vertices) {
    IntArrayList sources = new IntArrayList();
    IntArrayList targets = new IntArrayList();
    LongArrayList times = new LongArrayList();
    for (int part = 0; part < edges.parts(); part++) {
      EdgeParts.Ends ends = edges.ends(part);
      long[] time = edges.times(part);
      ends.forEach((rank, source, target) -> {
        if ((vertices.get(source) || vertices.get(target)) && chosen.has(rank, source, target)) {
          sources.add(source);
          targets.add(target);
          times.add(time[(int) (rank - ends.first())]);
        }
      });
    }
    return new PairHistory(ids, sources.toIntArray(), targets.toIntArray(), times.toLongArray());
  }

  /** Ends of examples. */
  public static BitSet ends(Examples... all) {
    BitSet ends = new BitSet();
    for (Examples examples : all) {
      for (int i = 0; i < examples.size(); i++) {
        ends.set(examples.source()[i]);
        ends.set(examples.target()[i]);
      }
    }
    return ends;
  }

  /**
   * What is ranked.
   *
   * @param counts test edges that cannot be
   */
  public record Ranked(Ranking ranking, SplitCounts counts) {}

  /** Test edges against many negatives. */
  public Ranked ranking(RankingConfig config) {
    SplitGround.Admission admission = ground.admission();
    SplitCounts left = new SplitCounts();
    int[] pool = {0};
    forEachKeptTest((rank, source, target) -> {
      boolean admitted = admission.admits(source);
      pool[0] += admitted ? 1 : 0;
      left.addIf(!admitted, SplitCounts.Of.RANKING_LEFT_OUT);
    });
    int[] places = Ranking.chosen(config, pool[0], plan.seeds().child("ranking"));
    Positives.Builder chosen = new Positives.Builder();
    int[] next = {0, 0};
    forEachKeptTest((rank, source, target) -> {
      if (next[1] < places.length && admission.admits(source) && next[0]++ == places[next[1]]) {
        chosen.add(rank, source, target);
        next[1]++;
      }
    });
    Positives positives = chosen.build();
    int[] popular = new int[positives.size() == 0 ? 0 : Math.toIntExact(counts.get(SplitCounts.Of.KNOWN))];
    RankingNegatives draw = new RankingNegatives(known(positives, popular), ground.seen(), popular);
    return new Ranked(Ranking.of(config, positives, draw, plan.seeds().child("ranking")), left);
  }

  private void forEachKeptTest(EdgeParts.Visitor visitor) {
    ground.forEachPositive(BlockRule.TEST, edges, (rank, source, target) -> {
      if (plan.isKept(BlockRule.TEST, source, target)) {
        visitor.visit(rank, source, target);
      }
    });
  }

  /**
   * @param popular is filled, if there is a place for every known edge
   */
  private RankingNegatives.Known known(Positives chosen, int[] popular) {
    Int2ObjectOpenHashMap<IntArrayList> earlier = new Int2ObjectOpenHashMap<>();
    for (int source : chosen.source()) {
      earlier.put(source, new IntArrayList());
    }
    LongOpenHashSet tested = new LongOpenHashSet();
    int[] next = {0};
    edges.forEach((rank, source, target) -> {
      IntArrayList row = earlier.get(source);
      if (plan.rule().isKnown(rank, source, target) && popular.length > 0) {
        popular[next[0]++] = target;
        if (row != null) {
          row.add(target);
        }
      }
      if (row != null && plan.isPositive(BlockRule.TEST, rank, source, target)) {
        tested.add((long) source << 32 | target);
      }
    });
    Int2ObjectOpenHashMap<int[]> rows = new Int2ObjectOpenHashMap<>();
    earlier.int2ObjectEntrySet().forEach(entry -> rows.put(entry.getIntKey(), entry.getValue().toIntArray()));
    return new RankingNegatives.Known() {
      @Override
      public boolean has(int source, int target) {
        return ground.pairs().has(source, target);
      }

      @Override
      public int[] earlier(int source) {
        return rows.get(source);
      }

      @Override
      public boolean isTested(int source, int target) {
        return tested.contains((long) source << 32 | target);
      }
    };
  }
}
