package io.sparsewalk.spark.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.config.JobConfigException;
import io.sparsewalk.config.JobFile;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.table.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which order vertices are numbered, against a list of the ids as they first come. */
class VertexNumbersTest extends SparkTest {
  private static final int LINES = 400;

  /** @param dictionaryMib 0: numbered by joins */
  @ParameterizedTest(name = "ids {0}N, dictionary of {1} MiB, {2}")
  @CsvSource({"'', 1024, txt", "'', 0, txt", "v, 1024, txt", "-, 1024, gz", "'', 1024, parquet"})
  void aFileThatIsAddedAtTheEndChangesNoNumber(String prefix, int dictionaryMib, String kind) throws IOException {
    List<List<String>> days = new ArrayList<>();
    List<String> numbers = List.of();
    for (int day = 1; day <= 4; day++) {
      days.add(write(day, prefix, kind));
      List<String> now = numbers(ingest(dictionaryMib, "by-file"));
      assertThat(now).isEqualTo(firstComeOrder(days));
      assertThat(now.subList(0, numbers.size())).isEqualTo(numbers);
      assertThat(now.size()).isGreaterThan(numbers.size());
      numbers = now;
    }
    Manifest sorted = ingest(dictionaryMib, "sorted");
    assertThat(numbers(sorted)).isEqualTo(inOrder(days.stream().flatMap(List::stream)))
        .isNotEqualTo(numbers)
        .containsExactlyInAnyOrderElementsOf(numbers);
    assertThat(rawEdges(ingest(dictionaryMib, "by-file"))).as("the same graph").isEqualTo(rawEdges(sorted));
  }

  @Test
  void rowsOfTablesComeInNoFile() {
    assertThatThrownBy(() -> JobFile.defaults(List.of("graph.table=edges", "graph.ids=by-file")).config())
        .isInstanceOf(JobConfigException.class)
        .hasMessageContaining("ids = by-file is for files");
  }

  /** @return its ids */
  private List<String> write(int day, String prefix, String kind) throws IOException {
    SplittableRandom random = new SplittableRandom(day);
    Set<String> ids = new LinkedHashSet<>();
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < LINES; line++) {
      // Later days have small ids, too, which a sorted list would put in front.
      String source = prefix + random.nextInt(1, 50 * day * day);
      String target = prefix + random.nextInt(1000 / day, 2000);
      ids.addAll(List.of(source, target));
      text.append(source).append(' ').append(target).append(' ').append(day * LINES + line).append('\n');
    }
    Path file = Files.createDirectories(directory.resolve("days")).resolve("day-" + day + " of 100%." + kind);
    if (kind.equals("parquet")) {
      parquet(text.toString(), file);
    } else {
      TextFile.write(file, text.toString());
    }
    return List.copyOf(ids);
  }

  private void parquet(String text, Path file) throws IOException {
    Path plain = Files.writeString(directory.resolve("plain.txt"), text);
    spark.read()
        .option("sep", " ")
        .schema("source string, target string, time bigint")
        .csv(plain.toString())
        .coalesce(1)
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(directory.resolve("parts").toString());
    try (Stream<Path> parts = Files.list(directory.resolve("parts"))) {
      Files.move(parts.filter(part -> part.toString().endsWith(".parquet")).findFirst().orElseThrow(), file);
    }
  }

  private Manifest ingest(int dictionaryMib, String ids) {
    GraphConfig graph =
        JobFile
            .defaults(List.of("graph.path=\"" + directory.resolve("days") + "/day-*\"",
                "graph.dictionary-mib=" + dictionaryMib, "graph.ids=" + ids))
            .config()
            .graph();
    return new IngestStage(spark, warehouse, 1000).run(graph);
  }

  private List<String> numbers(Manifest edges) {
    List<Row> rows = rows("vertices", edges).orderBy("id").collectAsList();
    List<String> raw = new ArrayList<>();
    for (Row row : rows) {
      assertThat(row.<Integer>getAs("id")).isEqualTo(raw.size());
      raw.add(row.getAs("raw"));
    }
    return raw;
  }

  private Dataset<Row> rows(String table, Manifest edges) {
    org.apache.hadoop.fs.Path stage = warehouse.stage(table, edges.fingerprint());
    return spark.read()
        .parquet(Manifest.read(warehouse, stage)
            .paths(warehouse, stage)
            .stream()
            .map(org.apache.hadoop.fs.Path::toString)
            .toArray(String[]::new));
  }

  private Set<String> rawEdges(Manifest edges) {
    List<String> raw = numbers(edges);
    Set<String> all = new TreeSet<>();
    rows("edges", edges).collectAsList()
        .forEach(row -> all
            .add(raw.get(row.getAs("src")) + " " + raw.get(row.getAs("dst")) + " " + row.<Long>getAs("time")));
    assertThat(all).hasSize(4 * LINES);
    return all;
  }

  private static List<String> firstComeOrder(List<List<String>> days) {
    Set<String> seen = new LinkedHashSet<>();
    for (List<String> day : days) {
      seen.addAll(inOrder(day.stream().filter(id -> !seen.contains(id))));
    }
    return List.copyOf(seen);
  }

  private static List<String> inOrder(Stream<String> ids) {
    List<String> distinct = ids.distinct().toList();
    boolean integers = distinct.stream().allMatch(id -> id.matches("-?[1-9][0-9]*"));
    return distinct.stream()
        .sorted(integers ? Comparator.comparingLong(Long::parseLong) : Comparator.naturalOrder())
        .toList();
  }
}
