package io.sparsewalk.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;

/** The job that trains one trial again, from its row alone. */
public final class TrialJob {
  private TrialJob() {}

  /**
   * A job file with every key, whose grid is the one trial; with halving that of its rivals too.
   *
   * @param configJson the column {@code config_json} of the trial
   * @throws JobConfigException if it is none, or older than the settings of sweeps in it
   */
  public static String of(String configJson) {
    try {
      Config row = ConfigFactory.parseString(configJson);
      if (!row.hasPath("sweep.vary")) {
        throw new JobConfigException(
            "config_json has no sweep.vary: it was written by a version that did not keep what its seed varied");
      }
      Config trial = row.getConfig("trial");
      Config job = row.withoutPath("trial").withoutPath("inputs");
      // With halving the rivals are there already.
      job = job.hasPath("sweep.methods") ? job : with(job, "methods", trial.getString("method"));
      // The dense method has no level.
      boolean isDense = trial.getDouble("sparsity") == 0;
      job = job.hasPath("sweep.sparsity") || isDense ? job : with(job, "sparsity", trial.getDouble("sparsity"));
      job = with(with(job, "embeddings", trial.getString("embedding")), "seeds", trial.getLong("seed"));
      return job.root().render(ConfigRenderOptions.defaults().setOriginComments(false).setJson(false));
    } catch (ConfigException e) {
      throw new JobConfigException("config_json of a trial cannot be read: " + e.getMessage(), e);
    }
  }

  private static Config with(Config job, String key, Object only) {
    return job.withValue("sweep." + key, ConfigValueFactory.fromIterable(List.of(only)));
  }
}
