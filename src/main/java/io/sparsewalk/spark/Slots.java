package io.sparsewalk.spark;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/** How many tasks can run at a time, and on how many cores. */
public final class Slots {
  /** {@code local}, {@code local[2]}, {@code local[*,4]}, but no {@code local-cluster}. */
  private static final Pattern LOCAL = Pattern.compile("local(?:\\[([0-9]+|\\*)(?:,.*)?])?");
  /** What Spark assumes of a cluster from which nothing has come yet. */
  private static final int AT_FIRST = 2;

  private Slots() {}

  /**
   * Tasks at a time as far as is known now, which only suggests how finely to cut work: executors that were asked for may not have come yet,
   * and with dynamic allocation as many come as tasks wait for, up to a limit that is unlimited if nobody sets it.
   */
  public static long known(SparkContext context) {
    return known(context.conf(), context.defaultParallelism(), context.isLocal());
  }

  /** As {@link #known}, from the settings alone: no session is opened, and of a cluster only what was asked for is known. */
  public static long expected() {
    return expected(new SparkConf());
  }

  static long expected(SparkConf conf) {
    Matcher local = LOCAL.matcher(conf.get("spark.master", "local[*]"));
    if (!local.matches()) {
      return known(conf, Math.max(AT_FIRST, conf.getInt("spark.default.parallelism", AT_FIRST)), false);
    }
    int all = Runtime.getRuntime().availableProcessors();
    int threads = local.group(1) == null ? 1 : local.group(1).equals("*") ? all : Integer.parseInt(local.group(1));
    return known(conf, conf.getInt("spark.default.parallelism", threads), true);
  }

  static long known(SparkConf conf, int cores, boolean local) {
    int cpus = conf.getInt("spark.task.cpus", 1);
    long running = Math.max(1, cores / cpus);
    if (local) {
      return running;
    }
    long executors = conf.getBoolean("spark.dynamicAllocation.enabled", false)
        ? conf.getInt("spark.dynamicAllocation.maxExecutors", Integer.MAX_VALUE)
        : conf.getInt("spark.executor.instances", 0);
    return Math.max(running, executors * Math.max(1, conf.getInt("spark.executor.cores", 1) / cpus));
  }

  /** Cores that work in a single task may use: those of its executor, as the machine's others are its neighbours'. */
  public static int coresOfAnExecutor(SparkContext context) {
    // The driver is in the list of memories too.
    return context.isLocal() ? context.defaultParallelism()
        : coresOfAnExecutor(context.conf(), context.defaultParallelism(), context.getExecutorMemoryStatus().size() - 1);
  }

  /** As set; else, as standalone clusters then give an executor all cores of its worker, an even share of those that have come. */
  static int coresOfAnExecutor(SparkConf conf, int cores, int executors) {
    return conf.getInt("spark.executor.cores", Math.max(1, cores / Math.max(1, executors)));
  }
}
