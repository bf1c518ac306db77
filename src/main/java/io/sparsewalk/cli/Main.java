package io.sparsewalk.cli;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.config.JobConfigException;
import io.sparsewalk.cuda.CudaException;
import io.sparsewalk.dl4j.UnsupportedGpuException;
import io.sparsewalk.report.UnreadableFileException;
import org.apache.spark.sql.AnalysisException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of all commands. */
@Command(name = "sparsewalk", mixinStandardHelpOptions = true, version = "sparsewalk 0.1.0",
    description = "How sparse can node embeddings and models of temporal graphs become, and what does it save?",
    subcommands = {PipelineCommand.class, GenerateCommand.class, StageCommands.Ingest.class, StageCommands.Split.class,
        StageCommands.Walk.class, StageCommands.Embed.class, StageCommands.TopK.class, SweepCommand.class,
        ReportCommand.class, QueryCommand.class, ExportCommand.class, PredictCommand.class, ConfigCommand.class,
        FlopsCommand.class, DoctorCommand.class, BenchCommand.class},
    footer = {"", "Example: sparsewalk pipeline jobs/quickstart.conf",
        "Exit codes: 0 ok, 1 some trials failed, 2 usage or configuration, 4 data refused, 5 environment."})
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs a command in this JVM and returns its exit code. */
  static int run(String... arguments) {
    CommandLine line = new CommandLine(new Main());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((failure, command, result) -> report(failure));
    return line.execute(arguments);
  }

  private static int report(Throwable failure) {
    LOG.debug("failed", failure);
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      int code = cause instanceof JobConfigException || cause instanceof AnalysisException ? ExitCode.USAGE
          : cause instanceof DataRefusedException || cause instanceof UnreadableFileException ? ExitCode.DATA_REFUSED
          : cause instanceof UnsupportedGpuException || cause instanceof CudaException ? ExitCode.ENVIRONMENT : 0;
      if (code != 0) {
        System.err.println("error: " + cause.getMessage());
        return code;
      }
    }
    System.err.println("error: " + failure);
    return ExitCode.ENVIRONMENT;
  }
}
