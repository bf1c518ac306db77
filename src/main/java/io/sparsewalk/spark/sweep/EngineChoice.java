package io.sparsewalk.spark.sweep;

import io.sparsewalk.cuda.CudaSupport;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sweep.Engine;
import io.sparsewalk.table.Warehouse;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which engine trains, and whether it can. */
public final class EngineChoice {
  private static final Logger LOG = LoggerFactory.getLogger(EngineChoice.class);

  private final SparkSession spark;
  private final Warehouse warehouse;

  public EngineChoice(SparkSession spark, Warehouse warehouse) {
    this.spark = spark;
    this.warehouse = warehouse;
  }

  /**
   * The sweep with the engine that was asked for. For {@code auto} the one that has trials already, wherever it is asked about;
   * else with cuda if a task finds a GPU that the networks fit, else with vector.
   *
   * @param sweeps the same sweep with another engine
   */
  public Sweep of(Engine wanted, Function<Engine, Sweep> sweeps) {
    Optional<Sweep> settled = settled(warehouse, wanted, sweeps);
    if (settled.isPresent()) {
      return settled.get();
    }
    Sweep cuda = sweeps.apply(Engine.CUDA);
    CudaSupport.Finding finding = examine(cuda);
    if (finding.refusal() == null) {
      LOG.info("engine auto: cuda, on {}", finding.device());
      return cuda;
    }
    if (finding.device() == null) {
      LOG.debug("engine auto: vector, as {}", finding.refusal());
    } else {
      LOG.info("engine auto: vector, as {}", finding.refusal());
    }
    return sweeps.apply(Engine.VECTOR);
  }

  /**
   * The sweep with the engine that was asked for; for {@code auto} empty as long as only a task could tell. Reads the warehouse only.
   *
   * @param sweeps the same sweep with another engine
   */
  public static Optional<Sweep> settled(Warehouse warehouse, Engine wanted, Function<Engine, Sweep> sweeps) {
    if (wanted != Engine.AUTO) {
      return Optional.of(sweeps.apply(wanted));
    }
    Sweep vector = sweeps.apply(Engine.VECTOR);
    if (vector.recipe().model().isGraph() || new SweepProgress(warehouse, vector).hasFinishedTrials()) {
      return Optional.of(vector);
    }
    Sweep cuda = sweeps.apply(Engine.CUDA);
    return new SweepProgress(warehouse, cuda).hasFinishedTrials() ? Optional.of(cuda) : Optional.empty();
  }

  /** What a task finds where it runs. */
  CudaSupport.Finding examine(Sweep sweep) {
    TrainingInputs inputs = sweep.inputs().values().iterator().next().values().iterator().next();
    ModelConfig model = sweep.recipe().model();
    ParameterLayout layout = inputs.source(warehouse).layout(model);
    int batch = sweep.recipe().training().batch();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return context.parallelize(List.of(0), 1)
        .map(only -> CudaSupport.examine(BatchTask.slot(), layout, batch, model.activations()))
        .collect()
        .get(0);
  }
}
