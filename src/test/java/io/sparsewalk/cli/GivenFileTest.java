package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.common.DataRefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that a command writes where it is told to. */
class GivenFileTest {
  @TempDir
  private Path directory;

  private static void half(OutputStream out) throws IOException {
    out.write(new byte[100_000]);
    throw new DataRefusedException("no more");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void contentThatIsRefusedHalfwayLeavesWhatWasThere() throws IOException {
    Path file = directory.resolve("scores.csv");
    GivenFile given = new GivenFile(file.toString());
    assertThatThrownBy(() -> given.write(out -> {
      half(out);
      return 0;
    })).isInstanceOf(DataRefusedException.class);
    assertThat(names()).isEmpty();
    Files.writeString(file, "of yesterday");
    assertThatThrownBy(() -> given.write(out -> {
      half(out);
      return 0;
    })).isInstanceOf(DataRefusedException.class);
    assertThat(file).hasContent("of yesterday");
    assertThat(names()).containsExactly("scores.csv");
  }

  @Test
  void contentIsThereWhenAllOfItIsWritten() throws IOException {
    Path file = directory.resolve("scores.csv");
    Files.writeString(file, "of yesterday");
    int code = new GivenFile("file:" + file).<Integer>write(out -> {
      out.write("of today".getBytes(StandardCharsets.UTF_8));
      assertThat(file).hasContent("of yesterday");
      return 7;
    });
    assertThat(code).isEqualTo(7);
    assertThat(file).hasContent("of today");
    assertThat(names()).containsExactly("scores.csv");
  }

  @Test
  void whatALinkLeadsToIsWrittenAndTheLinkStays() throws IOException {
    Path file = Files.writeString(directory.resolve("real.csv"), "of yesterday");
    Path link = Files.createSymbolicLink(directory.resolve("link.csv"), file);
    new GivenFile(link.toString()).<Integer>write(out -> {
      out.write("of today".getBytes(StandardCharsets.UTF_8));
      return 0;
    });
    assertThat(file).hasContent("of today");
    assertThat(link).isSymbolicLink();
  }
}
