package io.sparsewalk.spark.sweep;

import io.sparsewalk.spark.ExecutorMemory;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.table.Warehouse;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag$;
import scala.runtime.BoxedUnit;

/**
 * Trains batches of trials in one Spark job, a task each. Spark's scheduler sees all that is to be done from the beginning: batches run
 * wherever a slot is free, on executors that join later too, and dynamic allocation asks for as many as there are batches to wait for.
 */
final class BatchJob {
  private final JavaSparkContext context;
  private final Warehouse warehouse;
  private final Sweep sweep;

  BatchJob(JavaSparkContext context, Warehouse warehouse, Sweep sweep) {
    this.context = context;
    this.warehouse = warehouse;
    this.sweep = sweep;
  }

  /**
   * Lets every batch come to its end, then reports the first that failed.
   *
   * @param batches in the order in which they should start
   * @param finished told after every batch how many of its trials have ended
   */
  void run(List<List<Trial>> batches, Consumer<Integer> finished) {
    BatchTask.Ended[] ended = new BatchTask.Ended[batches.size()];
    // Asking for an executor's end takes a while, and results are handed over by the thread that schedules.
    ExecutorService aside = Executors.newSingleThreadExecutor();
    try {
      context.sc()
          .runJob(context.parallelize(batches, batches.size()).rdd(), new BatchTask(warehouse, sweep, attempts()),
              JavaConverters.asScalaBuffer(IntStream.range(0, batches.size()).<Object>mapToObj(i -> i).toList())
                  .toSeq(),
              (index, end) -> {
                ended[(Integer) index] = end;
                finished.accept(end.trials());
                aside.execute(
                    () -> ExecutorMemory.recycle(context, List.of(end.memory()), sweep.execution().recycleBytes()));
                return BoxedUnit.UNIT;
              }, ClassTag$.MODULE$.apply(BatchTask.Ended.class));
      aside.shutdown();
      aside.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while training", e);
    } catch (Exception e) {
      // Spark's own is checked, but thrown undeclared.
      throw failed(e);
    } finally {
      aside.shutdownNow();
    }
    Stream.of(ended).map(BatchTask.Ended::failure).filter(Objects::nonNull).findFirst().ifPresent(failure -> {
      throw failed(failure);
    });
  }

  private static IllegalStateException failed(Exception failure) {
    return new IllegalStateException("a batch of trials failed: " + failure.getMessage(), failure);
  }

  /** How often a task may fail; embedded Spark does not try again. */
  private int attempts() {
    return context.sc().isLocal() ? 1 : context.getConf().getInt("spark.task.maxFailures", 4);
  }
}
