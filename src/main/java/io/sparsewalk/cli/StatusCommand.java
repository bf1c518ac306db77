package io.sparsewalk.cli;

import io.sparsewalk.config.DurationText;
import io.sparsewalk.pipeline.Pipeline;
import io.sparsewalk.report.BestCell;
import io.sparsewalk.report.CellCondition;
import io.sparsewalk.spark.NotStartedException;
import io.sparsewalk.sweep.Grid;
import io.sparsewalk.table.PastRun;
import io.sparsewalk.table.RunLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.lang3.time.DurationFormatUtils;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "status", mixinStandardHelpOptions = true, description = {"Prints how far the sweep is.",
    "Exit code 1 while trials are missing or if some failed. With --max-age or --fail-if it is that of these checks alone,"
        + " which are about the last run that ended well: 0 if all is as it should be, 1 if not, 2 if a check cannot be understood."}, footer = {
            "", "Example: sparsewalk sweep status jobs/quickstart.conf",
            "Example: sparsewalk sweep status jobs/quickstart.conf --max-age 24h --fail-if \"auc_all < 0.75\""})
final class StatusCommand extends JobCommand {
  @Option(names = "--max-age", paramLabel = "AGE", description = "How long ago the last run that ended well may have ended, for example 24h, 90m or 2d.")
  private String maxAge;

  @Option(names = "--fail-if", paramLabel = "CONDITION", description = "What must not be true of the best cell: Spark SQL over the columns of the view summary, the means also without _mean,"
      + " evidence (safe, by mean or none), sparsity_safe, sparsity_by_mean, accuracy_loss, auc_loss and their bounds. A figure that is missing fails, too.")
  private List<String> conditions = new ArrayList<>();

  @Override
  int run(Pipeline pipeline) throws AnalysisException {
    Duration limit = maxAge == null ? null : DurationText.of("--max-age", maxAge);
    int code = progress(pipeline);
    if (limit == null && conditions.isEmpty()) {
      return code;
    }
    Optional<PastRun> last = new RunLog(pipeline.warehouse(), pipeline.job().name()).lastThatEndedWell();
    if (last.isEmpty()) {
      System.out.println("no run of " + pipeline.job().name() + " has ended well yet");
      return ExitCode.TRIALS_FAILED;
    }
    boolean isYoung = limit == null || isYoung(last.get(), limit);
    return isGood(pipeline, last.get()) && isYoung ? ExitCode.OK : ExitCode.TRIALS_FAILED;
  }

  private static int progress(Pipeline pipeline) {
    int all = Grid.trials(pipeline.job().sweep()).size();
    int missing;
    try {
      missing = pipeline.missing().size();
    } catch (NotStartedException e) {
      System.out.println(
          "sweep " + pipeline.job().name() + ": 0 of " + all + " trials published; not started: " + e.getMessage());
      return ExitCode.TRIALS_FAILED;
    }
    int failed = pipeline.failed().size();
    System.out.println("sweep " + pipeline.sweepId() + ": " + (all - missing - failed) + " of " + all
        + " trials published, " + failed + " failed");
    return missing + failed == 0 ? ExitCode.OK : ExitCode.TRIALS_FAILED;
  }

  private boolean isYoung(PastRun last, Duration limit) {
    Duration age = Duration.between(last.endedAt(), Instant.now());
    boolean isYoung = age.compareTo(limit) <= 0;
    System.out.println("the last run that ended well, " + last.id() + ", ended "
        + DurationFormatUtils.formatDurationWords(Math.max(0, age.toMillis()), true, true) + " ago"
        + (isYoung ? "" : ", which is more than " + maxAge));
    return isYoung;
  }

  private boolean isGood(Pipeline pipeline, PastRun last) throws AnalysisException {
    if (conditions.isEmpty()) {
      return true;
    }
    pipeline.registerViews();
    Dataset<Row> cell = BestCell.of(pipeline.spark(), last.sweepId().orElseThrow());
    boolean isGood = true;
    for (String condition : conditions) {
      Optional<String> complaint = CellCondition.complaint(pipeline.spark(), cell, condition);
      complaint.ifPresent(System.out::println);
      isGood &= complaint.isEmpty();
    }
    return isGood;
  }
}
