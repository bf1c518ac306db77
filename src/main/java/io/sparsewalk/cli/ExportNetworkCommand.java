package io.sparsewalk.cli;

import io.sparsewalk.dl4j.Dl4jModels;
import io.sparsewalk.pipeline.Pipeline;
import io.sparsewalk.report.BestCell;
import io.sparsewalk.spark.sweep.TrainedModels;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.table.ModelFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "network", mixinStandardHelpOptions = true, description = "Writes the network of a trial as model.json and plain arrays, masks included.", footer = {
    "", "Example: sparsewalk export network jobs/quickstart.conf --method rigl --sparsity 0.75 --to model"})
final class ExportNetworkCommand extends JobCommand {
  @Option(names = "--to", paramLabel = "DIR", required = true, description = "A new directory: any Hadoop path.")
  private String to;

  @Option(names = "--trial", paramLabel = "ID", description = "trial_id of the table trials. Without it: of the cell that --method, --sparsity and --embedding leave, or else of the one that the report recommends, the network that is best on validation.")
  private String trial;

  @Option(names = "--method", paramLabel = "NAME", description = "As in sweep.methods.")
  private String method;

  @Option(names = "--sparsity", paramLabel = "LEVEL", description = "As in sweep.sparsity.")
  private Double sparsity;

  @Option(names = "--embedding", paramLabel = "KEY", description = "As in sweep.embeddings.")
  private String embedding;

  @Option(names = "--dl4j", description = "Also as model.zip, which Deeplearning4j reads.")
  private boolean dl4j;

  @Override
  int run(Pipeline pipeline) throws IOException {
    pipeline.requireTrials();
    TrainedModels models = pipeline.models();
    ModelFile model = trial != null ? models.find(trial) : models.best(cell(pipeline));
    Path directory = new Path(to);
    Configuration configuration = pipeline.warehouse().configuration();
    model.write(configuration, directory);
    if (dl4j) {
      Path file = new Path(directory, "model.zip");
      try (OutputStream out = file.getFileSystem(configuration).create(file)) {
        Dl4jModels.write(model.layout(), model.head(), model.parameters(), Mask.of(model.layout(), model.kept()), out);
      }
    }
    String figure = models.leadingFigure();
    System.out.println("trial " + model.facts().get("trial_id") + ": " + model.facts().get("method") + " at sparsity "
        + model.facts().get("sparsity") + ", test " + figure + " " + model.facts().get(figure) + ", in " + directory);
    return ExitCode.OK;
  }

  /** The cell that is asked for; where nothing is, the recommended one, of which the headline is. */
  private Column cell(Pipeline pipeline) {
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("method", method);
    wanted.put("sparsity_requested", sparsity);
    wanted.put("embedding", embedding);
    wanted.values().removeIf(Objects::isNull);
    if (wanted.isEmpty()) {
      pipeline.registerViews();
      BestCell.of(pipeline.spark(), pipeline.sweepId())
          .collectAsList()
          .forEach(best -> List.of("method", "sparsity_requested", "embedding")
              .forEach(column -> wanted.put(column, best.getAs(column))));
    }
    return wanted.entrySet()
        .stream()
        .map(entry -> functions.col(entry.getKey()).equalTo(entry.getValue()))
        .reduce(functions.lit(true), Column::and);
  }
}
