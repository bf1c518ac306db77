package io.sparsewalk.spark.sweep;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.dl4j.Dl4jBackend;
import io.sparsewalk.dl4j.Dl4jRounds;
import io.sparsewalk.model.Head;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.spark.ExecutorMemory;
import io.sparsewalk.sweep.Engine;
import io.sparsewalk.sweep.Execution;
import io.sparsewalk.sweep.Recipe;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.trainer.Shard;
import io.sparsewalk.trainer.SpreadRounds;
import io.sparsewalk.trainer.TrialFacts;
import io.sparsewalk.trainer.TrialGroup;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/** Trains the trials of one seed and embedding from the driver: rounds run on several workers, a Spark job or more each. */
final class SpreadGroup {
  private final JavaSparkContext context;
  private final Warehouse warehouse;
  private final Sweep sweep;

  SpreadGroup(JavaSparkContext context, Warehouse warehouse, Sweep sweep) {
    this.context = context;
    this.warehouse = warehouse;
    this.sweep = sweep;
  }

  void train(List<Trial> trials) {
    Trial first = trials.get(0);
    TrainingInputs.Embedded inputs = sweep.inputs(first).embedded();
    TrialFacts facts = new ExampleReader(warehouse, inputs).facts();
    int workers = sweep.execution().workers();
    Seeds seeds = Recipe.trainingSeeds(first.seed());
    List<StoredShard> shards =
        IntStream.range(0, workers).mapToObj(w -> new StoredShard(warehouse, inputs, seeds, w, workers)).toList();
    int[] sizes =
        IntStream.range(0, workers).map(w -> ExampleReader.shardSize(facts.trainSize(), w, workers)).toArray();
    try (SpreadRounds rounds = rounds(facts, shards, sizes)) {
      String device = rounds instanceof Dl4jRounds ? Dl4jBackend.device() : "cpu";
      TrialRows.Place place = new TrialRows.Place(device, null, 1);
      TrialWriter writer = new TrialWriter(warehouse, sweep, place);
      new TrialGroup(sweep.recipe(), facts, rounds, writer.over(inputs, facts)).run(trials);
    }
    ExecutorMemory.recycle(context, ExecutorMemory.of(context, workers), sweep.execution().recycleBytes());
  }

  private SpreadRounds rounds(TrialFacts facts, List<? extends Shard> shards, int[] sizes) {
    ParameterLayout layout = ParameterLayout.of(facts.inputs(), sweep.recipe().model(), facts.labels().outputs());
    int batch = sweep.recipe().training().batch();
    Execution execution = sweep.execution();
    return execution.engine() == Engine.DL4J
        ? new Dl4jRounds(context, shards, sizes, layout, Head.of(facts.labels().isExclusive()), batch,
            execution.averaging())
        : new AveragedRounds(context, shards, sizes, layout, batch, sweep.recipe().model().activations(),
            execution.averaging());
  }
}
