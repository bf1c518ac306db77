package io.sparsewalk.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.config.JobConfig;
import io.sparsewalk.config.JobConfigException;
import io.sparsewalk.config.JobFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Levels that cannot be reached are refused when the job is read; what shapes a trial is told. */
class LevelsTest {
  @TempDir
  private Path directory;

  @Test
  void aLevelThatAMethodCannotReachIsRefusedWithThoseThatItCan() throws IOException {
    assertRefused("[0.5, 0.9]", "n-of-m",
        "was 0.9: slr with allocation uniform and structure n-of-m 1:4 would remove 0.75 of the weights of"
            + " the network 16-128-1. Levels near that it reaches: 0.25, 0.5, 0.75");
    assertRefused("[0.90625, 0.96875]", "rows",
        "was 0.96875: slr with allocation uniform and structure rows would remove 0.93382");
    assertRefused("[0.96875]", "columns",
        "was 0.96875: slr with allocation uniform and structure columns would remove 0.94072");
    assertRefused("[0.9999]", "none",
        "was 0.9999: slr with allocation uniform and structure none would remove 0.99908");
    assertThat(job("[0.25, 0.5, 0.75]", "n-of-m").sweep().sparsity()).hasSize(3);
    assertThat(job("[0.5, 0.75, 0.9]", "blocks").sweep().sparsity()).hasSize(3);
    // The dense method has no level.
    assertThat(job("[0.9]", "n-of-m", "sweep.methods=[dense]").methods().structure().group()).isEqualTo(4);
  }

  @Test
  void everythingButTheGridAndTheOutputShapesATrial() throws IOException {
    Object plain = shaping();
    assertThat(shaping("sweep.seeds=[5, 1]")).as("each seed draws its own data").isEqualTo(plain);
    assertThat(shaping("sweep.sparsity=[0.5]", "sweep.methods=[slr]", "sweep.embeddings=[topk]",
        "sweep.save-models=false", "sweep.save-predictions=true", "sweep.recycle-mib=9", "sweep.trials-per-task=3",
        "sweep.averaging.workers=7")).isEqualTo(plain);
    Object training = shaping("sweep.vary=training");
    assertThat(training).isNotEqualTo(plain)
        .isEqualTo(shaping("sweep.vary=training", "sweep.seeds=[1]"))
        .isEqualTo(shaping("sweep.vary=training", "sweep.seeds=[5, 1]", "sweep.data-seed=1"));
    assertThat(shaping("sweep.vary=training", "sweep.seeds=[5, 1]")).as("the data of seed 5").isNotEqualTo(training);
    assertThat(shaping("sweep.halving.keep=0.5")).isNotEqualTo(plain)
        .as("who goes on depends on the rivals")
        .isNotEqualTo(shaping("sweep.halving.keep=0.5", "sweep.sparsity=[0.5]"));
    assertThat(job("[0.5]", "none").sweep().shaping(Engine.AVERAGED)).containsKey("averaging").isNotEqualTo(plain);
    assertThatThrownBy(() -> job("[0.5]", "none", "sweep.data-seed=3")).hasMessageContaining("-D sweep.data-seed=3")
        .hasMessageContaining("sweep.data-seed must be first with vary = everything");
    assertThatThrownBy(() -> job("[0.5]", "none", "sweep.vary=training", "sweep.data-seed=last"))
        .hasMessageContaining("sweep.data-seed must be first or a whole number, was last");
    assertThatThrownBy(() -> job("[0.5]", "none", "sweep.trials-per-task=0")).hasMessageContaining(
        "-D sweep.trials-per-task=0: sweep.trials-per-task must be auto or a whole number from 1, was 0");
  }

  private Object shaping(String... overrides) throws IOException {
    return job("[0.5, 0.75]", "none", overrides).sweep().shaping(Engine.VECTOR);
  }

  private void assertRefused(String levels, String structure, String message) {
    assertThatThrownBy(() -> job(levels, structure)).isInstanceOf(JobConfigException.class)
        .hasMessageStartingWith(
            "-D sweep.sparsity=" + levels + ": sweep.sparsity must have only levels that its methods reach")
        .hasMessageContaining(message);
  }

  private JobConfig job(String levels, String structure, String... more) throws IOException {
    Path file = Files.writeString(directory.resolve("job.conf"), "name = x\nsweep.methods = [dense, slr]");
    List<String> overrides = List.of("sweep.sparsity=" + levels, "methods.structure.kind=" + structure);
    return JobFile.read(file, Stream.concat(overrides.stream(), Stream.of(more)).toList()).config();
  }
}
