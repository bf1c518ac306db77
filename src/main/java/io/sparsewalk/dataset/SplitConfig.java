package io.sparsewalk.dataset;

import static io.sparsewalk.common.Checks.check;

import java.io.Serializable;

/**
 * Blocks of time of the strict protocol.
 *
 * @param train share of the edges in the first block
 * @param valid share in the second; the rest is test
 */
public record SplitConfig(double train, double valid) implements Serializable {
  public SplitConfig {
    check(train > 0 && valid > 0 && train + valid < 1, "train and valid must be positive and sum to less than 1, were %s and %s",
        train, valid);
  }
}
