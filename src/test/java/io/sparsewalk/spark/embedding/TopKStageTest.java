package io.sparsewalk.spark.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.PartFile;
import io.sparsewalk.topk.SparseRows;
import io.sparsewalk.topk.TopKConfig;
import io.sparsewalk.topk.TopKSelector;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The stage on an embedding in one, two and seven files, compared with the selection from the whole matrix. */
class TopKStageTest extends SparkTest {
  private static final int VERTICES = 700;
  private static final int DIMENSION = 8;

  private final float[] values = new float[VERTICES * DIMENSION];
  private final boolean[] trained = new boolean[VERTICES];

  TopKStageTest() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextBoolean() ? (random.nextInt(7) - 3) / 4f : (float) random.nextDouble(-1, 1);
    }
    for (int v = 0; v < VERTICES; v++) {
      trained[v] = v % 50 > 0;
    }
  }

  @Test
  void anyNumberOfFilesOfAnEmbeddingMakesTheSameTable() {
    for (int files : new int[] {1, 2, 7}) {
      Manifest embedding = embedding(files);
      for (TopKConfig.Scope scope : TopKConfig.Scope.values()) {
        for (TopKConfig.Rows rows : scope == TopKConfig.Scope.MATRIX ? TopKConfig.Rows.values()
            : new TopKConfig.Rows[] {TopKConfig.Rows.TRAINED}) {
          TopKConfig config = new TopKConfig(30, scope, TopKConfig.By.ABSOLUTE, rows);
          Manifest found = new TopKStage(spark, warehouse).run(embedding, config);
          boolean[] eligible = trained.clone();
          IntStream.range(0, VERTICES).forEach(v -> eligible[v] |= rows == TopKConfig.Rows.ALL);
          SparseRows expected = TopKSelector.select(values, DIMENSION, eligible, config);
          ParquetColumns columns = new ParquetColumns(warehouse, warehouse.stage(TopKStage.NAME, found.fingerprint()));
          assertThat(columns.files()).hasSize(files);
          assertThat(columns.ints("vertex")).isEqualTo(IntStream.range(0, VERTICES).toArray());
          assertThat(columns.intLists("indices").offsets()).isEqualTo(expected.offsets());
          assertThat(columns.intLists("indices").values()).isEqualTo(expected.columns());
          assertThat(columns.floatLists("values").values()).isEqualTo(expected.values());
          assertThat(found.count("kept")).isEqualTo(expected.values().length);
          assertThat(found.count("zero_rows")).isEqualTo(
              IntStream.range(0, VERTICES).filter(v -> expected.offsets()[v] == expected.offsets()[v + 1]).count());
        }
      }
    }
  }

  private Manifest embedding(int files) {
    return StageOutput.of(warehouse, Manifest.of(EmbedStage.NAME, TopKStageTest.class, Map.of("files", files)),
        (session, attempt) -> {
          for (int file = 0; file < files; file++) {
            int first = VERTICES * file / files;
            PartFile.write(warehouse.configuration(), attempt, file, EmbedStage.SCHEMA,
                VERTICES * (file + 1) / files - first, (out, i) -> {
                  int v = first + i;
                  PartFile.put(out, 0, "vertex", v);
                  PartFile.put(out, 1, "trained", trained[v]);
                  PartFile.put(out, 2, "vector", values, v * DIMENSION, (v + 1) * DIMENSION);
                });
          }
          return Map.of("vertices", VERTICES, "dimension", DIMENSION, "trained",
              IntStream.range(0, VERTICES).filter(v -> trained[v]).count());
        }).run(spark);
  }
}
