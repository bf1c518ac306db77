package io.sparsewalk.graph;

import static io.sparsewalk.common.Checks.checkRange;

import io.sparsewalk.common.DataRefusedException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The unit that all times of a graph are brought to.
 *
 * @param decimals the unit is 10^-decimals
 */
public record TimeScale(int decimals) implements Serializable {
  public static final int MOST_DECIMALS = 18;

  public TimeScale {
    checkRange("decimals", decimals, 0, MOST_DECIMALS);
  }

  /**
   * The wanted unit, else the finest in the data, or, where that would need more than 64 bits, the finest that fits.
   *
   * @param wanted decimals; negative: what the data say
   * @param earliest first time by its number of decimals; above {@code latest} where there is none
   * @throws DataRefusedException if times do not fit 64 bits in the wanted unit
   */
  public static TimeScale of(int wanted, long[] earliest, long[] latest) {
    int finest = finest(earliest, latest);
    for (int d = wanted < 0 ? finest : wanted; d >= 0; d--) {
      if (fits(d, earliest, latest)) {
        return new TimeScale(d);
      }
      if (wanted >= 0) {
        throw new DataRefusedException(
            "the times do not fit 64 bits in the unit graph.time-unit = 1e-" + wanted + "; set a coarser one");
      }
    }
    throw new DataRefusedException("the times do not fit 64 bits");
  }

  /** The most digits after the point that a time has. */
  public static int finest(long[] earliest, long[] latest) {
    int finest = 0;
    for (int d = 0; d < earliest.length; d++) {
      finest = earliest[d] <= latest[d] ? d : finest;
    }
    return finest;
  }

  /** True if all times fit 64 bits in the unit of so many decimals. */
  public static boolean fits(int decimals, long[] earliest, long[] latest) {
    try {
      TimeScale scale = new TimeScale(decimals);
      for (int d = 0; d < earliest.length; d++) {
        if (earliest[d] <= latest[d]) {
          scale.apply(earliest[d], d);
          scale.apply(latest[d], d);
        }
      }
      return true;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  /**
   * A time in this unit, rounded if it is finer, ties to the even neighbour.
   *
   * @throws ArithmeticException if it does not fit 64 bits
   */
  public long apply(long time, int timeDecimals) {
    if (timeDecimals > decimals) {
      return BigDecimal.valueOf(time, timeDecimals)
          .setScale(decimals, RoundingMode.HALF_EVEN)
          .unscaledValue()
          .longValueExact();
    }
    long scaled = time;
    for (int d = timeDecimals; d < decimals; d++) {
      scaled = Math.multiplyExact(scaled, 10L);
    }
    return scaled;
  }
}
