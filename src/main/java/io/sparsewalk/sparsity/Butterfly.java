package io.sparsewalk.sparsity;

import io.sparsewalk.model.ParameterLayout;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * A fixed pattern for every layer: a flat block butterfly and a low-rank term (Chen et al., "Pixelated Butterfly", ICLR 2022),
 * both counted.
 *
 * <p>A layer is cut into B by B blocks, B a power of 2; the flat butterfly of stride s has the blocks (i, i xor s), and the
 * strides come in the order 0 (the diagonal), 1, 2, 4, ... as far as the count goes, then the other blocks. The low-rank term,
 * which the paper writes as U V, is held to be r full stripes of the shorter kind (rows or columns): a matrix of rank r at most
 * that needs no second product.
 *
 * <p>The paper keeps whole strides only. Counts are exact here, so the last stride may be incomplete: it is thinned evenly, in
 * every block along its diagonals, so that no row and no column of it has two weights more than another (if all blocks are of
 * one size; else this holds for the longer side). Stripes and the rows and columns that have one weight more come in one
 * {@linkplain #order order} that is the same for the rows of a layer and the columns of the next: units that weights lead to
 * are units that weights lead on from.
 */
final class Butterfly {
  private final int[] rows;
  private final int[] columns;
  private final int blocks;
  /** True if stripes are rows. */
  private final boolean tall;
  private final int stripes;
  private final boolean[] kept;
  private int left;

  private Butterfly(ParameterLayout layout, int layer, int count, StaticConfig config) {
    rows = order(layout.rows(layer));
    int[] units = order(layout.columns(layer) / layout.views());
    // The second view begins with the units that the first ends with.
    columns = IntStream.range(0, layout.columns(layer))
        .map(i -> i / units.length * units.length
            + units[i / units.length % 2 == 0 ? i % units.length : units.length - 1 - i % units.length])
        .toArray();
    int shorter = Math.min(rows.length, columns.length);
    blocks = Math.max(1, Integer.highestOneBit(shorter / config.butterflyBlock()));
    tall = columns.length <= rows.length;
    stripes = (int) (config.lowRankShare() * count / shorter);
    kept = new boolean[rows.length * columns.length];
    left = count;
  }

  /**
   * The pattern.
   *
   * @param counts weights that stay in each layer
   */
  static Mask mask(ParameterLayout layout, int[] counts, StaticConfig config) {
    return Mask.ranked(layout, l -> {
      Butterfly layer = new Butterfly(layout, l, counts[l], config);
      layer.keepStripes();
      for (int stride : strides(layer.blocks)) {
        layer.keepStride(stride);
      }
      return IntStream.range(0, layer.kept.length)
          .filter(i -> layer.kept[i])
          .map(i -> layout.firstWeight(l) + i)
          .toArray();
    });
  }

  /** 0 and the powers of 2 in their order, then the others. */
  private static int[] strides(int blocks) {
    return IntStream.range(0, blocks)
        .boxed()
        .sorted(Comparator.comparing(stride -> Integer.bitCount(stride) > 1))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private void keepStripes() {
    for (int s = 0; s < stripes; s++) {
      for (int i : tall ? columns : rows) {
        keep(tall ? rows[s] : i, tall ? i : columns[s]);
      }
    }
  }

  /** The next weight goes where the next line of the longer side has the fewest, then where that of the other side has. */
  private void keepStride(int stride) {
    PriorityQueue<Block> open = new PriorityQueue<>(Comparator.comparingInt((Block block) -> block.depth(tall))
        .thenComparingInt(block -> block.depth(!tall))
        .thenComparingInt(block -> block.turn));
    for (int b : order(blocks)) {
      Block block = new Block(open.size(), lines(rows, tall, b), lines(columns, !tall, b ^ stride));
      if (block.hasRoom()) {
        open.add(block);
      }
    }
    while (left > 0 && !open.isEmpty()) {
      Block block = open.remove();
      keep(block.row(), block.column());
      block.taken++;
      if (block.hasRoom()) {
        open.add(block);
      }
    }
  }

  private void keep(int row, int column) {
    kept[row * columns.length + column] = true;
    left--;
  }

  /** The rows or columns of a block, without those that are stripes. */
  private int[] lines(int[] all, boolean striped, int block) {
    return Arrays.stream(all)
        .skip(striped ? stripes : 0)
        .filter(line -> (long) line * blocks / all.length == block)
        .toArray();
  }

  /**
   * Numbers from 0, each far from those before it: by their binary digits read backwards (van der Corput). The first so many
   * are spread over blocks of every number evenly.
   */
  private static int[] order(int size) {
    int digits = 32 - Integer.numberOfLeadingZeros(Math.max(1, size - 1));
    return IntStream.range(0, size)
        .boxed()
        .sorted(Comparator.comparingInt(i -> Integer.reverse((int) (((long) i << digits) / size)) >>> 32 - digits))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** A block whose weights are taken along its diagonals: its rows and its columns in turn, so that none is ahead by two. */
  private static final class Block {
    private final int[] rows;
    private final int[] columns;
    private final int period;
    private final int turn;
    private int taken;

    /**
     * @param turn its place among blocks that are as empty
     */
    Block(int turn, int[] rows, int[] columns) {
      this.turn = turn;
      this.rows = rows;
      this.columns = columns;
      int divisor = rows.length;
      for (int rest = columns.length; rest > 0;) {
        int next = divisor % rest;
        divisor = rest;
        rest = next;
      }
      period = rows.length * columns.length / Math.max(1, divisor);
    }

    boolean hasRoom() {
      return taken < rows.length * columns.length;
    }

    int row() {
      return rows[taken % rows.length];
    }

    /** When rows and columns have met as often as they do, the diagonal moves on by one. */
    int column() {
      return columns[(taken + taken / period) % columns.length];
    }

    /** Weights that the next row or column has. */
    int depth(boolean ofRow) {
      return taken / (ofRow ? rows : columns).length;
    }
  }
}
