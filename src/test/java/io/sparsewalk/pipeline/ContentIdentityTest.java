package io.sparsewalk.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.config.JobConfig;
import io.sparsewalk.config.JobFile;
import io.sparsewalk.spark.SparkTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables are known by the content of what they were made from. */
class ContentIdentityTest extends SparkTest {
  private Path edges;

  @BeforeEach
  void writeEdges() throws Exception {
    edges = directory.resolve("edges.txt");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      text.append(i * 7 % 40).append(' ').append((i * 11 + 3) % 40).append(' ').append(i).append('\n');
    }
    Files.writeString(edges, text);
    settle(edges);
  }

  /** As files are that were not written this moment. */
  private static void settle(Path file) throws Exception {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
  }

  @Test
  void aFileThatIsMovedOrFetchedAgainIsTheSameGraphAndACopiedWarehouseMakesNothingAgain() throws Exception {
    Path first = directory.resolve("first");
    Pipeline pipeline = new Pipeline(spark, job(edges, first));
    assertThat(pipeline.sweep()).isZero();
    Set<String> made = stages(first);

    Path moved = Files.createDirectory(directory.resolve("elsewhere")).resolve("edges.txt");
    Files.move(edges, moved);
    Files.setLastModifiedTime(moved, FileTime.from(Instant.now().minusSeconds(5000)));
    Path second = directory.resolve("second");
    FileUtils.copyDirectory(first.toFile(), second.toFile());
    Pipeline again = new Pipeline(spark, job(moved, second));
    assertThat(again.missing()).isEmpty();
    assertThat(again.sweepId()).isEqualTo(pipeline.sweepId());
    assertThat(again.sweep()).isZero();
    assertThat(stages(second)).isEqualTo(made);
  }

  @Test
  void oneOtherByteIsAnotherGraphEvenIfLengthAndTimeAreTheSame() throws Exception {
    Path warehouse = directory.resolve("w");
    String before = new Pipeline(spark, job(edges, warehouse)).edges().fingerprint();
    FileTime time = Files.getLastModifiedTime(edges);
    byte[] bytes = Files.readString(edges).replaceFirst("^0 3 0", "1 3 0").getBytes(StandardCharsets.UTF_8);
    Path other = Files.createDirectory(directory.resolve("other")).resolve("edges.txt");
    Files.write(other, bytes);
    Files.setLastModifiedTime(other, time);
    assertThat(Files.size(other)).isEqualTo(Files.size(edges));
    assertThat(new Pipeline(spark, job(other, warehouse)).edges().fingerprint()).isNotEqualTo(before);
  }

  @Test
  void aFileThatIsWrittenAgainInTheSameMomentIsReadAgain() throws Exception {
    Path warehouse = directory.resolve("w");
    FileTime now = FileTime.from(Instant.now());
    Files.setLastModifiedTime(edges, now);
    String before = new Pipeline(spark, job(edges, warehouse)).edges().fingerprint();
    Files.writeString(edges, Files.readString(edges).replaceFirst("^0 3 0", "1 3 0"));
    Files.setLastModifiedTime(edges, now);
    assertThat(new Pipeline(spark, job(edges, warehouse)).edges().fingerprint()).isNotEqualTo(before);
  }

  private static Set<String> stages(Path warehouse) throws Exception {
    try (Stream<Path> files = Files.walk(warehouse)) {
      return files.filter(file -> file.endsWith("_manifest.json"))
          .map(file -> warehouse.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static JobConfig job(Path edges, Path warehouse) {
    return JobFile.read(Path.of("jobs/template.conf"),
        List.of("name=moves", "warehouse=" + warehouse, "graph.path=" + edges, "sweep.seeds=[1]",
            "sweep.methods=[dense,magnitude]", "sweep.sparsity=[0.5]", "sweep.embeddings=[dense]",
            "sweep.engine=vector", "training.epochs=2"))
        .config();
  }
}
