package io.sparsewalk.spark.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.config.JobConfig;
import io.sparsewalk.config.JobFile;
import io.sparsewalk.dataset.EdgeOperator;
import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.sweep.EmbeddingKind;
import io.sparsewalk.sweep.Engine;
import io.sparsewalk.sweep.Method;
import io.sparsewalk.sweep.Recipe;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.RowFile;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableSchema;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.trainer.RoundExecutor;
import io.sparsewalk.trainer.RoundOrders;
import io.sparsewalk.trainer.RoundOutcome;
import io.sparsewalk.trainer.TrialFacts;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag$;

/** A batch of trials, one of which fails. */
class BatchTaskTest extends SparkTest {
  private static final List<Trial> TRIALS = List.of(new Trial(Method.DENSE, EmbeddingKind.DENSE, 0, 1),
      new Trial(Method.RIGL, EmbeddingKind.DENSE, 0.5, 1), new Trial(Method.MAGNITUDE, EmbeddingKind.DENSE, 0.5, 1));
  private static final Trial POISON = TRIALS.get(1);
  /** What depends on the run, not on the training. */
  private static final Set<String> OF_THE_RUN = Set.of("sweep_id", "trial_id", "config_json", "started_at", "ended_at",
      "train_seconds", "inference_seconds", "seconds", "memory_bytes");

  /** What training some trial throws. */
  enum Fault {
    /** A fault of the program: it comes again. */
    INDEX {
      @Override
      RuntimeException failure() {
        return new IndexOutOfBoundsException("Index 7 out of bounds for length 7");
      }
    },
    /** A failure of the machine. */
    DISK {
      @Override
      RuntimeException failure() {
        return new UncheckedIOException("cannot read the examples", new java.io.IOException("no space"));
      }
    };

    abstract RuntimeException failure();
  }

  /** Rounds that throw, wherever the poisoned trial is among the trials. */
  private static final class Poisoned extends BatchTask {
    private static final long serialVersionUID = 1L;
    private final Fault fault;

    Poisoned(Warehouse warehouse, Sweep sweep, Fault fault) {
      super(warehouse, sweep, 1);
      this.fault = fault;
    }

    @Override
    void train(List<Trial> trials, TrialFacts facts, RoundExecutor rounds, String device) {
      super.train(trials, facts, trials.contains(POISON) ? new Throwing(rounds, fault) : rounds, device);
    }
  }

  private record Throwing(RoundExecutor rounds, Fault fault) implements RoundExecutor {
    @Override
    public int stepsPerEpoch() {
      return rounds.stepsPerEpoch();
    }

    @Override
    public List<RoundOutcome> run(RoundOrders.Span span, List<RoundOrders> orders) {
      if (span.epoch() == 1) {
        throw fault.failure();
      }
      return rounds.run(span, orders);
    }

    @Override
    public List<Scores> score(List<Network> networks, Part part) {
      return rounds.score(networks, part);
    }
  }

  private Sweep sweep(String name, String... more) throws Exception {
    List<Manifest> stages = stages(1, Protocol.STRICT);
    List<String> settings =
        List.of("warehouse=" + warehouse.root(), "training.epochs=3", "training.batch=128", "model.hidden=[8]");
    JobConfig job = JobFile
        .read(Path.of("src/test/resources/plain.conf"), Stream.concat(settings.stream(), Stream.of(more)).toList())
        .config();
    Recipe recipe = new Recipe(job.model(), job.training(), job.methods(), job.sweep().halving());
    TrainingInputs inputs = new TrainingInputs.Pairs(stages.get(1).fingerprint(),
        new TrainingInputs.Vectors.Dense(stages.get(3).fingerprint()), List.of(EdgeOperator.CONCAT), 0);
    return new Sweep(name, "d", "strict", "edges", recipe, job.sweep().execution(Engine.VECTOR),
        Map.of("graph", Map.of()), "f", Map.of(1L, Map.of(EmbeddingKind.DENSE.key(), inputs)));
  }

  private BatchTask.Ended run(BatchTask task) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    BatchTask.Ended[] ended = (BatchTask.Ended[]) context.sc()
        .runJob(context.parallelize(List.of(TRIALS), 1).rdd(), task, ClassTag$.MODULE$.apply(BatchTask.Ended.class));
    return ended[0];
  }

  private List<Map<String, Object>> rows(Sweep sweep, Trial trial, TableSchema table) {
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

  @Test
  void aFaultOfOneTrialIsARowAndTheOthersAreTrainedAsEver() throws Exception {
    Sweep sound = sweep("sound");
    assertThat(run(new BatchTask(warehouse, sound, 1)).failure()).isNull();
    Sweep poisoned = sweep("poisoned");
    BatchTask.Ended ended = run(new Poisoned(warehouse, poisoned, Fault.INDEX));
    assertThat(ended.failure()).isNull();
    assertThat(ended.trials()).isEqualTo(3);
    for (Trial trial : TRIALS) {
      for (TableSchema table : List.of(SweepTables.TRIALS, SweepTables.EPOCHS, SweepTables.LAYERS)) {
        assertThat(rows(poisoned, trial, table)).as("%s of %s", table.name(), trial)
            .isEqualTo(trial.equals(POISON) ? List.of() : rows(sound, trial, table));
      }
      assertThat(rows(poisoned, trial, SweepTables.FAILURES)).hasSize(trial.equals(POISON) ? 1 : 0);
    }
    Map<String, Object> failure = rows(poisoned, POISON, SweepTables.FAILURES).get(0);
    assertThat(failure).containsEntry("exception", "IndexOutOfBoundsException")
        .containsEntry("message", "Index 7 out of bounds for length 7")
        .containsEntry("method", "rigl");
  }

  @Test
  void aFailureOfTheMachineIsTheBatchsOwnAndNoRow() throws Exception {
    Sweep sweep = sweep("disk");
    BatchTask.Ended ended = run(new Poisoned(warehouse, sweep, Fault.DISK));
    assertThat(ended.failure()).isInstanceOf(UncheckedIOException.class).hasMessageContaining("cannot read");
    assertThat(ended.trials()).isZero();
    assertThat(TRIALS).allSatisfy(trial -> {
      assertThat(rows(sweep, trial, SweepTables.FAILURES)).isEmpty();
      assertThat(rows(sweep, trial, SweepTables.TRIALS)).isEmpty();
    });
  }

  @Test
  void withHalvingAFaultIsOfTheWholeBatch() throws Exception {
    Sweep sweep = sweep("halved", "sweep.halving.keep=0.5", "sweep.halving.epochs=1");
    BatchTask.Ended ended = run(new Poisoned(warehouse, sweep, Fault.INDEX));
    assertThat(ended.failure()).hasRootCauseInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageStartingWith("probably a fault of this program: ");
    assertThat(TRIALS).allSatisfy(trial -> assertThat(rows(sweep, trial, SweepTables.FAILURES)).isEmpty());
  }
}
