package io.sparsewalk.spark;

import io.sparsewalk.cuda.CudaSupport;
import io.sparsewalk.sweep.SweepConfig.Engine;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which engine trains, and whether it can. */
public final class EngineChoice {
  private static final Logger LOG = LoggerFactory.getLogger(EngineChoice.class);

  private EngineChoice() {}

  /**
   * The engine that was asked for; for {@code auto} cuda if a task finds a GPU that it can use, else vector.
   *
   * @param convolves true: the networks convolve a graph, which only the engine vector can
   */
  public static Engine of(SparkSession spark, Engine wanted, boolean convolves) {
    if (wanted != Engine.AUTO) {
      return wanted;
    }
    if (convolves) {
      return Engine.VECTOR;
    }
    CudaSupport.Finding finding = examine(spark);
    if (finding.refusal() == null) {
      LOG.info("engine auto: cuda, on {}", finding.device());
      return Engine.CUDA;
    }
    LOG.debug("engine auto: vector, as {}", finding.refusal());
    return Engine.VECTOR;
  }

  /** What a task finds where it runs. */
  static CudaSupport.Finding examine(SparkSession spark) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return context.parallelize(List.of(0), 1).map(only -> CudaSupport.examine()).collect().get(0);
  }
}
