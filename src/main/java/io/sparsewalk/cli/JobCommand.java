package io.sparsewalk.cli;

import io.sparsewalk.config.JobConfig;
import io.sparsewalk.config.JobFile;
import io.sparsewalk.pipeline.Pipeline;
import io.sparsewalk.spark.SessionOnDemand;
import io.sparsewalk.sweep.UnreachableLevelException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command on a job, with a Spark session that is opened when something needs it. */
abstract class JobCommand implements Callable<Integer> {
  @Mixin
  private JobOptions options;

  @Override
  public Integer call() throws Exception {
    // Before Spark starts: a wrong job file should be told at once.
    JobFile file = options.read();
    JobConfig job = file.config();
    try (SessionOnDemand session = new SessionOnDemand("sparsewalk " + job.name(),
        spark -> spark.sparkContext().addSparkListener(new StageProgress()))) {
      return work(file, new Pipeline(session, session.configuration(), job));
    }
  }

  /**
   * Runs the command.
   *
   * @param file that the job comes from
   */
  int work(JobFile file, Pipeline pipeline) throws Exception {
    try {
      return run(pipeline);
    } catch (UnreachableLevelException e) {
      throw file.refused(e);
    }
  }

  abstract int run(Pipeline pipeline) throws Exception;
}
