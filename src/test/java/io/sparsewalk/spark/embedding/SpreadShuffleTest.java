package io.sparsewalk.spark.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.embedding.EmbeddingConfig;
import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.table.Manifest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.Test;
import scala.collection.JavaConverters;

/** What a spread embedding moves between executors. */
class SpreadShuffleTest extends SparkTest {
  private static final int DIMENSION = 512;
  private static final int BLOCKS = 4;

  @Test
  void inputRowsStayWhereTheyAreForAllSubEpochs() throws Exception {
    Manifest walks = stages(2, Protocol.STRICT).get(2);
    Map<Integer, Integer> jobs = new ConcurrentHashMap<>();
    Map<Integer, Long> bytes = new ConcurrentHashMap<>();
    SparkListener listener = new SparkListener() {
      @Override
      public void onJobStart(SparkListenerJobStart job) {
        // A stage that a later job needs again is skipped there.
        JavaConverters.seqAsJavaList(job.stageInfos()).forEach(stage -> jobs.putIfAbsent(stage.stageId(), job.jobId()));
      }

      @Override
      public void onTaskEnd(SparkListenerTaskEnd task) {
        bytes.merge(jobs.get(task.stageId()), task.taskMetrics().shuffleWriteMetrics().bytesWritten(), Long::sum);
      }
    };
    spark.sparkContext().addSparkListener(listener);
    try {
      Manifest embedding = new EmbedStage(spark, warehouse).run(walks,
          new EmbeddingConfig(DIMENSION, 1, 1, 1, 0.025, 1e-5, 0.75, EmbeddingConfig.Untrained.ZERO, BLOCKS,
              EmbeddingConfig.SharedNegatives.NONE, EmbeddingConfig.Mode.SPREAD),
          1);
      spark.sparkContext().listenerBus().waitUntilEmpty();
      double table = 4.0 * DIMENSION * embedding.count("vertices");
      // Input rows, which begin at random, do not compress; output rows, which begin at 0 and are hardly trained here, do. So the large
      // moves are those of the input rows: when they are made, and when they are written.
      assertThat(bytes.values().stream().filter(each -> each > table / 2)).hasSize(2)
          .allMatch(each -> each < 2 * table);
    } finally {
      spark.sparkContext().removeSparkListener(listener);
    }
  }
}
