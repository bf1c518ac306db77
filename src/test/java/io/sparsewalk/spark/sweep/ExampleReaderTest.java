package io.sparsewalk.spark.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.dataset.EdgeOperator;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.trainer.RoundExecutor;
import io.sparsewalk.trainer.TrialData;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExampleReaderTest extends SparkTest {

  @Test
  void shardsTakeTheExamplesApart() {
    ExampleReader reader = reader();
    TrialData whole = reader.data();
    assertThat(reader.facts().trainSize()).isEqualTo(whole.train().size());
    for (int workers : new int[] {1, 2, 3, 50}) {
      List<TrialData> shards = new ArrayList<>();
      for (int w = 0; w < workers; w++) {
        shards.add(reader.shard(w, workers));
        assertThat(shards.get(w).train().size()).isEqualTo(ExampleReader.shardSize(whole.train().size(), w, workers));
      }
      assertThat(pairs(shards.stream().map(TrialData::train).toList()))
          .containsExactlyInAnyOrderElementsOf(pairs(List.of(whole.train())));
      for (RoundExecutor.Part part : RoundExecutor.Part.values()) {
        // Stretches one after the other are the whole, in its order.
        assertThat(pairs(shards.stream().map(shard -> shard.part(part)).toList()))
            .containsExactlyElementsOf(pairs(List.of(whole.part(part))));
      }
    }
  }

  @Test
  void everyWorkerSeesBothLabels() {
    for (int w = 0; w < 3; w++) {
      Examples train = reader().shard(w, 3).train();
      int positive = 0;
      for (boolean label : train.positive()) {
        positive += label ? 1 : 0;
      }
      assertThat((double) positive / train.size()).isBetween(0.4, 0.6);
    }
  }

  @Test
  void factsAreWhatTheWholeDataTell() {
    TrialData whole = reader().data();
    assertThat(pairs(List.of(reader().facts().sample()))).isEqualTo(pairs(List.of(whole.sample())));
    assertThat(pairs(List.of(reader().facts().valid()))).isEqualTo(pairs(List.of(whole.valid())));
    assertThat(pairs(List.of(reader().facts().test()))).isEqualTo(pairs(List.of(whole.test())));
    assertThat(reader().facts().inputs()).isEqualTo(whole.inputs().width());
    assertThat(reader().facts().ranking().examples().size()).isEqualTo(50 + 3 * 50 * 20);
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
