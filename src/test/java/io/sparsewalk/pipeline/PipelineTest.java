package io.sparsewalk.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.PATH;

import io.sparsewalk.config.JobConfig;
import io.sparsewalk.config.JobFile;
import io.sparsewalk.spark.NotStartedException;
import io.sparsewalk.spark.SparkTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.Test;

class PipelineTest extends SparkTest {

  @Test
  void aProgramTrainsAsksAndReportsWithoutACommand() throws Exception {
    JobConfig job = job("report.margin.auc=0.01");
    Pipeline pipeline = new Pipeline(spark, job);
    assertThatThrownBy(pipeline::missing).isInstanceOf(NotStartedException.class)
        .hasMessageContaining("has no table edges of quickstart");
    Set<String> titles = titlesOfJobs(() -> assertThat(pipeline.sweep()).isZero());
    assertThat(titles)
        .contains("ingest quickstart", "split quickstart, seed 1", "walk quickstart, seed 1",
            "embed quickstart, seed 1", "sweep quickstart")
        .doesNotContain("");

    Pipeline again = new Pipeline(spark, job);
    assertThat(again.missing()).isEmpty();
    assertThat(again.sweepId()).isEqualTo(pipeline.sweepId());
    assertThat(new Pipeline(spark, job("report.margin.auc=0.02")).missing()).as("what a report claims trains nothing")
        .isEmpty();
    assertThat(again.embedding(1).fingerprint()).isEqualTo(pipeline.embedding(1).fingerprint());
    again.registerViews();
    assertThat(spark.sql("SELECT method FROM trials WHERE sweep_id = '" + again.sweepId() + "' ORDER BY method")
        .collectAsList()).extracting(row -> row.getString(0)).containsExactly("dense", "magnitude");
    Path report = Path.of(again.writeReport(again.reportData()).toUri().getPath());
    assertThat(report).content().contains("<html", "quickstart");
    try (Stream<Path> dated = Files.list(report.resolveSibling("reports/quickstart"))) {
      assertThat(dated).singleElement(PATH).hasSameTextualContentAs(report);
    }
    again.warehouse().discardReports("another");
    assertThat(report.resolveSibling("reports/quickstart")).isNotEmptyDirectory();
    again.warehouse().discardReports(again.sweepId());
    assertThat(report.resolveSibling("reports/quickstart")).isEmptyDirectory();
    assertThat(report).exists();
  }

  private JobConfig job(String override) {
    return JobFile.read(Path.of("jobs/quickstart.conf"),
        List.of("warehouse=" + directory.resolve("tables"), "generate.vertices=200", "generate.edges=2000",
            "sweep.seeds=[1]", "sweep.methods=[dense,magnitude]", "sweep.sparsity=[0.5]", "sweep.embeddings=[dense]",
            "sweep.engine=vector", "training.epochs=2", override))
        .config();
  }

  /** What Spark's pages call the jobs that some work starts; empty for a job without a name. */
  private static Set<String> titlesOfJobs(Runnable work) throws Exception {
    Set<String> titles = new ConcurrentSkipListSet<>();
    SparkListener listener = new SparkListener() {
      @Override
      public void onJobStart(SparkListenerJobStart job) {
        titles.add(job.properties().getProperty("spark.job.description", ""));
      }
    };
    spark.sparkContext().addSparkListener(listener);
    try {
      work.run();
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      spark.sparkContext().removeSparkListener(listener);
    }
    return titles;
  }
}
