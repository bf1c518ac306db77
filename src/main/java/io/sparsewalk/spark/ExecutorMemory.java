package io.sparsewalk.spark;

import io.sparsewalk.common.ProcessMemory;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ExecutorAllocationClient;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.JavaConverters;

/**
 * How large the process of an executor is. Native memory of many trials in one JVM can only grow: an executor past a limit is
 * replaced by a new one. What else ran on it is repeated, and nothing that was published is lost.
 *
 * @param residentBytes null where it is not known
 */
public record ExecutorMemory(String executor, Long residentBytes) implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorMemory.class);

  /** Of the executor that runs the caller. */
  public static ExecutorMemory here() {
    return new ExecutorMemory(SparkEnv.get().executorId(), ProcessMemory.residentBytes());
  }

  /** Of the executors that so many tasks find. */
  public static List<ExecutorMemory> of(JavaSparkContext context, int tasks) {
    return context.parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
        .map(new Probe())
        .collect()
        .stream()
        .distinct()
        .toList();
  }

  /**
   * Replaces executors that are too large; nothing without a cluster.
   *
   * @param limit bytes; 0 = none
   */
  public static void recycle(JavaSparkContext context, List<ExecutorMemory> memory, long limit) {
    SparkContext spark = context.sc();
    if (limit == 0 || spark.isLocal()) {
      return;
    }
    List<String> large = memory.stream()
        .filter(each -> each.residentBytes() != null && each.residentBytes() > limit)
        .map(ExecutorMemory::executor)
        .distinct()
        .toList();
    if (!large.isEmpty() && spark.schedulerBackend() instanceof ExecutorAllocationClient client) {
      LOG.info("replacing executors {}: larger than {} MiB", large, limit >> 20);
      // What SparkContext offers also lowers the number of executors that Spark wants, and is refused with dynamic allocation. What is lost
      // with an executor is no failure of its tasks.
      client.killExecutors(JavaConverters.asScalaBuffer(large).toSeq(), false, false, true);
    }
  }

  private static final class Probe implements Function<Integer, ExecutorMemory> {
    private static final long serialVersionUID = 1L;

    @Override
    public ExecutorMemory call(Integer task) {
      return here();
    }
  }
}
