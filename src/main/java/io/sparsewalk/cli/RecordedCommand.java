package io.sparsewalk.cli;

import io.sparsewalk.config.JobFile;
import io.sparsewalk.pipeline.Pipeline;
import io.sparsewalk.pipeline.RunRecord;
import io.sparsewalk.table.RunStatus;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that trains, whose runs are in the table {@code runs}, however they end. */
abstract class RecordedCommand extends JobCommand {
  @Spec
  private CommandSpec spec;

  /** False if nothing is trained this time. */
  boolean isRecorded() {
    return true;
  }

  @Override
  final int work(JobFile file, Pipeline pipeline) throws Exception {
    return isRecorded() ? recorded(file, pipeline) : super.work(file, pipeline);
  }

  private int recorded(JobFile file, Pipeline pipeline) {
    try (RunRecord record = RunRecord.begin(pipeline, spec.qualifiedName().replaceFirst("^sparsewalk ", ""))) {
      try {
        int code = super.work(file, pipeline);
        record.completed(code);
        return code;
      } catch (Exception | Error e) {
        // The same line and code as if it had gone on to Main, which would write the details of a fault once more.
        Failure failure = Main.told(e);
        record.broken(failure.exitCode() == ExitCode.ENVIRONMENT ? RunStatus.FAILED : RunStatus.REFUSED,
            failure.exitCode(), failure.line().replaceFirst("^error: ", ""));
        return failure.exitCode();
      }
    }
  }
}
