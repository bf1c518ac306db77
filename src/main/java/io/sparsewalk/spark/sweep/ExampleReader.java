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

/** Published examples and embeddings as arrays. Whole sets, and features of their vertices, are held once per JVM, see {@link Held}. */
final class ExampleReader {
  /** Training examples go to workers by so many at a time, so that every worker sees both labels and all times. */
  private static final int DEAL = 64;
  private static final Held<Sets> SETS = new Held<>();
  private static final Held<VertexFeatures> FEATURES = new Held<>();

  private final Warehouse warehouse;
  private final TrainingInputs inputs;

  /** The sets of examples, in the order of their files. */
  private enum Set { TRAIN, VALID, TEST, RANKING }

  /** All examples, and the vertices that they name, by which theirs are numbered. */
  private record Sets(LocalVertices vertices, Examples train, Examples valid, Examples test, Ranking ranking) {}

  /**
   * Data whose vertices are numbered anew, since their features are those of the examples only.
   *
   * @param vertices what the numbers mean
   */
  record Gathered(TrialData data, LocalVertices vertices) {

    /** The facts, with the ids of the graph. */
    TrialFacts facts() {
      TrialFacts facts = data.facts();
      return new TrialFacts(facts.trainSize(), facts.inputs(), facts.density(), facts.inputDensity(), facts.labels(),
          vertices.global(facts.sample()), vertices.global(facts.valid()), vertices.global(facts.test()),
          vertices.global(facts.ranking()));
    }
  }

  ExampleReader(Warehouse warehouse, TrainingInputs inputs) {
    this.warehouse = warehouse;
    this.inputs = inputs;
  }

  /** Everything. */
  Gathered data() {
    List<Object> key =
        List.of(warehouse.root().toString(), inputs.examples(), inputs.embedded().pairFeatures(), inputs.labels());
    Sets sets = SETS.of(key, this::sets);
    EdgeInputs features = edgeInputs(FEATURES
        .of(List.of(key, inputs.embedded().vectors().embedding(), inputs.features()), () -> rows(sets.vertices)));
    return new Gathered(TrialData.of(sets.train, sets.valid, sets.test, sets.ranking, features, inputs.labels()),
        sets.vertices);
  }

  private Sets sets() {
    Ranking ranking = ranking(0, 1);
    Examples[] all = {train(), valid(), test(), ranking.examples()};
    LocalVertices vertices = LocalVertices.of(all);
    Examples[] local = vertices.local(all);
    return new Sets(vertices, local[0], local[1], local[2], with(ranking, local[3]));
  }

  private static Ranking with(Ranking ranking, Examples examples) {
    return new Ranking(examples, ranking.positives(), ranking.negatives(), ranking.historicalShare());
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
  Gathered shard(int worker, int workers) {
    boolean[] dealt = new boolean[rows(Set.TRAIN)];
    for (int i = 0; i < dealt.length; i++) {
      dealt[i] = i / DEAL % workers == worker;
    }
    Ranking ranking = ranking(worker, workers);
    Examples[] all = {examples(Set.TRAIN, dealt), examples(Set.TRAIN, sampled(worker, workers)),
        examples(Set.VALID, chosen(Set.VALID, worker, workers)), examples(Set.TEST, chosen(Set.TEST, worker, workers)),
        ranking.examples()};
    LocalVertices vertices = LocalVertices.of(all);
    Examples[] local = vertices.local(all);
    return new Gathered(new TrialData(local[0], local[1], local[2], local[3], with(ranking, local[4]),
        edgeInputs(rows(vertices)), inputs.labels()), vertices);
  }

  /** Examples to be scored, and what the network is told of them. */
  TrialData scored(Examples examples) {
    LocalVertices vertices = LocalVertices.of(examples);
    Examples none = examples.subset(new int[0]);
    return new TrialData(none, none, none, vertices.local(examples)[0], Ranking.none(), edgeInputs(rows(vertices)),
        inputs.labels());
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

  private VertexFeatures rows(LocalVertices vertices) {
    return inputs.embedded().vectors().read(warehouse, vertices.ids());
  }

  /** What the network is told of an example. */
  private EdgeInputs edgeInputs(VertexFeatures rows) {
    return new EdgeInputs(rows, inputs.embedded().edge(), inputs.embedded().pairFeatures());
  }
}
