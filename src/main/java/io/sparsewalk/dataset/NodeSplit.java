package io.sparsewalk.dataset;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Train, validation and test of node classification: labelled vertices, each in one of them. */
public record NodeSplit(Examples train, Examples valid, Examples test) {
  /** Vertices of a class that the published code takes: it counts one too many. */
  private static final int PUBLISHED_CAP = 301;

  /**
   * At random, every class in the same shares.
   *
   * @param vertices labelled, ascending
   * @param classes of each
   * @throws DataRefusedException if a part would be empty
   */
  public static NodeSplit stratified(int[] vertices, int[] classes, SplitConfig config, Seeds seeds) {
    Examples all = Examples.ofVertices(vertices, classes);
    int count = IntStream.of(classes).max().orElse(-1) + 1;
    int[] part = new int[vertices.length];
    for (int c = 0; c < count; c++) {
      int own = c;
      int[] members = IntStream.range(0, vertices.length).filter(i -> classes[i] == own).toArray();
      shuffle(members, seeds.child(c));
      deal(members, config, part);
    }
    return of(all, part);
  }

  /**
   * At random, whatever the classes: vertices that have several share none of them in general.
   *
   * @throws DataRefusedException if a part would be empty
   */
  public static NodeSplit random(Examples all, SplitConfig config, Seeds seeds) {
    int[] members = IntStream.range(0, all.size()).toArray();
    shuffle(members, seeds);
    int[] part = new int[all.size()];
    deal(members, config, part);
    return of(all, part);
  }

  private static void deal(int[] members, SplitConfig config, int[] part) {
    int train = (int) Math.round(config.train() * members.length);
    int valid = (int) Math.round((config.train() + config.valid()) * members.length);
    for (int i = 0; i < members.length; i++) {
      part[members[i]] = i < train ? 0 : i < valid ? 1 : 2;
    }
  }

  /** The published procedure: the first vertices of each class, shuffled together, .6, .2 and the rest. */
  public static NodeSplit paper(int[] vertices, int[] classes, Seeds seeds) {
    int[] seen = new int[IntStream.of(classes).max().orElse(-1) + 1];
    int[] chosen = IntStream.range(0, vertices.length).filter(i -> ++seen[classes[i]] <= PUBLISHED_CAP).toArray();
    shuffle(chosen, seeds);
    int train = (int) (0.6 * chosen.length);
    int valid = (int) (0.2 * chosen.length);
    int[] part = new int[vertices.length];
    Arrays.fill(part, -1);
    for (int i = 0; i < chosen.length; i++) {
      part[chosen[i]] = i < train ? 0 : i < train + valid ? 1 : 2;
    }
    return of(Examples.ofVertices(vertices, classes), part);
  }

  /** Parts that are given: train, val, test or anything else. */
  public static NodeSplit given(int[] vertices, int[] classes, List<String> parts) {
    return of(Examples.ofVertices(vertices, classes),
        parts.stream().mapToInt(part -> List.of("train", "val", "test").indexOf(part)).toArray());
  }

  private static NodeSplit of(Examples all, int[] part) {
    Examples[] examples = new Examples[3];
    for (int p = 0; p < 3; p++) {
      int own = p;
      int[] members = IntStream.range(0, all.size()).filter(i -> part[i] == own).toArray();
      if (members.length == 0) {
        throw new DataRefusedException(
            "of " + all.size() + " labelled vertices none falls to " + new String[] {"train", "validation", "test"}[p]);
      }
      examples[p] = all.subset(members);
    }
    return new NodeSplit(examples[0], examples[1], examples[2]);
  }

  private static void shuffle(int[] values, Seeds seeds) {
    SplittableRandom random = seeds.generator();
    for (int i = values.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int held = values[i];
      values[i] = values[other];
      values[other] = held;
    }
  }
}
