package io.sparsewalk.spark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** The law of {@link EdgeFileLawsTest} from end to end, with a few of its files. */
class AnyFileTest extends SparkTest {
  private static final int FILES = 4;
  private static final int RANGE_BYTES = 200;

  @Test
  void theTablesHoldWhatTheFileMeans() {
    JqwikSession.run(() -> {
      Random random = new Random(18);
      RandomGenerator<EdgeFile> files = EdgeFile.any().generator(1000);
      for (int i = 0; i < FILES; i++) {
        check(files.next(random).value().shuffled(random), i);
      }
    });
  }

  private void check(EdgeFile file, int number) {
    String path = write("e" + number + ".csv", file.bytes(EdgeFile.Style.PLAIN.withSeparator(";,|\t".charAt(number))));
    Manifest manifest = new IngestStage(spark, warehouse, RANGE_BYTES).run(graph(path));
    assertThat(manifest.count("lines")).isEqualTo(file.rows().size() + 1L);
    Map<Integer, String> raw =
        rows("vertices", manifest).collect(Collectors.toMap(row -> row.getInt(0), row -> String.valueOf(row.get(1))));
    int decimals = (int) manifest.count("time_decimals");
    List<String> read = rows("edges", manifest)
        .map(row -> told(raw.get(row.getInt(0)), raw.get(row.getInt(1)), BigDecimal.valueOf(row.getLong(2), decimals)))
        .sorted()
        .toList();
    assertThat(read).isEqualTo(
        file.edges().stream().map(edge -> told(edge.source(), edge.target(), edge.time())).sorted().toList());
  }

  private static String told(String source, String target, BigDecimal time) {
    return source + " > " + target + " @ " + (time.signum() == 0 ? "0" : time.stripTrailingZeros().toPlainString());
  }

  private Stream<Row> rows(String table, Manifest manifest) {
    return new ParquetColumns(warehouse, warehouse.stage(table, manifest.fingerprint())).files()
        .stream()
        .flatMap(file -> spark.read().parquet(file.toString()).collectAsList().stream());
  }

  private String write(String name, byte[] bytes) {
    try {
      return Files.write(directory.resolve(name), bytes).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
