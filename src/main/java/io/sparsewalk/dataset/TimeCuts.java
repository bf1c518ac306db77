package io.sparsewalk.dataset;

import io.sparsewalk.common.DataRefusedException;

/**
 * Where the blocks of time end. A group of equal times goes whole to the earlier block.
 *
 * @param trainEnd rank after the last training edge
 * @param validEnd rank after the last validation edge
 */
public record TimeCuts(int trainEnd, int validEnd) {

  /**
   * @param times ascending
   * @throws DataRefusedException if validation or test would be empty
   */
  public static TimeCuts of(long[] times, SplitConfig config) {
    int trainEnd = endOfTie(times, config.train());
    int validEnd = endOfTie(times, config.train() + config.valid());
    if (trainEnd == validEnd || validEnd == times.length) {
      throw new DataRefusedException("the times do not split into train, validation and test of "
          + config.train() + ", " + config.valid() + " and the rest: of " + times.length + " edges " + trainEnd
          + " fall to train and " + (validEnd - trainEnd) + " to validation, because edges of the same time stay together");
    }
    return new TimeCuts(trainEnd, validEnd);
  }

  /** The first rank whose time is later than that of edge number ceil(share * edges). */
  private static int endOfTie(long[] times, double share) {
    int end = (int) Math.ceil(share * times.length);
    while (end < times.length && times[end] == times[end - 1]) {
      end++;
    }
    return end;
  }
}
