package io.sparsewalk.cli;

import io.sparsewalk.dl4j.Dl4jModels;
import io.sparsewalk.pipeline.Pipeline;
import io.sparsewalk.spark.sweep.TrainedModels;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.table.ModelFile;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "network", mixinStandardHelpOptions = true, description = "Writes the network of a trial as model.json and plain arrays, masks included.", footer = {
    "", "Example: sparsewalk export network jobs/quickstart.conf --to model"})
final class ExportNetworkCommand extends JobCommand {
  @Option(names = "--to", paramLabel = "DIR", required = true, description = "A new directory.")
  private Path directory;

  @Option(names = "--trial", paramLabel = "ID", description = "trial_id of the table trials; default: the best AUC, or accuracy of classes, on validation.")
  private String trial;

  @Option(names = "--dl4j", description = "Also as model.zip, which Deeplearning4j reads.")
  private boolean dl4j;

  @Override
  int run(Pipeline pipeline) {
    pipeline.requireTrials();
    TrainedModels models = pipeline.models();
    ModelFile model = models.find(trial);
    model.write(directory);
    if (dl4j) {
      Dl4jModels.write(model.layout(), model.head(), model.parameters(), Mask.of(model.layout(), model.kept()),
          directory.resolve("model.zip"));
    }
    String figure = models.leadingFigure();
    System.out.println("trial " + model.facts().get("trial_id") + ": " + model.facts().get("method") + " at sparsity "
        + model.facts().get("sparsity") + ", test " + figure + " " + model.facts().get(figure) + ", in " + directory);
    return ExitCode.OK;
  }
}
