package io.sparsewalk.cli;

import io.sparsewalk.pipeline.Pipeline;
import io.sparsewalk.spark.NotStartedException;
import io.sparsewalk.sweep.Engine;
import io.sparsewalk.sweep.Grid;
import io.sparsewalk.sweep.Trial;
import java.util.List;
import picocli.CommandLine.Command;

@Command(name = "sweep", mixinStandardHelpOptions = true, description = "Trains the trials of a job's grid.", subcommands = {
    SweepCommand.Plan.class, SweepCommand.Run.class, SweepCommand.Resume.class, SweepCommand.Retry.class,
    StatusCommand.class}, footer = {"", "Example: sparsewalk sweep run jobs/quickstart.conf -D sweep.sparsity=[0.75]"})
final class SweepCommand {

  @Command(name = "plan", mixinStandardHelpOptions = true, description = "Lists the trials that are not published yet, and the tasks that will train them.", footer = {
      "", "Example: sparsewalk sweep plan jobs/quickstart.conf"})
  static final class Plan extends JobCommand {
    @Override
    int run(Pipeline pipeline) {
      int all = Grid.trials(pipeline.job().sweep()).size();
      List<Trial> missing;
      try {
        missing = pipeline.missing();
      } catch (NotStartedException e) {
        Grid.trials(pipeline.job().sweep()).forEach(System.out::println);
        System.out.println(all + " of " + all + " trials to train; not started: " + e.getMessage());
        return ExitCode.OK;
      }
      missing.forEach(System.out::println);
      System.out.println(missing.size() + " of " + all + " trials to train");
      List<List<Trial>> batches = pipeline.batches(missing);
      System.out.println("in " + batches.size() + " batches of up to "
          + batches.stream().mapToInt(List::size).max().orElse(0) + " trials");
      System.out.println("a task needs " + (pipeline.taskBytes(batches) >> 20) + " MiB");
      long device = pipeline.deviceBytes(batches);
      if (device > 0) {
        System.out.println("its GPU" + (pipeline.job().sweep().engine() == Engine.AUTO ? ", if there is one," : "")
            + " needs " + (device >> 20) + " MiB");
      }
      return ExitCode.OK;
    }
  }

  @Command(name = "run", mixinStandardHelpOptions = true, description = "Trains the trials that are not published yet.", footer = {
      "", "Example: sparsewalk sweep run jobs/quickstart.conf"})
  static final class Run extends RecordedCommand {
    @Override
    int run(Pipeline pipeline) {
      return train(pipeline);
    }
  }

  @Command(name = "resume", mixinStandardHelpOptions = true, description = "Goes on with a sweep that was interrupted; the same as run.", footer = {
      "", "Example: sparsewalk sweep resume jobs/quickstart.conf"})
  static final class Resume extends RecordedCommand {
    @Override
    int run(Pipeline pipeline) {
      return train(pipeline);
    }
  }

  @Command(name = "retry", mixinStandardHelpOptions = true, description = {
      "Drops the rows of the trials of the grid that failed, and trains these again, with whatever else is missing.",
      "A training is deterministic, so a trial that diverged does so again; a failure of the machine is no row, and needs no retry."}, footer = {
          "", "Example: sparsewalk sweep retry jobs/quickstart.conf"})
  static final class Retry extends RecordedCommand {
    @Override
    int run(Pipeline pipeline) {
      System.out.println(pipeline.forgetFailures() + " failed trials are trained again");
      return train(pipeline);
    }
  }

  /** Trains what is missing and returns the exit code. */
  static int train(Pipeline pipeline) {
    int failed = pipeline.sweep();
    if (failed > 0) {
      System.err.println(failed + " trials failed: see the table failures");
    }
    return failed > 0 ? ExitCode.TRIALS_FAILED : ExitCode.OK;
  }
}
