package io.sparsewalk.sweep;

import static io.sparsewalk.common.Checks.check;
import static io.sparsewalk.common.Checks.checkPositive;

import java.io.Serializable;

/**
 * Successive halving (Jamieson and Talwalkar, AISTATS 2016) of the trials of a group: at some epochs only the best on
 * validation go on. The dense baseline always does.
 *
 * @param keep share of the trials that go on; 1 = all
 * @param epochs after which the field is halved first; then 1 / keep times as many, and so on
 */
public record HalvingConfig(double keep, int epochs) implements Serializable {
  public HalvingConfig {
    check(keep > 0 && keep <= 1, "keep must be above 0 and at most 1 (no halving), was %s", keep);
    checkPositive("epochs", epochs);
  }

  /** True if the field is halved after this many epochs. */
  public boolean isRung(int epoch) {
    double rung = epochs;
    while (keep < 1 && rung < epoch) {
      rung = Math.max(rung + 1, rung / keep);
    }
    return keep < 1 && (int) rung == epoch;
  }
}
