package io.sparsewalk.ml;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.table.Warehouse;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the tables lie that stages make: DataFrames are lazy, so they stay until the Spark application ends, or {@link #clear} is called.
 */
public final class Scratch {
  /** The setting of Spark that names the directory for all stages that name none. */
  public static final String SETTING = "spark.sparsewalk.scratchDir";
  private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);
  /** By application and directory. */
  private static final Map<String, Path> ROOTS = new ConcurrentHashMap<>();

  private Scratch() {}

  /**
   * A warehouse for the tables of one call.
   *
   * @param directory empty: that of Spark's settings
   */
  static Warehouse warehouse(SparkSession spark, String directory) {
    SparkContext context = spark.sparkContext();
    String place = directory.isEmpty() ? place(spark) : directory;
    Path root = ROOTS.computeIfAbsent(context.applicationId() + " " + place, key -> open(context, place));
    return new Warehouse(new Path(root, UUID.randomUUID().toString()).toString(), context.hadoopConfiguration());
  }

  private static String place(SparkSession spark) {
    String set = spark.conf().get(SETTING, "");
    if (set.isEmpty() && !spark.sparkContext().isLocal()) {
      throw new DataRefusedException("the executors are on other machines: set " + SETTING
          + ", or the param scratchDir, to a directory that all of them reach, as hdfs:///tmp");
    }
    return set.isEmpty() ? System.getProperty("java.io.tmpdir") : set;
  }

  private static Path open(SparkContext context, String place) {
    Path root = new Path(place, "sparsewalk-" + context.applicationId() + "-" + UUID.randomUUID());
    context.addSparkListener(new SparkListener() {
      @Override
      public void onApplicationEnd(SparkListenerApplicationEnd end) {
        delete(context, root);
      }
    });
    return root;
  }

  /**
   * Deletes all tables of this application. DataFrames and models that stages have made, and that were neither saved nor cached, can no longer
   * be read.
   */
  public static void clear(SparkSession spark) {
    String application = spark.sparkContext().applicationId() + " ";
    ROOTS.forEach((key, root) -> {
      if (key.startsWith(application)) {
        delete(spark.sparkContext(), root);
      }
    });
  }

  private static void delete(SparkContext context, Path root) {
    try {
      root.getFileSystem(context.hadoopConfiguration()).delete(root, true);
    } catch (IOException e) {
      LOG.warn("{} was not deleted: {}", root, e.getMessage());
    }
  }
}
