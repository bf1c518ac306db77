package io.sparsewalk.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.kernel.LaneKernel;
import io.sparsewalk.model.Head;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Allocation;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.trainer.RoundExecutor;
import io.sparsewalk.trainer.SyntheticShard;
import io.sparsewalk.trainer.VectorRounds;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Dl4jModelsTest {
  private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(2 * SyntheticShard.DIMENSION, 32, 1));

  @TempDir
  private Path directory;

  private final Mask mask = Mask.random(LAYOUT, Allocation.UNIFORM.counts(LAYOUT, 0.75), Seeds.of(2));
  private final float[] parameters = LAYOUT.initial(Seeds.of(1));

  @Test
  void theFileGivesTheProbabilitiesOfOurKernels() throws IOException {
    MultiLayerNetwork network = written();
    SyntheticShard shard = new SyntheticShard(0, 1, 1000, false);
    float[] logits = new VectorRounds(shard.data(), LAYOUT, 128, shard.seeds(), LaneKernel.best())
        .score(List.of(new RoundExecutor.Network(parameters, mask)), RoundExecutor.Part.TEST)
        .get(0)
        .logits();
    int at = 0;
    for (INDArray rows : new WorkerBatches(shard, 128).of(RoundExecutor.Part.TEST)) {
      for (float probability : network.output(rows).toFloatVector()) {
        assertThat((double) probability).isCloseTo(1 / (1 + Math.exp(-logits[at++])), within(1e-6));
      }
    }
    assertThat(at).isEqualTo(logits.length);
  }

  @Test
  void aNetworkThatWasReadAgainStaysSparseWhenItIsTrainedOn() throws IOException {
    MultiLayerNetwork network = written();
    float[] before = network.params().toFloatVector();
    for (int step = 0; step < 5; step++) {
      network.fit(Nd4j.rand(64, 2 * SyntheticShard.DIMENSION), Nd4j.ones(64, 1));
    }
    float[] after = network.params().toFloatVector();
    assertThat(after).isNotEqualTo(before);
    for (int i = 0; i < after.length; i++) {
      assertThat(mask.keeps(i) || after[i] == 0).isTrue();
    }
  }

  @Test
  void masksSurviveTheJsonOfTheConfiguration() throws IOException {
    MultiLayerConfiguration configuration = written().getLayerWiseConfigurations();
    assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
    assertThat(configuration.toJson()).contains("MaskConstraint");
  }

  private MultiLayerNetwork written() throws IOException {
    mask.applyInPlace(parameters);
    Path file = directory.resolve("model.zip");
    try (OutputStream out = Files.newOutputStream(file)) {
      Dl4jModels.write(LAYOUT, Head.SIGMOID, parameters, mask, out);
    }
    return MultiLayerNetwork.load(file.toFile(), true);
  }
}
