package io.sparsewalk.spark.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.dataset.EdgeOperator;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.dataset.VertexFeatures;
import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.trainer.RoundExecutor;
import io.sparsewalk.trainer.TrialData;
import io.sparsewalk.trainer.TrialFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExampleReaderTest extends SparkTest {

  @Test
  void shardsTakeTheExamplesApart() {
    ExampleReader reader = reader();
    ExampleReader.Gathered gathered = reader.data();
    TrialData whole = gathered.data();
    assertThat(reader.facts().trainSize()).isEqualTo(whole.train().size());
    for (int workers : new int[] {1, 2, 3, 50}) {
      List<ExampleReader.Gathered> shards = new ArrayList<>();
      for (int w = 0; w < workers; w++) {
        shards.add(reader.shard(w, workers));
        assertThat(shards.get(w).data().train().size())
            .isEqualTo(ExampleReader.shardSize(whole.train().size(), w, workers));
      }
      assertThat(pairs(shards.stream().map(shard -> shard.vertices().global(shard.data().train())).toList()))
          .containsExactlyInAnyOrderElementsOf(pairs(List.of(gathered.vertices().global(whole.train()))));
      for (RoundExecutor.Part part : RoundExecutor.Part.values()) {
        // Stretches one after the other are the whole, in its order.
        assertThat(pairs(shards.stream().map(shard -> shard.vertices().global(shard.data().part(part))).toList()))
            .containsExactlyElementsOf(pairs(List.of(gathered.vertices().global(whole.part(part)))));
      }
    }
  }

  @Test
  void everyWorkerSeesBothLabels() {
    for (int w = 0; w < 3; w++) {
      Examples train = reader().shard(w, 3).data().train();
      int positive = 0;
      for (boolean label : train.positive()) {
        positive += label ? 1 : 0;
      }
      assertThat((double) positive / train.size()).isBetween(0.4, 0.6);
    }
  }

  @Test
  void factsAreWhatTheWholeDataTell() {
    ExampleReader reader = reader();
    TrialFacts whole = reader.data().facts();
    assertThat(pairs(List.of(reader.facts().sample()))).isEqualTo(pairs(List.of(whole.sample())));
    assertThat(pairs(List.of(reader.facts().valid()))).isEqualTo(pairs(List.of(whole.valid())));
    assertThat(pairs(List.of(reader.facts().test()))).isEqualTo(pairs(List.of(whole.test())));
    assertThat(pairs(List.of(reader.facts().ranking().examples())))
        .isEqualTo(pairs(List.of(whole.ranking().examples())));
    assertThat(reader.facts().inputs()).isEqualTo(whole.inputs());
    assertThat(reader().facts().ranking().examples().size()).isEqualTo(50 + 3 * 50 * 20);
  }

  @Test
  void aTaskGathersTheRowsOfItsVerticesAndNoOthers() {
    List<Manifest> stages = stages(1, Protocol.STRICT);
    int vertices = (int) stages.get(3).count("vertices");
    ParquetColumns dense = new ParquetColumns(warehouse, warehouse.stage("embeddings", stages.get(3).fingerprint()));
    VertexFeatures.Dense all = new VertexFeatures.Dense(8, dense.floatLists("vector").values());
    TrainingInputs.Vectors.Sparse selection = new TrainingInputs.Vectors.Sparse(stages.get(3).fingerprint(),
        stages.get(4).fingerprint(), stages.get(4).share("density"));
    for (TrainingInputs.Vectors vectors : List.of(new TrainingInputs.Vectors.Dense(stages.get(3).fingerprint()),
        selection)) {
      ExampleReader reader = new ExampleReader(warehouse,
          new TrainingInputs.Pairs(stages.get(1).fingerprint(), vectors, List.of(EdgeOperator.CONCAT), 0));
      for (ExampleReader.Gathered gathered : List.of(reader.data(), reader.shard(2, 50))) {
        int[] ids = gathered.vertices().ids();
        Examples train = gathered.vertices().global(gathered.data().train());
        assertThat(IntStream.of(ids).boxed().toList()).isSorted()
            .containsAll(IntStream.of(train.source()).boxed().toList());
        float[] row = new float[8];
        float[] expected = new float[8];
        for (int v = 0; v < ids.length; v++) {
          gathered.data().inputs().vertices().copyTo(v, row, 0);
          all.copyTo(ids[v], expected, 0);
          for (int c = 0; c < 8; c++) {
            // The selection has fewer values, which are the same.
            assertThat(row[c]).isIn(expected[c], vectors == selection ? 0f : expected[c]);
          }
        }
      }
      assertThat(reader.shard(2, 50).vertices().ids().length).isLessThan(vertices);
    }
  }

  private static List<String> pairs(List<Examples> parts) {
    List<String> pairs = new ArrayList<>();
    for (Examples part : parts) {
      for (int i = 0; i < part.size(); i++) {
        pairs.add(part.source()[i] + ">" + part.target()[i] + part.positive()[i] + part.bothSeen()[i]);
      }
    }
    return pairs;
  }

  private ExampleReader reader() {
    List<Manifest> stages = stages(1, Protocol.STRICT);
    return new ExampleReader(warehouse, new TrainingInputs.Pairs(stages.get(1).fingerprint(),
        new TrainingInputs.Vectors.Dense(stages.get(3).fingerprint()), List.of(EdgeOperator.CONCAT), 0));
  }
}
