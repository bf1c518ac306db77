package io.sparsewalk.spark.sweep;

import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.Ranking;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The vertices of some examples, numbered anew from 0 by ascending id, so that features are held for them only.
 *
 * @param ids of the vertices, ascending
 */
record LocalVertices(int[] ids) {

  /** Those of examples: 1 bit and 4 bytes per id of the graph on the way. */
  static LocalVertices of(Examples... all) {
    BitSet vertices = new BitSet();
    for (Examples examples : all) {
      for (int i = 0; i < examples.size(); i++) {
        vertices.set(examples.source()[i]);
        vertices.set(examples.target()[i]);
      }
    }
    return new LocalVertices(vertices.stream().toArray());
  }

  /** The new number of every id; meaningless for others. */
  private int[] numbers() {
    int[] numbers = new int[ids.length == 0 ? 0 : ids[ids.length - 1] + 1];
    for (int v = 0; v < ids.length; v++) {
      numbers[ids[v]] = v;
    }
    return numbers;
  }

  /** Renumbers several sets. */
  Examples[] local(Examples... all) {
    int[] numbers = numbers();
    return Arrays.stream(all).map(examples -> renumbered(examples, numbers)).toArray(Examples[]::new);
  }

  /** The other way. */
  Examples global(Examples examples) {
    return renumbered(examples, ids);
  }

  /** The other way. */
  Ranking global(Ranking ranking) {
    return new Ranking(global(ranking.examples()), ranking.positives(), ranking.negatives(), ranking.historicalShare());
  }

  private static Examples renumbered(Examples examples, int[] numbers) {
    int[] source = Arrays.stream(examples.source()).map(v -> numbers[v]).toArray();
    int[] target = examples.target() == examples.source() ? source
        : Arrays.stream(examples.target()).map(v -> numbers[v]).toArray();
    return new Examples(source, target, examples.positive(), examples.bothSeen(), examples.pairs(), examples.classes(),
        examples.offsets());
  }
}
