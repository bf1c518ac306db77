package io.sparsewalk.sweep;

import static io.sparsewalk.common.Checks.check;

import io.sparsewalk.topk.TopKConfig;
import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which embedding feeds the network.
 *
 * @param key the name in job files and tables: {@code dense}, or {@code topk} and what differs from the block {@code topk} of
 *     the job, joined by hyphens: {@code matrix}, {@code row} or {@code column}; {@code absolute} or {@code signed}; percent
 *     kept, as in {@code topk-row-25}
 */
public record EmbeddingKind(String key) implements Serializable {
  private static final Pattern KEY =
      Pattern.compile("dense|topk(?:-(matrix|row|column))?(?:-(absolute|signed))?(?:-([0-9]+(?:\\.[0-9]+)?))?");
  public static final EmbeddingKind DENSE = new EmbeddingKind("dense");
  public static final EmbeddingKind TOPK = new EmbeddingKind("topk");

  public EmbeddingKind {
    check(KEY.matcher(key).matches(),
        "embeddings must be dense or topk, the latter with -matrix, -row or -column, -absolute or"
            + " -signed, and a percentage, for example topk-row-25, was %s",
        key);
  }

  /** True if all values are kept. */
  public boolean isDense() {
    return key.equals("dense");
  }

  /**
   * What is kept of a sparse embedding.
   *
   * @param base what the key says nothing of
   */
  public TopKConfig selection(TopKConfig base) {
    Matcher parts = KEY.matcher(key);
    check(parts.matches() && !isDense(), "nothing is selected of a %s embedding", key);
    double keep = parts.group(3) == null ? base.keepPercent() : Double.parseDouble(parts.group(3));
    TopKConfig.Scope scope = parts.group(1) == null ? base.scope() : TopKConfig.Scope.valueOf(upper(parts.group(1)));
    TopKConfig.By by = parts.group(2) == null ? base.by() : TopKConfig.By.valueOf(upper(parts.group(2)));
    return new TopKConfig(keep, scope, by, base.rows());
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return key;
  }
}
