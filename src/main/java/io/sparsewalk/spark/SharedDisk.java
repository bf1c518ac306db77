package io.sparsewalk.spark;

import io.sparsewalk.table.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.Utils;

/** Whether a warehouse on a disk is the same disk for all: a mount that machines share is, a disk of their own is not. */
public final class SharedDisk {
  private SharedDisk() {}

  /**
   * The hosts with executors that do not see a file of the driver in the warehouse. Asks tasks on all executors that are there.
   *
   * @return empty for a warehouse that is not on a disk, or where all is in this process
   */
  public static List<String> blindHosts(SparkSession spark, Warehouse warehouse) {
    if (spark.sparkContext().isLocal() || !"file".equals(warehouse.root().toUri().getScheme())) {
      return List.of();
    }
    Path mark = warehouse.newAttempt();
    try {
      mark.getFileSystem(warehouse.configuration()).create(mark).close();
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      int tasks = 2 * context.defaultParallelism();
      return context.parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
          .map(new Look(warehouse, mark.toString()))
          .filter(Objects::nonNull)
          .distinct()
          .collect()
          .stream()
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to the warehouse " + warehouse.root(), e);
    } finally {
      warehouse.discard(mark);
    }
  }

  private static final class Look implements Function<Integer, String> {
    private static final long serialVersionUID = 1L;

    private final Warehouse warehouse;
    private final String mark;

    Look(Warehouse warehouse, String mark) {
      this.warehouse = warehouse;
      this.mark = mark;
    }

    @Override
    public String call(Integer task) {
      return warehouse.exists(new Path(mark)) ? null : Utils.localHostName();
    }
  }
}
