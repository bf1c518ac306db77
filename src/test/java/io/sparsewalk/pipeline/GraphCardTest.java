package io.sparsewalk.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.config.JobConfig;
import io.sparsewalk.config.JobFile;
import io.sparsewalk.report.DataCard;
import io.sparsewalk.report.DataCard.Bar;
import io.sparsewalk.report.DataCard.Histogram;
import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.table.Manifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphCardTest extends SparkTest {

  @ParameterizedTest
  @CsvSource({"true, replicated", "false, replicated", "true, partitioned"})
  void theQueryOfAPictureCountsFromTheTablesWhatTheStagesCounted(boolean directed, String mode) {
    JobConfig job = JobFile
        .read(Path.of("jobs/quickstart.conf"),
            List.of("warehouse=" + directory.resolve("tables"), "generate.vertices=200", "generate.edges=2000",
                "generate.self-loop-share=0.05", "graph.directed=" + directed, "walk.mode=" + mode, "sweep.seeds=[1]"))
        .config();
    Pipeline pipeline = new Pipeline(spark, job);
    Manifest edges = pipeline.edges();
    Manifest examples = pipeline.examples(1);
    Manifest walks = pipeline.walks(1);
    pipeline.registerViews();

    DataCard card = new GraphCard(edges).of(Optional.of(examples), Optional.of(walks));

    assertThat(card.histograms()).extracting(Histogram::title)
        .containsExactly("Degrees", "Edges over time", "Lengths of walks");
    for (Histogram histogram : card.histograms()) {
      List<Long> counted = new ArrayList<>(histogram.bars().stream().map(bar -> 0L).toList());
      for (Row row : spark.sql(histogram.query()).collectAsList()) {
        counted.set(((Number) row.get(0)).intValue(), row.getLong(1));
      }
      assertThat(histogram.bars()).as(histogram.title()).extracting(Bar::count).isEqualTo(counted);
    }
    assertThat(card.histograms().get(1).marks()).extracting(DataCard.Mark::name)
        .containsExactly("train", "valid", "test");
    // By the tables: no test edge is earlier than the mark, and the one at the mark is no validation edge.
    double test = card.histograms().get(1).marks().get(2).at();
    long later = spark.sql("SELECT count(*) FROM edges WHERE time >= " + test).head().getLong(0);
    assertThat(later)
        .isEqualTo(
            edges.count("edges") - spark.sql("SELECT count(*) FROM edges WHERE time < " + test).head().getLong(0))
        .isBetween((long) (0.15 * edges.count("edges")), (long) (0.25 * edges.count("edges")));
  }

  @Test
  void datesAreMillisecondsWhateverTheUnitOfTheInput() {
    Manifest edges = Manifest.of("edges", GraphCard.class, Map.of())
        .withFacts(Map.of("time_decimals", 1L, "min_time", 10_819_000_000L, "max_time", 10_989_000_000L));
    // Tenths of a second: 1,081,900,000 s is in April 2004.
    assertThat(IngestSummary.milliseconds(edges, 10_819_000_000L)).hasValue(1_081_900_000_000.0);
  }
}
