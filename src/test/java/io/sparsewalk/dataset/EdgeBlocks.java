package io.sparsewalk.dataset;

import io.sparsewalk.common.Seeds;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Which edges are training, validation and test, and which may be known to whom.
 *
 * @param earlier ranks, ascending, of the edges that the walks see: those of the history, or else of training
 * @param known ranks, ascending, of history and training
 * @param examples ranks of training after the history, of validation, of test
 * @param place of an edge, by rank, in the order in which edges become known
 * @param ends place after the last edge of training, of validation, of test
 */
record EdgeBlocks(int[] earlier, int[] known, int[][] examples, IntUnaryOperator place, int[] ends) {

  /** As the settings say, which must not leave it open. */
  static EdgeBlocks of(TimedEdges edges, SplitConfig config, Seeds seeds) {
    return config.by() == SplitConfig.By.RANDOM ? atRandom(edges, config, seeds) : byTime(edges, config);
  }

  private static EdgeBlocks byTime(TimedEdges edges, SplitConfig config) {
    TimeCuts cuts = TimeCuts.of(edges.size(), rank -> edges.time()[(int) rank], config);
    int[] ends = {(int) cuts.trainEnd(), (int) cuts.validEnd(), edges.size()};
    int[][] examples = {range((int) cuts.historyEnd(), ends[0]), range(ends[0], ends[1]), range(ends[1], ends[2])};
    return new EdgeBlocks(range(0, (int) cuts.walkable()), range(0, ends[0]), examples, rank -> rank, ends);
  }

  /** All edges of an unordered pair together. Training edges in the order of their draws, so that any first part is as random. */
  private static EdgeBlocks atRandom(TimedEdges edges, SplitConfig config, Seeds seeds) {
    PairShare pairs = PairShare.of(1, seeds);
    double train = config.train();
    double valid = train + config.valid();
    IntUnaryOperator part = rank -> {
      double draw = draw(pairs, edges, rank);
      return draw < train ? 0 : draw < valid ? 1 : 2;
    };
    int[][] examples = IntStream.range(0, 3)
        .mapToObj(p -> IntStream.range(0, edges.size()).filter(rank -> part.applyAsInt(rank) == p).toArray())
        .toArray(int[][]::new);
    int[] known = examples[0];
    int[] earlier = config.history() == 0 ? known
        : IntStream.of(known).filter(rank -> draw(pairs, edges, rank) < config.history()).toArray();
    examples[0] = IntStream.of(known).filter(rank -> draw(pairs, edges, rank) >= config.history()).toArray();
    IntArrays.quickSort(examples[0], (a, b) -> {
      int byDraw = Double.compare(draw(pairs, edges, a), draw(pairs, edges, b));
      return byDraw != 0 ? byDraw : Integer.compare(a, b);
    });
    return new EdgeBlocks(earlier, known, examples, part, new int[] {1, 2, 3});
  }

  private static double draw(PairShare pairs, TimedEdges edges, int rank) {
    return pairs.draw(edges.source()[rank], edges.target()[rank]);
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }
}
