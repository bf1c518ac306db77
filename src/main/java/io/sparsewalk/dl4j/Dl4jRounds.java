package io.sparsewalk.dl4j;

import io.sparsewalk.model.Head;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.TrainingState;
import io.sparsewalk.sweep.AveragingConfig;
import io.sparsewalk.trainer.RoundOrders;
import io.sparsewalk.trainer.RoundOutcome;
import io.sparsewalk.trainer.Shard;
import io.sparsewalk.trainer.SpreadRounds;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.CollectionAccumulator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rounds by DL4J's {@code ParameterAveragingTrainingMaster} over ND4J: dense arithmetic with masks, one network after the other.
 * The batches of a round are laid out once for all networks; its {@code fit} is a count and one averaging. Workers count alike in
 * DL4J's average, and its sums are taken as results come in: with three workers or more the last bits vary.
 */
public final class Dl4jRounds extends SpreadRounds {
  private final JavaSparkContext context;
  private final JavaRDD<WorkerBatches> workers;
  private final ParameterLayout layout;
  private final Head head;
  private final int batch;
  private final int workerCount;
  private final boolean clear;

  /**
   * @param shards in the order of their workers
   * @param sizes training examples of each
   * @param batch examples a step, of every worker
   * @throws UnsupportedGpuException if ND4J's backend has no code for the GPU
   */
  public Dl4jRounds(JavaSparkContext context, List<? extends Shard> shards, int[] sizes, ParameterLayout layout,
      Head head, int batch, AveragingConfig config) {
    super(sizes, batch, config);
    Dl4jBackend.require();
    Dl4jBackend.ship(context);
    this.context = context;
    this.layout = layout;
    this.head = head;
    this.batch = batch;
    workerCount = sizes.length;
    clear = config.optimizer() == AveragingConfig.OptimizerState.CLEAR;
    List<WorkerBatches> descriptions = shards.stream().map(shard -> new WorkerBatches(shard, batch)).toList();
    workers = context.parallelize(descriptions, workerCount).persist(StorageLevel.MEMORY_ONLY());
  }

  @Override
  protected List<RoundOutcome> averaged(RoundOrders.Span span, List<RoundOrders> orders) {
    JavaRDD<DataSet> batches = workers.flatMap(new Batches(span)).persist(StorageLevel.MEMORY_ONLY());
    try {
      List<RoundOutcome> outcomes = new ArrayList<>();
      orders.forEach(each -> outcomes.add(averaged(batches, span.steps(), each)));
      return outcomes;
    } finally {
      batches.unpersist(false);
    }
  }

  private RoundOutcome averaged(JavaRDD<DataSet> batches, int steps, RoundOrders orders) {
    long start = System.nanoTime();
    CollectionAccumulator<RoundListener.Note> notes = context.sc().collectionAccumulator();
    ParameterAveragingTrainingMaster master =
        new ParameterAveragingTrainingMaster.Builder(workerCount, batch).batchSizePerWorker(batch)
            .averagingFrequency(steps)
            .saveUpdater(!clear)
            .rngSeed(0)
            .storageLevel(null)
            .repartionData(Repartition.Never)
            .rddTrainingApproach(RDDTrainingApproach.Direct)
            .build();
    master.setListeners(List.of(new RoundListener(layout, orders, steps, notes)));
    SparkDl4jMultiLayer spark = new SparkDl4jMultiLayer(context, Dl4jNetworks.of(layout, head, orders), master);
    MultiLayerNetwork trained = spark.fit(batches);
    TrainingState state = Dl4jNetworks.state(trained, orders, steps, clear);
    trained.close();
    return outcome(state, orders, notes.value(), (System.nanoTime() - start) * 1e-9);
  }

  private RoundOutcome outcome(TrainingState state, RoundOrders orders, List<RoundListener.Note> notes,
      double seconds) {
    // A repeated task tells its notes twice; sums are taken in one order.
    Map<Long, RoundListener.Note> ordered = new TreeMap<>();
    notes.forEach(note -> ordered.put((long) note.worker() << 32 | note.step(), note));
    float[] scores = new float[orders.scoreSteps() > 0 ? layout.size() : 0];
    double lossSum = 0;
    long examples = 0;
    long scoring = ordered.values().stream().filter(note -> note.scores() != null).count();
    for (RoundListener.Note note : ordered.values()) {
      lossSum += note.lossSum();
      examples += note.examples();
      for (int i = 0; note.scores() != null && i < scores.length; i++) {
        scores[i] += note.scores()[i] / scoring;
      }
    }
    // Forward, gradient and backward of every layer, the first included, all dense.
    long multiplyAdds = 3L * layout.weights() * examples;
    long floats = state.parameters().length * (clear ? 1L : orders.optimizer().moments() + 1L);
    long bytes = workerCount * 4L * (2 * floats + scores.length);
    return new RoundOutcome(state, lossSum, examples, scores, new RoundOutcome.Spent(multiplyAdds, seconds, bytes));
  }

  @Override
  protected List<List<Scores>> stretches(List<Network> networks, Part part) {
    // A logit an example: the driver needs them for its metrics anyway.
    return workers.map(new Score(layout, networks, part)).collect();
  }

  @Override
  public void close() {
    workers.unpersist(false);
  }

  private static final class Batches implements FlatMapFunction<WorkerBatches, DataSet> {
    private static final long serialVersionUID = 1L;

    private final RoundOrders.Span span;

    Batches(RoundOrders.Span span) {
      this.span = span;
    }

    @Override
    public Iterator<DataSet> call(WorkerBatches worker) {
      Dl4jBackend.bind();
      return worker.of(span).iterator();
    }
  }

  private static final class Score implements Function<WorkerBatches, List<Scores>> {
    private static final long serialVersionUID = 1L;

    private final ParameterLayout layout;
    private final ArrayList<Network> networks;
    private final Part part;

    Score(ParameterLayout layout, List<Network> networks, Part part) {
      this.layout = layout;
      this.networks = new ArrayList<>(networks);
      this.part = part;
    }

    @Override
    public List<Scores> call(WorkerBatches worker) {
      Dl4jBackend.bind();
      List<INDArray> rows = worker.of(part);
      List<Scores> all = new ArrayList<>();
      for (Network network : networks) {
        long start = System.nanoTime();
        MultiLayerNetwork scorer = Dl4jNetworks.scorer(layout, network.parameters());
        float[] logits = new float[(int) rows.stream().mapToLong(INDArray::rows).sum() * layout.outputs()];
        int at = 0;
        for (INDArray some : rows) {
          float[] scored = scorer.output(some).reshape((long) some.rows() * layout.outputs()).toFloatVector();
          System.arraycopy(scored, 0, logits, at, scored.length);
          at += scored.length;
        }
        scorer.close();
        all.add(new Scores(logits, (long) layout.weights() * logits.length / layout.outputs(),
            (System.nanoTime() - start) * 1e-9));
      }
      // Else the thread keeps the largest round's memory for ever.
      Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
      return all;
    }
  }
}
