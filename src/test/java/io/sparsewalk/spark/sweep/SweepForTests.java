package io.sparsewalk.spark.sweep;

import io.sparsewalk.config.JobConfig;
import io.sparsewalk.config.JobFile;
import io.sparsewalk.dataset.EdgeOperator;
import io.sparsewalk.sweep.EmbeddingKind;
import io.sparsewalk.sweep.Engine;
import io.sparsewalk.sweep.Recipe;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.RowFile;
import io.sparsewalk.table.TableSchema;
import io.sparsewalk.table.Warehouse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import scala.reflect.ClassTag$;

/** Small sweeps of the stages of a test, and their rows. */
final class SweepForTests {
  /** What depends on the run, not on the training. */
  private static final Set<String> OF_THE_RUN = Set.of("sweep_id", "trial_id", "config_json", "started_at", "ended_at",
      "train_seconds", "inference_seconds", "seconds", "memory_bytes");

  Sweep sweep(Warehouse warehouse, List<Manifest> stages, String name, String... more) throws IOException {
    List<String> settings = List.of("warehouse=" + warehouse.root(), "training.epochs=5", "training.batch=128",
        "model.hidden=[8]", "methods.rigl.interval=20", "methods.set.interval=20");
    JobConfig job = JobFile
        .read(Path.of("src/test/resources/plain.conf"), Stream.concat(settings.stream(), Stream.of(more)).toList())
        .config();
    Recipe recipe = new Recipe(job.model(), job.training(), job.methods(), job.sweep().halving());
    TrainingInputs inputs = new TrainingInputs.Pairs(stages.get(1).fingerprint(),
        new TrainingInputs.Vectors.Dense(stages.get(3).fingerprint()), List.of(EdgeOperator.CONCAT), 0);
    return new Sweep(name, "d", "strict", "edges", recipe, job.sweep().execution(Engine.VECTOR),
        Map.of("graph", Map.of()), "f", Map.of(1L, Map.of(EmbeddingKind.DENSE.key(), inputs)));
  }

  /** Trains the trials as one batch. */
  BatchTask.Ended run(SparkSession spark, BatchTask task, List<Trial> trials) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    BatchTask.Ended[] ended = (BatchTask.Ended[]) context.sc()
        .runJob(context.parallelize(List.of(trials), 1).rdd(), task, ClassTag$.MODULE$.apply(BatchTask.Ended.class));
    return ended[0];
  }

  /** What is published of a trial in a table, but for what depends on the run. */
  List<Map<String, Object>> rows(Warehouse warehouse, Sweep sweep, Trial trial, TableSchema table) {
    org.apache.hadoop.fs.Path directory = warehouse.trial(table.name(), sweep.id(), sweep.trialId(trial));
    List<Map<String, Object>> rows = new ArrayList<>();
    if (RowFile.isIn(warehouse, directory)) {
      for (Map<String, Object> row : RowFile.read(warehouse.configuration(),
          new org.apache.hadoop.fs.Path(directory, RowFile.NAME), table)) {
        Map<String, Object> kept = new LinkedHashMap<>(row);
        kept.keySet().removeAll(OF_THE_RUN);
        rows.add(kept);
      }
    }
    return rows;
  }
}
