package io.sparsewalk.dataset;

import io.sparsewalk.common.Seeds;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;

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

  /**
   * Which of the test edges that can be ranked are, evenly at random.
   *
   * @param pool how many there are
   * @return places in their order
   */
  static int[] chosen(RankingConfig config, int pool, Seeds seeds) {
    return PaperSamples.sample(pool, Math.min(config.positives(), pool), seeds.child("positives"));
  }

  /** Chosen test edges with their negatives. */
  static Ranking of(RankingConfig config, Positives chosen, RankingNegatives draw, Seeds seeds) {
    int size = Math.multiplyExact(chosen.size(), 1 + Kind.values().length * config.negatives());
    int[] source = Arrays.copyOf(chosen.source(), size);
    int[] target = Arrays.copyOf(chosen.target(), size);
    boolean[] positive = new boolean[size];
    Arrays.fill(positive, 0, chosen.size(), true);
    int at = chosen.size();
    for (Kind kind : Kind.values()) {
      Seeds stream = seeds.child(kind.key());
      for (int p = 0; p < chosen.size(); p++) {
        for (int n = 0; n < config.negatives(); n++, at++) {
          source[at] = source[p];
          target[at] = draw.draw(kind, source[p], stream.child(chosen.rank()[p]).child(n));
        }
      }
    }
    boolean[] seen = new boolean[size];
    Arrays.fill(seen, true);
    return new Ranking(new Examples(source, target, positive, seen), chosen.size(), config.negatives(),
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
