package io.sparsewalk.spark.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.sweep.EmbeddingKind;
import io.sparsewalk.sweep.Method;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableSchema;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.trainer.RoundExecutor;
import io.sparsewalk.trainer.TrialFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A batch of trials, one of which fails. */
class BatchTaskTest extends SparkTest {
  private static final List<Trial> TRIALS = List.of(new Trial(Method.DENSE, EmbeddingKind.DENSE, 0, 1),
      new Trial(Method.RIGL, EmbeddingKind.DENSE, 0.5, 1), new Trial(Method.MAGNITUDE, EmbeddingKind.DENSE, 0.5, 1));
  private static final Trial POISON = TRIALS.get(1);
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
        return new UncheckedIOException("cannot read the examples", new IOException("no space"));
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
      super.train(trials, facts, trials.contains(POISON) ? new SpoiltRounds(rounds, 1, () -> {
        throw fault.failure();
      }) : rounds, device);
    }
  }

  private final SweepForTests fixture = new SweepForTests();

  private Sweep sweep(String name, String... more) throws IOException {
    return fixture.sweep(warehouse, stages(1, Protocol.STRICT), name, more);
  }

  private BatchTask.Ended run(BatchTask task) {
    return fixture.run(spark, task, TRIALS);
  }

  private List<Map<String, Object>> rows(Sweep sweep, Trial trial, TableSchema table) {
    return fixture.rows(warehouse, sweep, trial, table);
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
