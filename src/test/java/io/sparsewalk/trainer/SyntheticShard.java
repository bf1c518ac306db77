package io.sparsewalk.trainer;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.VertexFeatures;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Examples that every JVM draws alike; worker w has every workers-th one. */
public record SyntheticShard(int worker, int workers, int trainSize, boolean sparse) implements Shard {
  private static final int VERTICES = 300;
  public static final int DIMENSION = 4;

  @Override
  public Seeds seeds() {
    return Seeds.of(7);
  }

  @Override
  public TrialData data() {
    SplittableRandom random = Seeds.of(1).generator();
    float[] values = new float[VERTICES * DIMENSION];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    Examples train = examples(random, values, trainSize);
    Examples valid = examples(random, values, 500);
    Examples test = examples(random, values, 701);
    TrialData whole =
        TrialData.of(train, valid, test, sparse ? sparse(values) : new VertexFeatures.Dense(DIMENSION, values));
    return new TrialData(dealt(train), stretch(whole.sample()), stretch(valid), stretch(test), whole.ranking(),
        whole.inputs(), whole.labels());
  }

  /** Training examples of this worker. */
  public int size() {
    return (trainSize - worker + workers - 1) / workers;
  }

  private Examples dealt(Examples all) {
    return all.subset(IntStream.range(0, size()).map(i -> worker + i * workers).toArray());
  }

  private Examples stretch(Examples all) {
    return all.subset(IntStream.range(all.size() * worker / workers, all.size() * (worker + 1) / workers).toArray());
  }

  private static Examples examples(SplittableRandom random, float[] values, int size) {
    int[] source = random.ints(size, 0, VERTICES).toArray();
    int[] target = random.ints(size, 0, VERTICES).toArray();
    boolean[] positive = new boolean[size];
    boolean[] seen = new boolean[size];
    for (int i = 0; i < size; i++) {
      float dot = 0;
      for (int d = 0; d < DIMENSION; d++) {
        dot += values[source[i] * DIMENSION + d] * values[target[i] * DIMENSION + d];
      }
      positive[i] = dot > 0;
      seen[i] = true;
    }
    return new Examples(source, target, positive, seen);
  }

  private static VertexFeatures sparse(float[] values) {
    int[] offsets = new int[VERTICES + 1];
    int[] columns = new int[values.length];
    float[] kept = new float[values.length];
    int size = 0;
    for (int i = 0; i < values.length; i++) {
      if (Math.abs(values[i]) > 0.3) {
        columns[size] = i % DIMENSION;
        kept[size++] = values[i];
      }
      offsets[i / DIMENSION + 1] = size;
    }
    return new VertexFeatures.Sparse(DIMENSION, offsets, columns, kept, (double) size / values.length);
  }
}
