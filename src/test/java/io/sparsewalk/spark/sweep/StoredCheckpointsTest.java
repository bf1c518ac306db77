package io.sparsewalk.spark.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.sweep.EmbeddingKind;
import io.sparsewalk.sweep.Method;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.table.Leftovers;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.RowFile;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableSchema;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.trainer.Checkpoints;
import io.sparsewalk.trainer.RoundExecutor;
import io.sparsewalk.trainer.TrialFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tasks that end in the middle of a training, and what the next task makes of what they have left in the warehouse. */
class StoredCheckpointsTest extends SparkTest {
  private static final List<Trial> TRIALS =
      List.of(Method.DENSE, Method.SLR, Method.ADMM, Method.RIGL, Method.SET, Method.MAGNITUDE, Method.LOTTERY_TICKET)
          .stream()
          .map(method -> new Trial(method, EmbeddingKind.DENSE, method.isSparse() ? 0.5 : 0, 1))
          .toList();
  private static final List<TableSchema> TABLES =
      List.of(SweepTables.TRIALS, SweepTables.EPOCHS, SweepTables.LAYERS, SweepTables.RANKINGS, SweepTables.PARAMETERS);
  private static final int NEVER = 1000;

  /** A task that keeps every epoch, and whose process ends in one. */
  private static final class Mortal extends BatchTask {
    private static final long serialVersionUID = 1L;
    private final Warehouse warehouse;
    private final Sweep sweep;
    private final int last;

    Mortal(Warehouse warehouse, Sweep sweep, int last) {
      super(warehouse, sweep, 1);
      this.warehouse = warehouse;
      this.sweep = sweep;
      this.last = last;
    }

    @Override
    void train(List<Trial> trials, TrialFacts facts, RoundExecutor rounds, String device) {
      super.train(trials, facts, new SpoiltRounds(rounds, last, () -> {
        throw new AssertionError("the process ends");
      }), device);
    }

    @Override
    Checkpoints checkpoints() {
      return new StoredCheckpoints(warehouse, sweep) {
        @Override
        public boolean isDue() {
          return true;
        }
      };
    }
  }

  private final SweepForTests fixture = new SweepForTests();

  private void run(Sweep sweep, List<Trial> trials, int last) {
    try {
      assertThat(fixture.run(spark, new Mortal(warehouse, sweep, last), trials).failure()).isNull();
    } catch (AssertionError e) {
      throw e;
    } catch (Exception e) {
      // Spark's own, thrown undeclared.
      assertThat(e).hasMessageContaining("the process ends");
      assertThat(last).isLessThan(NEVER);
    }
  }

  private Map<Trial, List<Object>> rows(Sweep sweep) {
    Map<Trial, List<Object>> rows = new HashMap<>();
    for (Trial trial : TRIALS) {
      List<Object> ofTrial = new ArrayList<>();
      TABLES.forEach(table -> ofTrial.add(fixture.rows(warehouse, sweep, trial, table)));
      rows.put(trial, ofTrial);
    }
    return rows;
  }

  private List<Trial> missing(Sweep sweep) {
    return TRIALS.stream()
        .filter(trial -> !RowFile.isIn(warehouse,
            warehouse.trial(SweepTables.TRIALS.name(), sweep.id(), sweep.trialId(trial))))
        .toList();
  }

  private Path file(Sweep sweep, Trial trial) {
    return Path.of(warehouse.checkpoint(sweep.id(), sweep.trialId(trial)).toUri().getPath());
  }

  @Test
  void aKilledTaskGoesOnWithEqualRowsAndWhatIsDamagedIsPassedBy() throws Exception {
    List<Manifest> stages = stages(1, Protocol.STRICT);
    Sweep whole = fixture.sweep(warehouse, stages, "whole");
    run(whole, TRIALS, NEVER);
    Map<Trial, List<Object>> expected = rows(whole);
    assertThat(expected.get(TRIALS.get(0))).doesNotContain(List.of());
    for (int last : new int[] {1, 3, 4, 7}) {
      Sweep sweep = fixture.sweep(warehouse, stages, "killed-" + last);
      run(sweep, TRIALS, last);
      List<Trial> missing = missing(sweep);
      assertThat(missing).isNotEmpty().allSatisfy(trial -> assertThat(file(sweep, trial)).isNotEmptyFile());
      assertThat(Leftovers.of(warehouse)).filteredOn(each -> each.kind() == Leftovers.Kind.CHECKPOINT)
          .hasSize(missing.size());
      damage(sweep, missing, last);
      run(sweep, missing, NEVER);
      assertThat(rows(sweep)).as("killed in epoch %s", last).isEqualTo(expected);
      assertThat(Leftovers.of(warehouse)).filteredOn(each -> each.kind() == Leftovers.Kind.CHECKPOINT).isEmpty();
    }
  }

  /** Every file in a way of its own, from the second time on. */
  private void damage(Sweep sweep, List<Trial> missing, int last) throws IOException {
    for (int i = 0; i < missing.size() && last > 1; i++) {
      Path file = file(sweep, missing.get(i));
      byte[] content = Files.readAllBytes(file);
      switch (i) {
        case 0 -> Files.write(file, Arrays.copyOf(content, content.length / 2));
        case 1 -> Files.write(file, new byte[0]);
        case 2 -> {
          content[content.length / 2] ^= 4;
          Files.write(file, content);
        }
        case 3 -> Files.write(file, Files.readAllBytes(file(sweep, missing.get(4))));
        default -> {
          // Is believed.
        }
      }
    }
  }

  @Test
  void whatIsShorterThanTheIntervalKeepsNothing() throws Exception {
    Sweep sweep = fixture.sweep(warehouse, stages(1, Protocol.STRICT), "short");
    assertThat(new StoredCheckpoints(warehouse, sweep).isDue()).isFalse();
    assertThat(fixture.run(spark, new BatchTask(warehouse, sweep, 1), TRIALS).failure()).isNull();
    assertThat(Path.of(warehouse.root().toUri().getPath(), "_checkpoints")).doesNotExist();
  }

  @Test
  void aStateThatCannotBeKeptIsNoFailure() throws Exception {
    Sweep sweep = fixture.sweep(warehouse, stages(1, Protocol.STRICT), "full");
    // A file where the directory should be.
    Files.writeString(Path.of(warehouse.root().toUri().getPath(), "_checkpoints"), "");
    run(sweep, TRIALS, NEVER);
    assertThat(missing(sweep)).isEmpty();
  }
}
