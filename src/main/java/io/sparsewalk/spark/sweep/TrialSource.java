package io.sparsewalk.spark.sweep;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sweep.Recipe;
import io.sparsewalk.trainer.RoundExecutor;
import io.sparsewalk.trainer.TrialFacts;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Published inputs as what trials train on, in one process. */
interface TrialSource {

  /** What a controller knows of the data, and what runs its rounds. */
  record Training(TrialFacts facts, RoundExecutor rounds) {}

  /** The network over the inputs. */
  ParameterLayout layout(ModelConfig model);

  /**
   * Memory that a task needs at most, from the sizes in the manifests. Tasks of a JVM share all but the networks.
   *
   * @param trials of the largest batch
   * @param workers that hold a part of the examples each
   */
  long taskBytes(ModelConfig model, int trials, int workers);

  /** Data and rounds on a CPU. */
  Training training(Recipe recipe, Seeds seeds);

  /** Scores examples as those of {@link RoundExecutor.Part#TEST}, nothing dropped. */
  RoundExecutor scorer(ModelConfig model, ParameterLayout layout, Examples examples);

  /** The test examples whose ends were seen. */
  Examples test();

  /**
   * Dense ids of raw ones; what is not known is left out.
   *
   * @param edges fingerprint of the ingested graph
   */
  Map<String, Integer> ids(SparkSession spark, String edges, List<String> raw);
}
