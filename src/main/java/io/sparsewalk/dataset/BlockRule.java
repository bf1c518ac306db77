package io.sparsewalk.dataset;

import io.sparsewalk.common.Seeds;
import java.io.Serializable;
import java.util.BitSet;
import java.util.function.LongUnaryOperator;

/**
 * Where an edge belongs: a function of its rank and its ends alone, so that every file of edges is divided by itself. Blocks are
 * {@link #TRAIN}, {@link #VALID} and {@link #TEST}.
 */
public sealed interface BlockRule extends Serializable {
  int TRAIN = 0;
  int VALID = 1;
  int TEST = 2;
  int BLOCKS = 3;

  /** True if the edge is to be an example of the block; whether its ends allow that is another question. */
  boolean isExample(int block, long rank, int source, int target);

  /** The block with which the edge becomes known: a negative of a block is none of the edges up to it. */
  int place(long rank, int source, int target);

  /** True if the edge may be known when validation and test edges are predicted. */
  boolean isKnown(long rank, int source, int target);

  /** True if it may be known when training edges are. */
  boolean isEarlier(long rank, int source, int target);

  /** True if the walks see it. */
  boolean isWalked(long rank, int source, int target);

  /** Training examples come by ascending draw, and then by rank; by rank only if all draws are 0. */
  default double draw(int source, int target) {
    return 0;
  }

  /** Disjoint stretches of time. */
  record ByTime(TimeCuts cuts) implements BlockRule {
    @Override
    public boolean isExample(int block, long rank, int source, int target) {
      return place(rank, source, target) == block && rank >= cuts.historyEnd();
    }

    @Override
    public int place(long rank, int source, int target) {
      return rank < cuts.trainEnd() ? TRAIN : rank < cuts.validEnd() ? VALID : TEST;
    }

    @Override
    public boolean isKnown(long rank, int source, int target) {
      return rank < cuts.trainEnd();
    }

    @Override
    public boolean isEarlier(long rank, int source, int target) {
      return rank < cuts.walkable();
    }

    @Override
    public boolean isWalked(long rank, int source, int target) {
      return isEarlier(rank, source, target);
    }
  }

  /**
   * Chance: all edges of an unordered pair together. Training examples come in the order of their draws, so that any first part of
   * them is as random.
   *
   * @param pairs every pair, with its draw
   * @param train draws of training, with those of the history, are below
   * @param valid draws of validation are below, and not below {@code train}
   * @param history draws of what is no example are below
   */
  record ByPair(PairShare pairs, double train, double valid, double history) implements BlockRule {
    /** As the settings say. */
    public static ByPair of(SplitConfig config, Seeds split) {
      return new ByPair(PairShare.of(1, split), config.train(), config.train() + config.valid(), config.history());
    }

    @Override
    public boolean isExample(int block, long rank, int source, int target) {
      double draw = draw(source, target);
      return block(draw) == block && draw >= history;
    }

    @Override
    public int place(long rank, int source, int target) {
      return block(draw(source, target));
    }

    private int block(double draw) {
      return draw < train ? TRAIN : draw < valid ? VALID : TEST;
    }

    @Override
    public boolean isKnown(long rank, int source, int target) {
      return draw(source, target) < train;
    }

    @Override
    public boolean isEarlier(long rank, int source, int target) {
      return draw(source, target) < (history == 0 ? train : history);
    }

    @Override
    public boolean isWalked(long rank, int source, int target) {
      return isEarlier(rank, source, target);
    }

    @Override
    public double draw(int source, int target) {
      return pairs.draw(source, target);
    }
  }

  /**
   * The published procedure: train and valid are samples that share edges, and a negative is no edge of all. The draws are one stream over the
   * ranks, so whoever draws has a bit per edge and block.
   *
   * @param walked edges of lower rank are walked
   */
  record Published(BitSet train, BitSet valid, BitSet test, long walked) implements BlockRule {
    /**
     * Draws the blocks.
     *
     * @param time of the edge of a rank, as {@code PublishedTimes} leaves it
     * @throws io.sparsewalk.common.DataRefusedException if there is no test edge
     */
    public static Published of(int edges, LongUnaryOperator time, LeaksConfig leaks, Seeds split) {
      long walked = leaks.testWalks() ? edges : TimeCuts.beforePublishedTest(edges, time);
      return PaperSamples.blocks(edges, time, walked, split);
    }

    @Override
    public boolean isExample(int block, long rank, int source, int target) {
      return (block == TRAIN ? train : block == VALID ? valid : test).get((int) rank);
    }

    @Override
    public int place(long rank, int source, int target) {
      return TRAIN;
    }

    @Override
    public boolean isKnown(long rank, int source, int target) {
      return train.get((int) rank);
    }

    @Override
    public boolean isEarlier(long rank, int source, int target) {
      return train.get((int) rank);
    }

    @Override
    public boolean isWalked(long rank, int source, int target) {
      return rank < walked;
    }
  }
}
