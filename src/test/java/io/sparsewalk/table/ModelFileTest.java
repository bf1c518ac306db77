package io.sparsewalk.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Seeds;
import io.sparsewalk.model.Head;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Mask;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
  private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(3, 4, 2, 1));

  @TempDir
  private Path directory;

  private Path model;
  private float[] parameters;

  @BeforeEach
  void write() {
    model = directory.resolve("model");
    parameters = LAYOUT.initial(Seeds.of(1));
    Mask mask = Mask.random(LAYOUT, new int[] {6, 4, 1}, Seeds.of(2));
    mask.applyInPlace(parameters);
    new ModelFile(Map.of("method", "rigl", "sparsity", 0.5), LAYOUT, Head.SIGMOID, parameters, mask.toArray())
        .write(new Configuration(), hadoop(model));
  }

  @Test
  void whatIsReadIsWhatWasWritten() {
    ModelFile read = ModelFile.read(new Configuration(), hadoop(model));
    assertThat(read.layout()).isEqualTo(LAYOUT);
    assertThat(read.parameters()).containsExactly(parameters);
    assertThat(Mask.of(LAYOUT, read.kept()).count()).isEqualTo(11);
    assertThat(read.facts()).containsEntry("method", "rigl").containsEntry("sparsity", 0.5).hasSize(2);
  }

  @Test
  void arraysArePlainLittleEndianFloatsByUnit() throws IOException {
    ByteBuffer weights =
        ByteBuffer.wrap(Files.readAllBytes(model.resolve("layer1.weights.f32"))).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(weights.remaining()).isEqualTo(4 * 8);
    for (int i = 0; i < 8; i++) {
      assertThat(weights.getFloat()).isEqualTo(parameters[LAYOUT.firstWeight(1) + i]);
    }
  }

  @Test
  void aChangedShortenedOrMissingFileIsRefusedByName() throws IOException {
    Path weights = model.resolve("layer0.weights.f32");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[5] ^= 1;
    Files.write(weights, bytes);
    assertRefused("layer0.weights.f32: is not what model.json says");
    Files.write(weights, new byte[3]);
    assertRefused("layer0.weights.f32: is not what model.json says (3 bytes, 48 expected");
    Files.delete(weights);
    assertRefused("layer0.weights.f32");
    Files.writeString(model.resolve("model.json"), "{\"format\": \"other\"}");
    assertRefused("format is 'other'");
    Files.writeString(model.resolve("model.json"), "{");
    assertRefused("model.json");
  }

  @Test
  void onADiskThereIsNothingButTheNetwork() {
    assertThat(model.toFile().list()).hasSize(1 + 3 * 3).noneMatch(name -> name.endsWith(".crc"));
  }

  @Test
  void aDirectoryThatIsThereIsNotWrittenOver() {
    ModelFile read = ModelFile.read(new Configuration(), hadoop(model));
    assertThatThrownBy(() -> read.write(new Configuration(), hadoop(model))).isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("is there already");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> ModelFile.read(new Configuration(), hadoop(model)))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining(message);
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }
}
