package io.sparsewalk.spark.sweep;

import io.sparsewalk.kernel.LaneKernel;
import io.sparsewalk.model.Activations;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sweep.AveragingConfig;
import io.sparsewalk.trainer.EpochOrder;
import io.sparsewalk.trainer.RoundOrders;
import io.sparsewalk.trainer.RoundOutcome;
import io.sparsewalk.trainer.Shard;
import io.sparsewalk.trainer.SpreadRounds;
import io.sparsewalk.trainer.TrialData;
import io.sparsewalk.trainer.VectorRounds;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.PairFunction;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Rounds on several workers, a Spark task each, with the kernels of {@link VectorRounds}. Averages are weighted by the workers'
 * numbers of examples. All networks of a round go together: one Spark job an averaging.
 *
 * <p>Sums are taken in the order of the workers, in two levels beyond {@link #FAN} of them, so that the result depends on the
 * number of workers only, never on executors or retries. One worker gives what {@link VectorRounds} gives, to the bit. A
 * worker's data stay with the executor that loaded them; on another one they are read again.
 */
public final class AveragedRounds extends SpreadRounds {
  private static final int FAN = 8;

  private final JavaRDD<Worker> workers;
  private final double[] weights;
  private final boolean clear;

  /**
   * @param shards in the order of their workers
   * @param sizes training examples of each
   * @param batch examples a step, of every worker
   * @param activations of the network
   */
  public AveragedRounds(JavaSparkContext context, List<? extends Shard> shards, int[] sizes, ParameterLayout layout,
      int batch, Activations activations, AveragingConfig config) {
    super(sizes, batch, config);
    List<Worker> descriptions = shards.stream().map(shard -> new Worker(shard, layout, batch, activations)).toList();
    workers = context.parallelize(descriptions, descriptions.size()).persist(StorageLevel.MEMORY_ONLY());
    double all = IntStream.of(sizes).asLongStream().sum();
    weights = IntStream.of(sizes).mapToDouble(size -> size / all).toArray();
    clear = config.optimizer() == AveragingConfig.OptimizerState.CLEAR;
  }

  @Override
  protected List<RoundOutcome> averaged(RoundOrders.Span span, List<RoundOrders> orders) {
    long start = System.nanoTime();
    JavaRDD<OutcomeSums> sums = workers.map(new Run(span, orders, weights));
    List<OutcomeSums> ordered = weights.length <= FAN ? sums.collect()
        : sums.mapToPair(new Bundle()).groupByKey().mapValues(OutcomeSums::inOrder).values().collect();
    double seconds = (System.nanoTime() - start) * 1e-9;
    return OutcomeSums.inOrder(ordered).outcomes(orders, weights.length, seconds, clear);
  }

  @Override
  protected List<List<Scores>> stretches(List<Network> networks, Part part) {
    // A logit an example: the driver needs them for its metrics anyway.
    return workers.map(new Score(networks, part)).collect();
  }

  @Override
  public void close() {
    workers.unpersist(false);
  }

  /** A shard and, where it has been used, its data and kernels. */
  private static final class Worker implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Shard shard;
    private final ParameterLayout layout;
    private final int batch;
    private final Activations activations;
    private transient VectorRounds rounds;

    Worker(Shard shard, ParameterLayout layout, int batch, Activations activations) {
      this.shard = shard;
      this.layout = layout;
      this.batch = batch;
      this.activations = activations;
    }

    synchronized VectorRounds rounds() {
      if (rounds == null) {
        TrialData data = shard.data();
        EpochOrder order = new EpochOrder(data.train().size(), shard.seeds(), shard.worker());
        rounds = new VectorRounds(data, layout, batch, activations, order, LaneKernel.best());
      }
      return rounds;
    }
  }

  private static final class Run implements Function<Worker, OutcomeSums> {
    private static final long serialVersionUID = 1L;

    private final RoundOrders.Span span;
    private final ArrayList<RoundOrders> orders;
    private final double[] weights;

    Run(RoundOrders.Span span, List<RoundOrders> orders, double[] weights) {
      this.span = span;
      this.orders = new ArrayList<>(orders);
      this.weights = weights;
    }

    @Override
    public OutcomeSums call(Worker worker) {
      synchronized (worker) {
        int index = worker.shard.worker();
        return OutcomeSums.of(index, weights[index], worker.rounds().run(span, orders));
      }
    }
  }

  /** Sums of up to {@link #FAN} neighbouring workers meet in one task. */
  private static final class Bundle implements PairFunction<OutcomeSums, Integer, OutcomeSums> {
    private static final long serialVersionUID = 1L;

    @Override
    public Tuple2<Integer, OutcomeSums> call(OutcomeSums sums) {
      return new Tuple2<>(sums.firstWorker() / FAN, sums);
    }
  }

  private static final class Score implements Function<Worker, List<Scores>> {
    private static final long serialVersionUID = 1L;

    private final ArrayList<Network> networks;
    private final Part part;

    Score(List<Network> networks, Part part) {
      this.networks = new ArrayList<>(networks);
      this.part = part;
    }

    @Override
    public List<Scores> call(Worker worker) {
      synchronized (worker) {
        return new ArrayList<>(worker.rounds().score(networks, part));
      }
    }
  }
}
