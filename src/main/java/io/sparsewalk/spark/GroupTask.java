package io.sparsewalk.spark;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.kernel.LaneKernel;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sweep.Recipe;
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
  private final SweepStage.Sweep sweep;
  private final ArrayList<Trial> trials;

  GroupTask(Warehouse warehouse, SweepStage.Sweep sweep, List<Trial> trials) {
    this.warehouse = warehouse;
    this.sweep = sweep;
    this.trials = new ArrayList<>(trials);
  }

  @Override
  public ExecutorMemory call(Integer only) {
    Trial first = trials.get(0);
    SweepStage.Inputs inputs = sweep.inputs(first);
    Seeds seeds = Recipe.trainingSeeds(first.seed());
    ModelConfig model = sweep.recipe().model();
    TrialFacts facts;
    RoundExecutor rounds;
    if (model.isGraph()) {
      GraphData data = new GraphReader(warehouse, inputs).data(model);
      facts = data.facts();
      rounds = new GraphRounds(data, ParameterLayout.of(facts.inputs(), model, facts.outputs()), model, seeds);
    } else {
      TrialData data = new ExampleReader(warehouse, inputs).data();
      facts = data.facts();
      rounds = new VectorRounds(data, ParameterLayout.of(facts.inputs(), model, facts.outputs()),
          sweep.recipe().training().batch(), model.activations(), new EpochOrder(data.train().size(), seeds, 0), LaneKernel.best());
    }
    TrialWriter.Place place = new TrialWriter.Place("cpu", slot(), TaskContext.get().attemptNumber() + 1);
    LOG.info("{} trials of seed {} on the {} embedding{}", trials.size(), first.seed(), first.embedding().key(),
        place.slot() == null ? "" : ", GPU slot " + place.slot());
    TrialWriter writer = new TrialWriter(warehouse, sweep, facts, place);
    new TrialGroup(sweep.recipe(), facts, rounds, writer::publish).run(trials);
    return ExecutorMemory.here();
  }

  /** The GPU that Spark set aside for this task ({@code spark.task.resource.gpu.amount}), or null. */
  private static String slot() {
    ResourceInformation gpu = TaskContext.get().resourcesJMap().get("gpu");
    return gpu == null ? null : String.join(",", gpu.addresses());
  }
}
