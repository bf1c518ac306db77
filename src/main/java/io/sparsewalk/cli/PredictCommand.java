package io.sparsewalk.cli;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.metric.BinaryMetrics;
import io.sparsewalk.spark.TrainedModels;
import io.sparsewalk.table.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "predict", mixinStandardHelpOptions = true,
    description = {"Scores pairs of vertices with an exported network.",
        "Without --pairs: the test examples of its trial, beside what the trial recorded; exit code 1 if they differ."},
    footer = {"", "Example: sparsewalk predict jobs/quickstart.conf --model model --pairs pairs.txt > scores.csv"})
final class PredictCommand extends JobCommand {
  @Option(names = "--model", paramLabel = "DIR", required = true, description = "What export wrote.")
  private Path directory;

  @Option(names = "--pairs", paramLabel = "FILE", description = "Lines of two vertices, as in the edge list.")
  private Path pairs;

  @Override
  int run(Pipeline pipeline) throws IOException {
    ModelFile model = ModelFile.read(directory);
    return pairs == null ? test(pipeline.models(), model) : scores(pipeline, model);
  }

  private static int test(TrainedModels models, ModelFile model) {
    BinaryMetrics metrics = models.test(model);
    boolean same = metrics.accuracy() == number(model, "accuracy") && metrics.auc() == number(model, "auc");
    System.out.println("metric,predicted,recorded");
    System.out.println("accuracy," + metrics.accuracy() + "," + number(model, "accuracy"));
    System.out.println("auc," + metrics.auc() + "," + number(model, "auc"));
    return same ? ExitCode.OK : ExitCode.TRIALS_FAILED;
  }

  private static double number(ModelFile model, String fact) {
    return ((Number) model.facts().get(fact)).doubleValue();
  }

  private int scores(Pipeline pipeline, ModelFile model) throws IOException {
    List<String> source = new ArrayList<>();
    List<String> target = new ArrayList<>();
    read(source, target);
    String edges = pipeline.edges().fingerprint();
    float[] logits = pipeline.models().logits(model, pipeline.models().ids(edges, source), pipeline.models().ids(edges, target));
    System.out.println("src,dst,probability,logit");
    for (int i = 0; i < logits.length; i++) {
      System.out.println(source.get(i) + "," + target.get(i) + "," + 1 / (1 + Math.exp(-logits[i])) + "," + logits[i]);
    }
    return ExitCode.OK;
  }

  private void read(List<String> source, List<String> target) throws IOException {
    List<String> lines = Files.readAllLines(pairs);
    for (int n = 0; n < lines.size(); n++) {
      String line = lines.get(n).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] fields = line.split("[,\\s]+");
      if (fields.length < 2) {
        throw new DataRefusedException(pairs + " line " + (n + 1) + ": two vertices expected, was '" + line + "'");
      }
      source.add(fields[0]);
      target.add(fields[1]);
    }
  }
}
