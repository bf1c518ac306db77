package io.sparsewalk.cli;

import io.sparsewalk.pipeline.Pipeline;
import io.sparsewalk.report.MlflowFiles;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "mlflow", mixinStandardHelpOptions = true, description = {
    "Writes the trials of a sweep as runs of MLflow, in its layout of files: an experiment per job, a run per sweep, below it a run per trial.",
    "'mlflow ui --backend-store-uri DIR' shows them. Written again, a run stays the same run."}, footer = {"",
        "Example: sparsewalk export mlflow jobs/quickstart.conf --to mlruns"})
final class ExportMlflowCommand extends JobCommand {
  @Option(names = "--to", paramLabel = "DIR", required = true, description = "Root of MLflow's files, which may have other experiments: any Hadoop path.")
  private String directory;

  @Override
  int run(Pipeline pipeline) throws IOException {
    pipeline.requireTrials();
    pipeline.views(Set.of()).register(Set.of("trials", "epochs", "failures"));
    Optional<Path> report = Optional.of(pipeline.reportFile()).filter(pipeline.warehouse()::exists);
    int trials =
        MlflowFiles.write(pipeline.spark(), pipeline.sweepId(), pipeline.job().name(), new Path(directory), report);
    System.out.println("1 experiment, 1 sweep and " + trials + " trials of " + pipeline.sweepId()
        + " as runs of MLflow in " + directory + (report.isPresent() ? ", with the report" : ""));
    return ExitCode.OK;
  }
}
