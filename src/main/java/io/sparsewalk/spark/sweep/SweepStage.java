package io.sparsewalk.spark.sweep;

import io.sparsewalk.dl4j.Dl4jBackend;
import io.sparsewalk.spark.Slots;
import io.sparsewalk.sweep.Batches;
import io.sparsewalk.sweep.Engine;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.table.Warehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Trains the trials of a sweep: with the engines vector and cuda in one Spark job, a task for every batch of them, else group by group (a
 * seed and an embedding), several at a time, in a series of jobs of several workers each. A trial is published as soon as it has ended; what
 * is published is never trained again.
 */
public final class SweepStage {
  private final SparkSession spark;
  private final Warehouse warehouse;
  private final Sweep sweep;

  public SweepStage(SparkSession spark, Warehouse warehouse, Sweep sweep) {
    this.spark = spark;
    this.warehouse = warehouse;
    this.sweep = sweep;
  }

  /** The trials that have to be trained: what is missing, with halving in whole groups, as who goes on depends on all of them. */
  public List<Trial> toTrain(List<Trial> trials) {
    List<Trial> missing = new SweepProgress(warehouse, sweep).missing(trials);
    if (sweep.recipe().halving().keep() == 1) {
      return missing;
    }
    Set<List<Object>> groups = missing.stream().map(SweepStage::group).collect(Collectors.toSet());
    return trials.stream().filter(trial -> groups.contains(group(trial))).toList();
  }

  private static List<Object> group(Trial trial) {
    return List.of(trial.seed(), trial.embedding());
  }

  /**
   * Trains what is missing.
   *
   * @param finished told after every batch, or group, how many of its trials have ended
   * @throws io.sparsewalk.dl4j.UnsupportedGpuException if the engine dl4j has no code for the GPU; nothing is trained then
   * @throws io.sparsewalk.cuda.CudaException if the engine cuda finds no GPU that the networks fit; nothing is trained then
   */
  public void run(List<Trial> trials, Consumer<Integer> finished) {
    if (sweep.execution().engine() == Engine.DL4J) {
      Dl4jBackend.require();
    } else if (sweep.execution().engine() == Engine.CUDA) {
      new EngineChoice(spark, warehouse).examine(sweep).require();
    }
    AuditRows.publish(warehouse, sweep);
    List<Trial> missing = toTrain(trials);
    if (sweep.execution().engine().averages()) {
      average(Batches.groups(missing), finished);
    } else if (!missing.isEmpty()) {
      SparkContext context = spark.sparkContext();
      String title = "sweep " + sweep.name();
      context.setJobGroup(title, title, false);
      try {
        new BatchJob(JavaSparkContext.fromSparkContext(context), warehouse, sweep)
            .run(new BatchPlan(warehouse, sweep).of(missing, Slots.known(context)), finished);
      } finally {
        context.clearJobGroup();
      }
    }
  }

  private void average(List<List<Trial>> groups, Consumer<Integer> finished) {
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.max(1, Math.min(groups.size(), spark.sparkContext().defaultParallelism())));
    try {
      List<Future<?>> running = new ArrayList<>();
      for (List<Trial> group : groups) {
        running.add(threads.submit(() -> {
          average(group);
          finished.accept(group.size());
        }));
      }
      await(running);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Lets every group come to its end, then reports the first that failed. */
  private static void await(List<Future<?>> running) {
    ExecutionException failure = null;
    for (Future<?> group : running) {
      try {
        group.get();
      } catch (ExecutionException e) {
        failure = failure == null ? e : failure;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while training", e);
      }
    }
    if (failure != null) {
      throw new IllegalStateException("a group of trials failed: " + failure.getCause().getMessage(), failure);
    }
  }

  private void average(List<Trial> group) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    context.setLocalProperty("spark.scheduler.pool", "group-" + Thread.currentThread().getName());
    String title = "sweep " + sweep.name() + ", seed " + group.get(0).seed() + ", " + group.get(0).embedding().key();
    context.setJobGroup(title, title, false);
    new SpreadGroup(context, warehouse, sweep).train(group);
  }
}
