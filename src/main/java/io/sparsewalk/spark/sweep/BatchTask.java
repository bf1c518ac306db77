package io.sparsewalk.spark.sweep;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.cuda.CudaRounds;
import io.sparsewalk.cuda.GpuDevice;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.spark.ExecutorMemory;
import io.sparsewalk.sweep.Engine;
import io.sparsewalk.sweep.Recipe;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.sweep.TrialOutcome;
import io.sparsewalk.sweep.UnreachableLevelException;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.trainer.Checkpoints;
import io.sparsewalk.trainer.EpochOrder;
import io.sparsewalk.trainer.Faults;
import io.sparsewalk.trainer.RoundExecutor;
import io.sparsewalk.trainer.TrialData;
import io.sparsewalk.trainer.TrialFacts;
import io.sparsewalk.trainer.TrialGroup;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/** Trains batches of trials where it runs, one after the other. */
class BatchTask extends AbstractFunction2<TaskContext, Iterator<List<Trial>>, BatchTask.Ended> implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(BatchTask.class);
  /** Held while a task uses the GPU of this process, if Spark sets none aside: one batch fills it. */
  private static final Object OWN_GPU = new Object();

  private final Warehouse warehouse;
  private final Sweep sweep;
  private final int attempts;

  /** What training throws again wherever it runs. */
  private static final class TrainingFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RuntimeException fault;

    TrainingFault(RuntimeException fault) {
      super("probably a fault of this program: " + fault, fault);
      this.fault = fault;
    }
  }

  /**
   * How a task ended.
   *
   * @param failure null if all went well; a trial that fails is no failure
   */
  record Ended(int trials, ExecutorMemory memory, Exception failure) implements Serializable {}

  /**
   * @param attempts after which a failure is a result like others, as Spark would end the whole job for one task that fails so often
   */
  BatchTask(Warehouse warehouse, Sweep sweep, int attempts) {
    this.warehouse = warehouse;
    this.sweep = sweep;
    this.attempts = attempts;
  }

  @Override
  public Ended apply(TaskContext context, Iterator<List<Trial>> batches) {
    int trials = 0;
    while (batches.hasNext()) {
      List<Trial> batch = batches.next();
      try {
        train(batch);
      } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
        if (context.isInterrupted() || context.attemptNumber() + 1 < attempts) {
          throw e;
        }
        LOG.error("{} trials of seed {} on the {} embedding failed", batch.size(), batch.get(0).seed(),
            batch.get(0).embedding().key(), e);
        // With halving the others decide how long a trial is trained.
        if (!(e instanceof TrainingFault) || sweep.recipe().halving().keep() < 1) {
          return new Ended(trials, ExecutorMemory.here(), sendable(e));
        }
        oneByOne(batch);
      }
      trials += batch.size();
    }
    return new Ended(trials, ExecutorMemory.here(), null);
  }

  /** One of them fails, whatever machine it is on: it becomes a row, and the others are trained. */
  private void oneByOne(List<Trial> batch) {
    for (Trial trial : batch) {
      try {
        train(List.of(trial));
      } catch (TrainingFault e) {
        TrialRows.Place place = new TrialRows.Place("cpu", slot(), TaskContext.get().attemptNumber() + 1);
        new TrialWriter(warehouse, sweep, place).publish(new TrialOutcome.Failed(trial, null, 0, e.fault));
        warehouse.discard(warehouse.checkpoint(sweep.id(), sweep.trialId(trial)));
      }
    }
  }

  /** What a driver can read, whatever a failure refers to. */
  private static Exception sendable(Throwable failure) {
    try (ObjectOutputStream probe = new ObjectOutputStream(OutputStream.nullOutputStream())) {
      probe.writeObject(failure);
      return failure instanceof Exception exception ? exception
          : new IllegalStateException(failure.toString(), failure);
    } catch (IOException e) {
      IllegalStateException told = new IllegalStateException(failure.toString());
      told.setStackTrace(failure.getStackTrace());
      return told;
    }
  }

  private void train(List<Trial> trials) {
    Trial first = trials.get(0);
    TrainingInputs inputs = sweep.inputs(first);
    Seeds seeds = Recipe.trainingSeeds(first.seed());
    if (sweep.execution().engine() != Engine.CUDA) {
      TrialSource.Training training = inputs.source(warehouse).training(sweep.recipe(), seeds);
      train(trials, training.facts(), training.rounds(), "cpu");
    } else if (slot() != null) {
      trainOnGpu(trials, inputs.embedded(), seeds);
    } else {
      synchronized (OWN_GPU) {
        trainOnGpu(trials, inputs.embedded(), seeds);
      }
    }
  }

  private void trainOnGpu(List<Trial> trials, TrainingInputs.Embedded inputs, Seeds seeds) {
    ExampleReader.Gathered gathered = new ExampleReader(warehouse, inputs).data();
    TrialData data = gathered.data();
    TrialFacts facts = gathered.facts();
    Recipe recipe = sweep.recipe();
    ParameterLayout layout = ParameterLayout.of(facts.inputs(), recipe.model(), facts.labels().outputs());
    EpochOrder order = new EpochOrder(data.train().size(), seeds, 0);
    try (GpuDevice device = GpuDevice.open(slot());
        CudaRounds rounds =
            new CudaRounds(device, data, layout, recipe.training().batch(), recipe.model().activations(), order)) {
      train(trials, facts, rounds, device.name());
    }
  }

  /** Trains with these rounds. */
  void train(List<Trial> trials, TrialFacts facts, RoundExecutor rounds, String device) {
    Trial first = trials.get(0);
    TrialRows.Place place = new TrialRows.Place(device, slot(), TaskContext.get().attemptNumber() + 1);
    LOG.info("{} trials of seed {} on the {} embedding, on {}{}", trials.size(), first.seed(), first.embedding().key(),
        device, place.slot() == null ? "" : ", GPU slot " + place.slot());
    TrialWriter writer = new TrialWriter(warehouse, sweep, place);
    TrialGroup group =
        new TrialGroup(sweep.recipe(), facts, rounds, writer.over(sweep.inputs(first), facts), checkpoints());
    try {
      group.run(trials);
    } catch (RuntimeException e) {
      throw Faults.isDeterministic(e) && !(e instanceof UnreachableLevelException) ? new TrainingFault(e) : e;
    }
  }

  /** Of the engine vector, whose rounds leave nothing behind that the orders of the next ones do not say. */
  Checkpoints checkpoints() {
    return sweep.execution().engine() == Engine.VECTOR ? new StoredCheckpoints(warehouse, sweep) : Checkpoints.NONE;
  }

  /** The GPU that Spark set aside for this task ({@code spark.task.resource.gpu.amount}), or null. */
  static String slot() {
    ResourceInformation gpu = TaskContext.get().resourcesJMap().get("gpu");
    return gpu == null ? null : gpu.addresses()[0];
  }
}
