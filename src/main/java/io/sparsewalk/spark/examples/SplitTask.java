package io.sparsewalk.spark.examples;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.dataset.BlockExamples;
import io.sparsewalk.dataset.BlockRule;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.LeakAudit;
import io.sparsewalk.dataset.PairFeatures;
import io.sparsewalk.dataset.PairHistory;
import io.sparsewalk.dataset.Positives;
import io.sparsewalk.dataset.Ranking;
import io.sparsewalk.dataset.SplitCounts;
import io.sparsewalk.dataset.SplitGround;
import io.sparsewalk.dataset.SplitPlan;
import io.sparsewalk.dataset.SplitSamples;
import io.sparsewalk.spark.Held;
import io.sparsewalk.table.Warehouse;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** Makes and writes a piece of the examples of a split. What asks of the whole graph is held once per JVM. */
final class SplitTask implements Function<SplitTask.Piece, SplitTask.Made> {
  /** The sets of examples, in the order of their files. */
  static final List<String> SETS = List.of("train", "valid", "test", "ranking");
  private static final long serialVersionUID = 1L;
  /** Of {@link PairHistory}, the earlier and the known: per edge while it is made, and per vertex. */
  private static final long HISTORY_EDGE_BYTES = 44;
  private static final long HISTORY_VERTEX_BYTES = 32;
  private static final Held<SplitGround> GROUNDS = new Held<>();
  private static final Held<PairHistory> EARLIER = new Held<>();
  private static final Held<PairHistory> KNOWN = new Held<>();
  private static final Held<Measures> MEASURES = new Held<>();

  private final Warehouse warehouse;
  private final String directory;
  private final Broadcast<Shared> bShared;
  private final SplitStage.Division division;

  /**
   * What all pieces need.
   *
   * @param connected vertices that have an edge
   * @param counts of all edges
   */
  record Shared(StoredEdges edges, SplitPlan plan, BitSet connected, SplitCounts counts) implements Serializable {}

  /**
   * Positives of a block with their negatives, or what is made of all of them.
   *
   * @param block of the examples; {@link #RANKING} is the ranking and what the baselines without a fit reach, {@link #LOGISTIC} the other
   * @param file of the edges; with training examples in the order of draws a part of that order
   * @param from place of the first, if they are in the order of draws
   * @param to place after the last
   * @param part number of the file to write, and of that of the negatives
   */
  record Piece(int block, int file, int from, int to, int part, int negativePart) implements Serializable {
    private static final int RANKING = 3;
    private static final int LOGISTIC = 4;

    /** All pieces; the one of the ranking, which takes longest, first, and the one that waits for a part of it last. */
    static List<Piece> of(List<SplitCounts> counts, SplitPlan plan) {
      List<Piece> pieces = new ArrayList<>();
      int part = 0;
      for (int block = 0; block < BlockRule.BLOCKS; block++) {
        int b = block;
        boolean drawn = plan.isByDraw() && block == BlockRule.TRAIN;
        long all = counts.stream().mapToLong(each -> each.positives(b)).sum();
        List<Integer> files = new ArrayList<>();
        for (int file = 0; file < counts.size(); file++) {
          if (drawn || counts.get(file).positives(block) > 0) {
            files.add(file);
          }
        }
        for (int i = 0; i < files.size(); i++) {
          int from = drawn ? (int) (all * i / files.size()) : 0;
          int to = drawn ? (int) (all * (i + 1) / files.size()) : 0;
          pieces.add(new Piece(block, files.get(i), from, to, part + i, part + files.size() + i));
        }
        part += 2 * files.size();
      }
      pieces.add(0, new Piece(RANKING, 0, 0, 0, part, part));
      pieces.add(new Piece(LOGISTIC, 0, 0, 0, part, part));
      return pieces;
    }

    /** Files of train, valid, test and ranking. */
    static List<Integer> filesPerSet(List<Piece> pieces) {
      List<Integer> files = new ArrayList<>();
      for (int set = 0; set < SETS.size(); set++) {
        int each = set;
        int pairs = (int) pieces.stream().filter(piece -> piece.block == each).count();
        files.add(set == RANKING ? 1 : 2 * pairs);
      }
      return files;
    }
  }

  /**
   * What a piece gave.
   *
   * @param ranked of the piece of the ranking, else null
   * @param baselines what some reach
   * @param refusal why the graph is none to split; empty if it is. No exception, which Spark would print at length
   */
  record Made(SplitCounts counts, Ranked ranked, ArrayList<LeakAudit.Figure> baselines, String refusal)
      implements Serializable {}

  /** Sizes of the ranking. */
  record Ranked(long positives, long negatives, double historicalShare) implements Serializable {}

  /** What baselines are measured on, and what they may know. */
  private record Measures(SplitSamples samples, SplitSamples.Ranked ranked, Baselines.Measured on, PairHistory known) {}

  SplitTask(Warehouse warehouse, String directory, Broadcast<Shared> bShared, SplitStage.Division division) {
    this.warehouse = warehouse;
    this.directory = directory;
    this.bShared = bShared;
    this.division = division;
  }

  /** Memory of a JVM that runs tasks, about: what they share, and the history that baselines look at. */
  static long bytes(SplitPlan plan, SplitCounts counts, boolean pairs) {
    long known = counts.get(SplitCounts.Of.KNOWN) * HISTORY_EDGE_BYTES + HISTORY_VERTEX_BYTES * plan.ids();
    long earlier = counts.get(SplitCounts.Of.EARLIER) * HISTORY_EDGE_BYTES + HISTORY_VERTEX_BYTES * plan.ids();
    // Without pair features an earlier history is still that of logistic regression.
    return SplitGround.bytes(plan, counts) + known + (pairs ? 2 : 1) * earlier;
  }

  @Override
  public Made call(Piece piece) {
    Shared shared = bShared.value();
    try {
      SplitGround ground =
          GROUNDS.of(List.of(directory), () -> SplitGround.of(shared.plan, shared.edges, shared.counts));
      return switch (piece.block) {
        case Piece.RANKING -> ranking(piece, ground, shared);
        case Piece.LOGISTIC -> logistic(ground, shared);
        default -> examples(piece, ground, shared);
      };
    } catch (DataRefusedException e) {
      return new Made(new SplitCounts(), null, new ArrayList<>(), e.getMessage());
    }
  }

  private Made examples(Piece piece, SplitGround ground, Shared shared) {
    Positives positives =
        ground.drawn() != null && piece.block == BlockRule.TRAIN ? ground.drawn().range(piece.from, piece.to)
            : shared.plan.positives(piece.block, shared.edges.ends(piece.file));
    BlockExamples examples = BlockExamples.of(ground, piece.block, positives);
    PairHistory history = !division.pairs() ? null : piece.block == BlockRule.TRAIN ? earlier(shared) : known(shared);
    String set = SETS.get(piece.block);
    write(piece.part, i -> set, featured(examples.positives(), history));
    write(piece.negativePart, i -> set, featured(examples.negatives(), history));
    return new Made(examples.counts(ground, piece.block, shared.connected), null, new ArrayList<>(), "");
  }

  private Made ranking(Piece piece, SplitGround ground, Shared shared) {
    Measures measures = measures(ground, shared);
    Ranking ranking = measures.ranked.ranking();
    int each = ranking.positives() * ranking.negatives();
    write(piece.part,
        i -> "ranking "
            + (i < ranking.positives() ? "positive" : Ranking.Kind.values()[(i - ranking.positives()) / each].key()),
        featured(ranking.examples(), division.pairs() ? known(shared) : null));
    return new Made(measures.ranked.counts(),
        new Ranked(ranking.positives(), ranking.negatives(), ranking.historicalShare()),
        new ArrayList<>(Baselines.of(measures.on, measures.known)), "");
  }

  private Made logistic(SplitGround ground, Shared shared) {
    Measures measures = measures(ground, shared);
    return new Made(new SplitCounts(), null, new ArrayList<>(
        Baselines.logistic(measures.samples, shared.edges, measures.on, measures.known.forThread(), shared.plan.ids())),
        "");
  }

  private Measures measures(SplitGround ground, Shared shared) {
    return MEASURES.of(List.of(directory), () -> {
      SplitSamples samples = new SplitSamples(ground, shared.edges, shared.counts);
      SplitSamples.Ranked ranked = samples.ranking(division.config().ranking());
      Baselines.Measured on = Baselines.measured(samples, shared.counts, ranked.ranking());
      PairHistory known = division.pairs() ? known(shared) : SplitSamples.history(shared.edges, shared.plan.ids(),
          shared.plan.rule()::isKnown, SplitSamples.ends(on.valid(), on.test(), ranked.ranking().examples()));
      return new Measures(samples, ranked, on, known);
    });
  }

  private PairHistory earlier(Shared shared) {
    return EARLIER.of(List.of(directory), () -> whole(shared, shared.plan.rule()::isEarlier));
  }

  private PairHistory known(Shared shared) {
    return KNOWN.of(List.of(directory), () -> whole(shared, shared.plan.rule()::isKnown));
  }

  private static PairHistory whole(Shared shared, SplitSamples.Chosen chosen) {
    return SplitSamples.history(shared.edges, shared.plan.ids(), chosen, shared.connected);
  }

  private static Examples featured(Examples examples, PairHistory history) {
    return history == null ? examples : examples.withPairs(new PairFeatures(history).of(examples));
  }

  private void write(int part, IntFunction<String> name, Examples examples) {
    ExampleFiles.write(warehouse, directory, part, name, examples);
  }
}
