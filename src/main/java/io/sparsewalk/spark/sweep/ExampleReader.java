package io.sparsewalk.spark.sweep;

import io.sparsewalk.dataset.EdgeInputs;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.Ranking;
import io.sparsewalk.dataset.VertexFeatures;
import io.sparsewalk.spark.Held;
import io.sparsewalk.spark.examples.ExampleFiles;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.trainer.TrialData;
import io.sparsewalk.trainer.TrialFacts;
import java.util.Arrays;
import java.util.List;

/** Published examples and embeddings as arrays. Whole sets and features are held once per JVM, see {@link Held}. */
final class ExampleReader {
  /** Training examples go to workers by so many at a time, so that every worker sees both labels and all times. */
  private static final int DEAL = 64;
  private static final Held<Sets> SETS = new Held<>();
  private static final Held<VertexFeatures> FEATURES = new Held<>();

  private final Warehouse warehouse;
  private final TrainingInputs inputs;

  /** The sets of examples, in the order of their files. */
  private enum Set { TRAIN, VALID, TEST, RANKING }

  /** All examples. */
  private record Sets(Examples train, Examples valid, Examples test, Ranking ranking) {}

  ExampleReader(Warehouse warehouse, TrainingInputs inputs) {
    this.warehouse = warehouse;
    this.inputs = inputs;
  }

  /** Everything. */
  TrialData data() {
    List<Object> key =
        List.of(warehouse.root().toString(), inputs.examples(), inputs.embedded().pairFeatures(), inputs.labels());
    Sets sets = SETS.of(key, () -> new Sets(train(), valid(), test(), ranking(0, 1)));
    return TrialData.of(sets.train, sets.valid, sets.test, sets.ranking, features(), inputs.labels());
  }

  Examples train() {
    return examples(Set.TRAIN, chosen(Set.TRAIN, 0, 1));
  }

  Examples valid() {
    return examples(Set.VALID, chosen(Set.VALID, 0, 1));
  }

  Examples test() {
    return examples(Set.TEST, chosen(Set.TEST, 0, 1));
  }

  /** A worker's part: training examples dealt round by round, a stretch of the others. */
  TrialData shard(int worker, int workers) {
    boolean[] dealt = new boolean[rows(Set.TRAIN)];
    for (int i = 0; i < dealt.length; i++) {
      dealt[i] = i / DEAL % workers == worker;
    }
    return new TrialData(examples(Set.TRAIN, dealt), examples(Set.TRAIN, sampled(worker, workers)),
        examples(Set.VALID, chosen(Set.VALID, worker, workers)), examples(Set.TEST, chosen(Set.TEST, worker, workers)),
        ranking(worker, workers), features(), inputs.labels());
  }

  /** Of a worker only the examples, to be scored. */
  private Ranking ranking(int worker, int workers) {
    Manifest manifest = manifest();
    return new Ranking(examples(Set.RANKING, chosen(Set.RANKING, worker, workers)),
        (int) manifest.count("ranking_positives"), (int) manifest.count("ranking_negatives"), 1);
  }

  private Manifest manifest() {
    return Manifest.read(warehouse, warehouse.stage(ExampleFiles.TABLE, inputs.examples()));
  }

  /** Training examples of a worker. */
  static int shardSize(int trainSize, int worker, int workers) {
    int round = DEAL * workers;
    return trainSize / round * DEAL + Math.max(0, Math.min(DEAL, trainSize % round - worker * DEAL));
  }

  /** What a controller needs to know; no training example and no features. */
  TrialFacts facts() {
    TrainingInputs.Embedded from = inputs.embedded();
    int width = EdgeInputs.width(from.vectors().dimension(warehouse), from.edge(), from.pairFeatures());
    double density = from.vectors().density();
    return new TrialFacts(rows(Set.TRAIN), width, density,
        EdgeInputs.isRows(from.edge(), from.pairFeatures()) ? density : 1, inputs.labels(),
        examples(Set.TRAIN, sampled(0, 1)), valid(), test(), ranking(0, 1));
  }

  /** A stretch of the rows; of those for validation only the ones whose two ends were seen. */
  private boolean[] chosen(Set set, int worker, int workers) {
    boolean[] chosen = new boolean[rows(set)];
    if (set == Set.VALID) {
      chosen = file(set).booleans("both_seen");
    } else {
      Arrays.fill(chosen, true);
    }
    return stretch(chosen, worker, workers);
  }

  private boolean[] sampled(int worker, int workers) {
    boolean[] sampled = new boolean[rows(Set.TRAIN)];
    int stride = TrialData.sampleStride(sampled.length);
    for (int i = 0; i < sampled.length; i += stride) {
      sampled[i] = true;
    }
    return stretch(sampled, worker, workers);
  }

  /** Leaves of the chosen rows those of a worker. */
  private static boolean[] stretch(boolean[] chosen, int worker, int workers) {
    long all = 0;
    for (boolean each : chosen) {
      all += each ? 1 : 0;
    }
    long begin = all * worker / workers;
    long end = all * (worker + 1) / workers;
    long place = 0;
    for (int i = 0; i < chosen.length; i++) {
      if (chosen[i]) {
        chosen[i] = place >= begin && place < end;
        place++;
      }
    }
    return chosen;
  }

  private Examples examples(Set set, boolean[] chosen) {
    return inputs.read(file(set), chosen);
  }

  private ParquetColumns file(Set set) {
    return ExampleFiles.columns(warehouse, inputs.examples(), set.ordinal());
  }

  private int rows(Set set) {
    return Math.toIntExact(file(set).rows());
  }

  /** What the network is told of an example. */
  EdgeInputs features() {
    TrainingInputs.Embedded from = inputs.embedded();
    VertexFeatures rows = FEATURES.of(List.of(warehouse.root().toString(), from.vectors().embedding(), from.features()),
        () -> from.vectors().read(warehouse));
    return new EdgeInputs(rows, from.edge(), from.pairFeatures());
  }
}
