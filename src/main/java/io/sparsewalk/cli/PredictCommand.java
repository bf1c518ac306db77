package io.sparsewalk.cli;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.pipeline.Pipeline;
import io.sparsewalk.spark.sweep.TrainedModels;
import io.sparsewalk.table.ModelFile;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "predict", mixinStandardHelpOptions = true, description = {
    "Scores pairs of vertices, or classes of vertices, with an exported network.",
    "Without --pairs or --vertices: the test examples of its trial, beside what the trial recorded; exit code 1 if they differ, for cuda and dl4j by more than .001."}, footer = {
        "", "Example: sparsewalk predict jobs/quickstart.conf --model model --pairs pairs.txt > scores.csv"})
final class PredictCommand extends JobCommand {
  /** Engines whose logits differ from those of a prediction in the last bits, so that close examples may change places. */
  private static final Set<String> OTHER_ARITHMETIC = Set.of("cuda", "dl4j");
  private static final double TOLERANCE = 1e-3;

  @Option(names = "--model", paramLabel = "DIR", required = true, description = "What export wrote.")
  private Path directory;

  @Option(names = "--pairs", paramLabel = "FILE", description = "Lines of two vertices, as in the edge list.")
  private Path pairs;

  @Option(names = "--vertices", paramLabel = "FILE", description = "Lines of a vertex, as in the edge list: a row for each of its classes.")
  private Path vertices;

  @Override
  int run(Pipeline pipeline) throws IOException {
    ModelFile model = ModelFile.read(directory);
    if (vertices != null) {
      return classes(pipeline, model);
    }
    return pairs == null ? test(pipeline.models(), model) : scores(pipeline, model);
  }

  private static int test(TrainedModels models, ModelFile model) {
    Map<String, Double> figures = models.test(model);
    System.out.println("metric,predicted,recorded");
    figures.forEach((name, figure) -> System.out.println(name + "," + figure + "," + number(model, name)));
    double tolerance = OTHER_ARITHMETIC.contains(String.valueOf(model.facts().get("engine"))) ? TOLERANCE : 0;
    return figures.entrySet()
        .stream()
        .allMatch(figure -> Math.abs(figure.getValue() - number(model, figure.getKey())) <= tolerance) ? ExitCode.OK
            : ExitCode.TRIALS_FAILED;
  }

  private static double number(ModelFile model, String fact) {
    return ((Number) model.facts().get(fact)).doubleValue();
  }

  private int scores(Pipeline pipeline, ModelFile model) throws IOException {
    List<Line> read = read(pairs, 2);
    int[] source = ids(pipeline, model, pairs, read, 0);
    int[] target = ids(pipeline, model, pairs, read, 1);
    float[] logits = pipeline.models().logits(model, source, target);
    System.out.println("src,dst,probability,logit");
    for (int i = 0; i < logits.length; i++) {
      System.out
          .println(String.join(",", read.get(i).fields()) + "," + 1 / (1 + Math.exp(-logits[i])) + "," + logits[i]);
    }
    return ExitCode.OK;
  }

  private int classes(Pipeline pipeline, ModelFile model) throws IOException {
    List<Line> read = read(vertices, 1);
    double[] probabilities = pipeline.models().probabilities(model, ids(pipeline, model, vertices, read, 0));
    List<?> labels = (List<?>) model.facts().get(TrainedModels.CLASSES);
    System.out.println("vertex,label,probability");
    for (int i = 0; i < probabilities.length; i++) {
      System.out.println(
          read.get(i / labels.size()).fields().get(0) + "," + labels.get(i % labels.size()) + "," + probabilities[i]);
    }
    return ExitCode.OK;
  }

  /** Dense ids of the vertices that stand in a field of the lines. */
  private static int[] ids(Pipeline pipeline, ModelFile model, Path file, List<Line> lines, int field) {
    Map<String, Integer> ids = pipeline.models()
        .ids(model, pipeline.publishedEdges().fingerprint(),
            lines.stream().map(line -> line.fields().get(field)).distinct().toList());
    return lines.stream().mapToInt(line -> {
      String vertex = line.fields().get(field);
      if (!ids.containsKey(vertex)) {
        throw new DataRefusedException(file + " line " + line.number() + ": the graph has no vertex '" + vertex + "'");
      }
      return ids.get(vertex);
    }).toArray();
  }

  /** Vertices by the ids of the edge list, and where they stand. */
  private record Line(int number, List<String> fields) {}

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (MalformedInputException e) {
      throw new DataRefusedException(file + ": is not UTF-8");
    }
  }

  private static List<Line> read(Path file, int count) throws IOException {
    if (!Files.isReadable(file)) {
      throw new DataRefusedException(file + ": no such file, or not readable");
    }
    List<Line> read = new ArrayList<>();
    List<String> lines = lines(file);
    for (int n = 0; n < lines.size(); n++) {
      String line = lines.get(n).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] fields = line.split("[,\\s]+");
      if (fields.length < count) {
        throw new DataRefusedException(file + " line " + (n + 1) + ": two vertices expected, was '" + line + "'");
      }
      read.add(new Line(n + 1, List.of(fields).subList(0, count)));
    }
    return read;
  }
}
