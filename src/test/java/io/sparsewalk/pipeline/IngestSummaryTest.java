package io.sparsewalk.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.config.JobFile;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.table.Manifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person is told of a graph that was read. */
class IngestSummaryTest {
  private static final Manifest READ = Manifest.of("ingest", Manifest.class, Map.of())
      .withFacts(Map.of("lines", 5283L, "comments", 4L, "quarantined", 1L, "dropped_self_loops", 0L, "dropped_weights",
          0L, "vertices", 2708L));

  @Test
  void theGraphIsComparedWithWhatIsPublished() {
    assertThat(IngestSummary.compared(READ, new GraphConfig.Expect(5278, 2708)))
        .isEqualTo(List.of("as published: 5,278 edges", "as published: 2,708 vertices"));
    assertThat(IngestSummary.compared(READ, new GraphConfig.Expect(5429, 0))).singleElement()
        .asString()
        .startsWith("5,278 edges were read, 5,429 are published");
    assertThat(IngestSummary.compared(READ, GraphConfig.Expect.NOTHING)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"cora, 5278, 2708", "citeseer, 4676, 3327", "pubmed, 0, 19717", "paper/ia-email, 1148072, 0",
      "paper/wiki-talk, 7833140, 1140149", "paper/stackoverflow, 63497050, 2601977", "quickstart, 0, 0"})
  void jobsOfPublishedDataSayHowLargeTheyAre(String job, long edges, long vertices) {
    assertThat(JobFile.read(Path.of("jobs", job + ".conf"), List.of()).config().graph().source().expect())
        .isEqualTo(new GraphConfig.Expect(edges, vertices));
  }
}
