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
import java.util.Map;
import java.util.stream.Stream;
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
    List<Pair> read = read();
    Map<String, Integer> ids = pipeline.models().ids(pipeline.edges().fingerprint(),
        read.stream().flatMap(pair -> Stream.of(pair.source(), pair.target())).distinct().toList());
    int[] source = new int[read.size()];
    int[] target = new int[read.size()];
    for (int i = 0; i < source.length; i++) {
      source[i] = id(ids, read.get(i), read.get(i).source());
      target[i] = id(ids, read.get(i), read.get(i).target());
    }
    float[] logits = pipeline.models().logits(model, source, target);
    System.out.println("src,dst,probability,logit");
    for (int i = 0; i < logits.length; i++) {
      System.out.println(read.get(i).source() + "," + read.get(i).target() + "," + 1 / (1 + Math.exp(-logits[i])) + ","
          + logits[i]);
    }
    return ExitCode.OK;
  }

  private int id(Map<String, Integer> ids, Pair pair, String vertex) {
    if (!ids.containsKey(vertex)) {
      throw new DataRefusedException(pairs + " line " + pair.line() + ": the graph has no vertex '" + vertex + "'");
    }
    return ids.get(vertex);
  }

  /** Two vertices by the ids of the edge list, and where they stand. */
  private record Pair(int line, String source, String target) {}

  private List<Pair> read() throws IOException {
    if (!Files.isReadable(pairs)) {
      throw new DataRefusedException(pairs + ": no such file, or not readable");
    }
    List<Pair> read = new ArrayList<>();
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
      read.add(new Pair(n + 1, fields[0], fields[1]));
    }
    return read;
  }
}
