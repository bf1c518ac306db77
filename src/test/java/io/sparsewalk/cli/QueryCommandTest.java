package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.cli.CommandLineTest.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("spark")
class QueryCommandTest {
  private static final String PLAIN = "src/test/resources/plain.conf";

  @TempDir
  private Path warehouse;

  private static List<Path> here() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(""))) {
      return files.sorted().toList();
    }
  }

  @Test
  void aWarehouseAloneAnswersSeveralStatementsFromTheLineOrAFile() throws IOException {
    List<Path> before = here();
    String sql = "SELECT count(*) AS n FROM trials; -- two;\nSELECT 'a;b' AS text;";
    Result line = CommandLineTest.run("query", "--warehouse", warehouse.toString(), "--format", "csv", sql);
    assertThat(line.out()).isEqualTo("n\n0\n\ntext\na;b\n");
    assertThat(line.code()).isZero();
    Path file = Files.writeString(warehouse.resolve("_questions.sql"), sql);
    assertThat(CommandLineTest
        .run("query", PLAIN, "--warehouse", warehouse.toString(), "--format", "csv", "-f", file.toString())
        .out()).isEqualTo(line.out());
    assertThat(here()).as("nothing is left in the current directory").isEqualTo(before);
    Files.delete(file);
    assertThat(warehouse).isEmptyDirectory();
  }

  @Test
  void mistakesAreALineAndStartNothing() throws IOException {
    String nowhere = warehouse.resolve("nowhere").toString();
    Path empty = Files.writeString(warehouse.resolve("empty.sql"), "-- nothing\n;");
    assertRefused("there is no warehouse file:" + nowhere, "--warehouse", nowhere, "SELECT 1");
    assertRefused("there is no warehouse file:" + nowhere, PLAIN, "--warehouse", nowhere, "SELECT 1");
    assertRefused("there is no query", PLAIN);
    assertRefused("there is no query", "--warehouse", warehouse.toString());
    assertRefused("name the warehouse", "SELECT 1");
    assertRefused("there is no statement in " + empty, "--warehouse", warehouse.toString(), "-f", empty.toString());
    assertRefused("there is no file none.sql", "--warehouse", warehouse.toString(), "-f", "none.sql");
    assertThat(Path.of(nowhere)).doesNotExist();
  }

  @Test
  void whatDoesMoreThanReadIsRefusedInALine() throws IOException {
    Path out = warehouse.resolve("out");
    assertRefused("the query is refused: only queries", "--warehouse", warehouse.toString(),
        "INSERT OVERWRITE DIRECTORY '" + out + "' USING parquet SELECT 1 AS a");
    assertRefused("the query is refused: only queries", "--warehouse", warehouse.toString(),
        "SELECT 1; DROP VIEW trials");
    assertRefused("[UNRESOLVED_COLUMN", "--warehouse", warehouse.toString(), "SELECT accurracy FROM trials");
    assertThat(warehouse).isEmptyDirectory();
  }

  private static void assertRefused(String message, String... arguments) {
    Result result = CommandLineTest.run(Stream.concat(Stream.of("query"), Stream.of(arguments)).toArray(String[]::new));
    assertThat(result.err()).startsWith("error: " + message).hasLineCount(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
  }
}
