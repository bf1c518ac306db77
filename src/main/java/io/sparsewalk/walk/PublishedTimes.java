package io.sparsewalk.walk;

/**
 * What the published code makes of times: scaled to [0, 1], rounded to 10 decimals, narrowed to single precision, so that times
 * closer than about 6e-8 of the span become equal. Kept as longs in units of 1e-17: the error against the float is below 1e-17,
 * far under the spacing of floats above 1e-10, so order, ties and ratios of differences are those of the floats.
 */
public final class PublishedTimes {
  private static final double UNITS = 1e17;

  private PublishedTimes() {}

  /**
   * Narrows times in place.
   *
   * @param min earliest time of the whole graph
   * @param max latest time of the whole graph
   */
  public static void narrowInPlace(long[] times, long min, long max) {
    for (int i = 0; i < times.length; i++) {
      times[i] = narrowed(times[i], min, max);
    }
  }

  /** One time, narrowed. */
  public static long narrowed(long time, long min, long max) {
    double span = (double) max - min;
    double scaled = span == 0 ? 0 : ((double) time - min) / span;
    float narrow = (float) (Math.rint(scaled * 1e10) / 1e10);
    return Math.round(narrow * UNITS);
  }
}
