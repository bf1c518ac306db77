package io.sparsewalk.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.common.DataRefusedException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.JavaConverters;

/** Vectors that are written for other tools. */
class VectorFilesTest {
  @TempDir
  private Path directory;

  private static Row row(String id, Float... values) {
    return RowFactory.create(id, JavaConverters.asScalaBuffer(List.of(values)).toSeq());
  }

  @Test
  void aRefusedIdLeavesNoDirectoryInTheWayOfTheNextTry() {
    Path target = directory.resolve("vectors");
    VectorFiles files = new VectorFiles(target, 2, 1);
    List<Row> rows = List.of(row("a", 1f), row("b c", 2f));
    assertThatThrownBy(() -> files.word2vec(rows.iterator())).isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("the id 'b c' has white space");
    assertThat(directory).isEmptyDirectory();
    files.numpy(rows.iterator());
    assertThat(target.resolve("ids.txt")).hasContent("a\nb c");
    assertThat(directory.toFile().list()).containsExactly("vectors");
  }
}
