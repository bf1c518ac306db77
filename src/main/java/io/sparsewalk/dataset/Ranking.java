package io.sparsewalk.dataset;

import io.sparsewalk.common.Seeds;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Test edges and, for each, other targets of its source: what mean reciprocal ranks and hits are taken over.
 *
 * @param examples the positives, then kind by kind the negatives of the first positive, of the second, ...
 * @param positives how many
 * @param negatives of a kind for each positive
 * @param historicalShare share of the negatives of kind {@link Kind#HISTORICAL} that are edges of before
 */
public record Ranking(Examples examples, int positives, int negatives, double historicalShare) implements Serializable {

  /** What the other targets are. */
  public enum Kind {
    /** Any vertex seen in training that the source has no edge to. */
    UNIFORM,
    /** As often as they are targets in training: popularity tells little. */
    DEGREE,
    /** Targets that the source had in training and has not in the test block (Poursafaei et al., NeurIPS 2022); else as DEGREE. */
    HISTORICAL;

    /** The name in tables. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** No test edges. */
  public static Ranking none() {
    return new Ranking(new Examples(new int[0], new int[0], new boolean[0], new boolean[0]), 0, 1, 1);
  }

  /** Some of the test edges whose two ends were seen, evenly at random. */
  static Ranking of(RankingConfig config, LinkSplit.Block test, RankingNegatives draw, Seeds seeds) {
    Examples all = test.examples();
    int[] pool = IntStream.range(0, test.ranks().length)
        .filter(i -> all.bothSeen()[i])
        .filter(i -> draw.admits(all.source()[i]))
        .toArray();
    int[] chosen = PaperSamples.sample(pool, Math.min(config.positives(), pool.length), seeds.child("positives"));
    int kinds = Kind.values().length;
    int size = Math.multiplyExact(chosen.length, 1 + kinds * config.negatives());
    int[] source = new int[size];
    int[] target = new int[size];
    boolean[] positive = new boolean[size];
    Arrays.fill(positive, 0, chosen.length, true);
    for (int p = 0; p < chosen.length; p++) {
      source[p] = all.source()[chosen[p]];
      target[p] = all.target()[chosen[p]];
    }
    int at = chosen.length;
    for (Kind kind : Kind.values()) {
      Seeds stream = seeds.child(kind.key());
      for (int p = 0; p < chosen.length; p++) {
        for (int n = 0; n < config.negatives(); n++, at++) {
          source[at] = source[p];
          target[at] = draw.draw(kind, source[p], stream.child(test.ranks()[chosen[p]]).child(n));
        }
      }
    }
    boolean[] seen = new boolean[size];
    Arrays.fill(seen, true);
    return new Ranking(new Examples(source, target, positive, seen), chosen.length, config.negatives(),
        draw.historicalShare());
  }

  /** Where the negatives of a positive begin. */
  public int firstNegative(Kind kind, int positive) {
    return positives + (kind.ordinal() * positives + positive) * negatives;
  }

  /** The same with these pair features. */
  public Ranking withPairs(float[] pairs) {
    return new Ranking(examples.withPairs(pairs), positives, negatives, historicalShare);
  }
}
