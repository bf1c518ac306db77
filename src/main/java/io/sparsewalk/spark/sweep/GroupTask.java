package io.sparsewalk.spark.sweep;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.cuda.CudaRounds;
import io.sparsewalk.cuda.GpuDevice;
import io.sparsewalk.kernel.LaneKernel;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.spark.ExecutorMemory;
import io.sparsewalk.sweep.Recipe;
import io.sparsewalk.sweep.SweepConfig;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.trainer.EpochOrder;
import io.sparsewalk.trainer.GraphData;
import io.sparsewalk.trainer.GraphRounds;
import io.sparsewalk.trainer.RoundExecutor;
import io.sparsewalk.trainer.TrialData;
import io.sparsewalk.trainer.TrialFacts;
import io.sparsewalk.trainer.TrialGroup;
import io.sparsewalk.trainer.VectorRounds;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.resource.ResourceInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains the trials of one seed and embedding where it runs. */
final class GroupTask implements Function<Integer, ExecutorMemory> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(GroupTask.class);

  private final Warehouse warehouse;
  private final Sweep sweep;
  private final ArrayList<Trial> trials;

  GroupTask(Warehouse warehouse, Sweep sweep, List<Trial> trials) {
    this.warehouse = warehouse;
    this.sweep = sweep;
    this.trials = new ArrayList<>(trials);
  }

  @Override
  public ExecutorMemory call(Integer only) {
    Trial first = trials.get(0);
    TrainingInputs inputs = sweep.inputs(first);
    Seeds seeds = Recipe.trainingSeeds(first.seed());
    ModelConfig model = sweep.recipe().model();
    if (model.isGraph()) {
      GraphData data = new GraphReader(warehouse, inputs).data(model);
      TrialFacts facts = data.facts();
      train(facts, new GraphRounds(data, layout(facts), model, seeds), "cpu");
      return ExecutorMemory.here();
    }
    TrialData data = new ExampleReader(warehouse, inputs).data();
    TrialFacts facts = data.facts();
    EpochOrder order = new EpochOrder(data.train().size(), seeds, 0);
    int batch = sweep.recipe().training().batch();
    if (sweep.execution().engine() == SweepConfig.Engine.CUDA) {
      try (GpuDevice device = GpuDevice.open(slot());
          CudaRounds rounds = new CudaRounds(device, data, layout(facts), batch, model.activations(), order)) {
        train(facts, rounds, device.name());
      }
    } else {
      train(facts, new VectorRounds(data, layout(facts), batch, model.activations(), order, LaneKernel.best()), "cpu");
    }
    return ExecutorMemory.here();
  }

  private ParameterLayout layout(TrialFacts facts) {
    return ParameterLayout.of(facts.inputs(), sweep.recipe().model(), facts.outputs());
  }

  private void train(TrialFacts facts, RoundExecutor rounds, String device) {
    Trial first = trials.get(0);
    TrialRows.Place place = new TrialRows.Place(device, slot(), TaskContext.get().attemptNumber() + 1);
    LOG.info("{} trials of seed {} on the {} embedding, on {}{}", trials.size(), first.seed(), first.embedding().key(), device,
        place.slot() == null ? "" : ", GPU slot " + place.slot());
    TrialWriter writer = new TrialWriter(warehouse, sweep, facts, place);
    new TrialGroup(sweep.recipe(), facts, rounds, writer::publish).run(trials);
  }

  /** The GPU that Spark set aside for this task ({@code spark.task.resource.gpu.amount}), or null. */
  static String slot() {
    ResourceInformation gpu = TaskContext.get().resourcesJMap().get("gpu");
    return gpu == null ? null : gpu.addresses()[0];
  }
}
