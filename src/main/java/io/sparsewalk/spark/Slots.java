package io.sparsewalk.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/** How many tasks can run at a time. */
public final class Slots {
  private Slots() {}

  /**
   * What is known now, which only suggests how finely to cut work: executors that were asked for may not have come yet, and with dynamic
   * allocation as many come as tasks wait, up to a limit that is unlimited if nobody sets it.
   */
  public static long known(SparkContext context) {
    SparkConf conf = context.conf();
    int cpus = conf.getInt("spark.task.cpus", 1);
    long running = Math.max(1, context.defaultParallelism() / cpus);
    if (context.isLocal()) {
      return running;
    }
    long executors = conf.getBoolean("spark.dynamicAllocation.enabled", false)
        ? conf.getInt("spark.dynamicAllocation.maxExecutors", Integer.MAX_VALUE) : conf.getInt("spark.executor.instances", 0);
    return Math.max(running, executors * Math.max(1, conf.getInt("spark.executor.cores", 1) / cpus));
  }
}
