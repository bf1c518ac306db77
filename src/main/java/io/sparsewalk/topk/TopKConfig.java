package io.sparsewalk.topk;

import static io.sparsewalk.common.Checks.check;

import java.io.Serializable;

/**
 * Which values of an embedding are kept.
 *
 * @param keepPercent percent of the values
 * @param scope over what the percentage is taken
 * @param by what counts as large
 * @param rows which rows of the matrix take part
 */
public record TopKConfig(double keepPercent, Scope scope, By by, Rows rows) implements Serializable {

  /** Over what the percentage is taken. */
  public enum Scope { MATRIX, ROW, COLUMN }

  /** What counts as large. */
  public enum By { ABSOLUTE, SIGNED }

  /** Which rows make up the matrix. */
  public enum Rows {
    /** Those that the walks trained. */
    TRAINED,
    /** All ids, also those without a single edge, as published. */
    ALL
  }

  public TopKConfig {
    check(keepPercent > 0 && keepPercent <= 100, "keep-percent must be in (0, 100], was %s", keepPercent);
  }
}
