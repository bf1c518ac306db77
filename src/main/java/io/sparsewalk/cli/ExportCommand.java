package io.sparsewalk.cli;

import java.util.List;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

@Command(name = "export", mixinStandardHelpOptions = true, description = {"Takes results out of the warehouse.",
    "Without a name of what: the network of a trial."}, subcommands = {ExportNetworkCommand.class,
        ExportEmbeddingsCommand.class,
        ExportMlflowCommand.class}, preprocessor = ExportCommand.NetworkUnlessNamed.class, footer = {"",
            "Example: sparsewalk export jobs/quickstart.conf --to model",
            "Example: sparsewalk export embeddings jobs/quickstart.conf --format numpy --to vectors",
            "Example: sparsewalk export mlflow jobs/quickstart.conf --to mlruns"})
final class ExportCommand {

  /** {@code export JOB} is as old as networks were all that was exported. */
  static final class NetworkUnlessNamed implements IParameterPreprocessor {
    private static final List<String> ASKING = List.of("-h", "--help", "-V", "--version");

    @Override
    @SuppressWarnings("JdkObsolete") // The parser has a stack.
    public boolean preprocess(Stack<String> arguments, CommandSpec command, ArgSpec argument,
        Map<String, Object> info) {
      if (!arguments.isEmpty() && !command.subcommands().containsKey(arguments.peek())
          && !ASKING.contains(arguments.peek())) {
        arguments.push("network");
      }
      return false;
    }
  }
}
