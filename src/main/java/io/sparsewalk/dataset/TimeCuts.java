package io.sparsewalk.dataset;

import io.sparsewalk.common.DataRefusedException;
import java.io.Serializable;
import java.util.function.LongUnaryOperator;

/**
 * Where the blocks of time end. A group of equal times goes whole to the earlier block.
 *
 * @param historyEnd rank after the last edge that is no example; 0 if all are
 * @param trainEnd rank after the last training edge
 * @param validEnd rank after the last validation edge
 */
public record TimeCuts(long historyEnd, long trainEnd, long validEnd) implements Serializable {

  /**
   * Cuts edges by their times.
   *
   * @param edges number of edges
   * @param time of the edge of a rank, ascending
   * @throws DataRefusedException if validation or test would be empty
   */
  public static TimeCuts of(long edges, LongUnaryOperator time, SplitConfig config) {
    long trainEnd = endOfTie(edges, time, config.train());
    long validEnd = endOfTie(edges, time, config.train() + config.valid());
    if (trainEnd == validEnd || validEnd == edges) {
      throw new DataRefusedException("the times do not split into train, validation and test of " + config.train()
          + ", " + config.valid() + " and the rest: of " + edges + " edges " + trainEnd + " fall to train and "
          + (validEnd - trainEnd) + " to validation, because edges of the same time stay together;"
          + " -D split.by=random divides them whatever their times");
    }
    long historyEnd = config.history() == 0 ? 0 : endOfTie(edges, time, config.history());
    if (historyEnd == trainEnd) {
      throw new DataRefusedException("split.history = " + config.history()
          + " leaves no training example, because edges of the same time stay"
          + " together: without a history (-D split.history=0 -D features.pair=false) the walks see the whole training block");
    }
    return new TimeCuts(historyEnd, trainEnd, validEnd);
  }

  /** Edges of lower rank are visible to the walks. */
  public long walkable() {
    return historyEnd == 0 ? trainEnd : historyEnd;
  }

  /**
   * Edges of lower rank are no test edges of the published procedure, whichever of equal times it draws.
   *
   * @param time of the edge of a rank, as the published code narrows it
   */
  public static int beforePublishedTest(int edges, LongUnaryOperator time) {
    int begin = edges - PaperSamples.tests(edges);
    long border = begin == edges ? 0 : time.applyAsLong(begin);
    while (begin > 0 && begin < edges && time.applyAsLong(begin - 1) == border) {
      begin--;
    }
    return begin;
  }

  /** The first rank whose time is later than that of edge number ceil(share * edges). */
  private static long endOfTie(long edges, LongUnaryOperator time, double share) {
    long end = (long) Math.ceil(share * edges);
    while (end < edges && time.applyAsLong(end) == time.applyAsLong(end - 1)) {
      end++;
    }
    return end;
  }
}
