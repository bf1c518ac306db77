package io.sparsewalk.cli;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of all commands. */
@Command(name = "sparsewalk", mixinStandardHelpOptions = true, version = "sparsewalk 0.1.0", description = "How sparse can node embeddings and models of temporal graphs become, and what does it save?", subcommands = {
    PipelineCommand.class, GenerateCommand.class, StageCommands.Ingest.class, StageCommands.Split.class,
    StageCommands.Walk.class, StageCommands.Embed.class, StageCommands.TopK.class, SweepCommand.class,
    ReportCommand.class, CompareCommand.class, TrendCommand.class, QueryCommand.class, PublishCommand.class,
    ExportCommand.class, NeighboursCommand.class, PredictCommand.class, ConfigCommand.class, GcCommand.class,
    RetainCommand.class, CompactCommand.class, FlopsCommand.class, DoctorCommand.class, BenchCommand.class}, footer = {
        "", "Example: sparsewalk pipeline jobs/quickstart.conf",
        "Exit codes: 0 ok, 1 trials failed or are missing, or a check of sweep status does not hold, 2 usage or configuration, 4 data refused, 5 environment."})
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private Main() {}

  public static void main(String[] arguments) {
    LogSettings.freshLines();
    LogSettings.complete();
    System.exit(run(arguments));
  }

  /** Runs a command in this JVM and returns its exit code. */
  static int run(String... arguments) {
    CommandLine line = new CommandLine(new Main());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((failure, command, result) -> told(failure).exitCode());
    try {
      return line.execute(arguments);
    } catch (Error e) {
      // Memory that ran out, a class that is missing: the handler is told of exceptions only.
      return told(e).exitCode();
    }
  }

  /** Prints what a failure looks like to its user. */
  static Failure told(Throwable thrown) {
    LOG.debug("failed", thrown);
    Failure failure = Failure.of(thrown);
    System.err.println(failure.line());
    return failure;
  }
}
