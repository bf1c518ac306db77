package io.sparsewalk.cli;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.pipeline.Pipeline;
import io.sparsewalk.spark.sweep.TrainedModels;
import io.sparsewalk.table.ModelFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "predict", mixinStandardHelpOptions = true, description = {
    "Scores pairs of vertices, or classes of vertices, with an exported network.",
    "Lines with vertices that the graph does not have are skipped and counted in the log; if all are, the file is refused.",
    "Without --pairs or --vertices: the test examples of its trial, beside what the trial recorded; exit code 1 if they differ, for cuda and dl4j by more than .001."}, footer = {
        "", "Example: sparsewalk predict jobs/quickstart.conf --model model --pairs pairs.txt > scores.csv"})
final class PredictCommand extends JobCommand {
  private static final Logger LOG = LoggerFactory.getLogger(PredictCommand.class);
  /** Engines whose logits differ from those of a prediction in the last bits, so that close examples may change places. */
  private static final Set<String> OTHER_ARITHMETIC = Set.of("cuda", "dl4j");
  private static final double TOLERANCE = 1e-3;

  @Option(names = "--model", paramLabel = "DIR", required = true, description = "What export wrote: any Hadoop path.")
  private String directory;

  @Option(names = "--pairs", paramLabel = "FILE", description = "Lines of two vertices, as in the edge list: any Hadoop path, or - for standard input.")
  private String pairs;

  @Option(names = "--vertices", paramLabel = "FILE", description = "Lines of a vertex, as in the edge list: a row for each of its classes.")
  private String vertices;

  @Option(names = "--out", paramLabel = "FILE", defaultValue = "-", description = "For the CSV: any Hadoop path, or - for standard output.")
  private String out;

  @Override
  int run(Pipeline pipeline) throws IOException {
    ModelFile model = ModelFile.read(pipeline.warehouse().configuration(), new Path(directory));
    return new GivenFile(out).write(file -> {
      PrintStream csv = new PrintStream(file, false, StandardCharsets.UTF_8);
      int code = vertices != null ? classes(pipeline, model, csv)
          : pairs == null ? test(pipeline.models(), model, csv) : scores(pipeline, model, csv);
      if (csv.checkError()) {
        throw new IOException("cannot write " + out);
      }
      return code;
    });
  }

  private static int test(TrainedModels models, ModelFile model, PrintStream csv) {
    Map<String, Double> figures = models.test(model);
    csv.println("metric,predicted,recorded");
    figures.forEach((name, figure) -> csv.println(name + "," + figure + "," + number(model, name)));
    double tolerance = OTHER_ARITHMETIC.contains(String.valueOf(model.facts().get("engine"))) ? TOLERANCE : 0;
    return figures.entrySet()
        .stream()
        .allMatch(figure -> Math.abs(figure.getValue() - number(model, figure.getKey())) <= tolerance) ? ExitCode.OK
            : ExitCode.TRIALS_FAILED;
  }

  private static double number(ModelFile model, String fact) {
    return ((Number) model.facts().get(fact)).doubleValue();
  }

  private int scores(Pipeline pipeline, ModelFile model, PrintStream csv) {
    List<Known> known = known(pipeline, model, VertexLines.read(pairs, 2));
    int[] source = known.stream().mapToInt(each -> each.ids().get(0)).toArray();
    int[] target = known.stream().mapToInt(each -> each.ids().get(1)).toArray();
    float[] logits = pipeline.models().logits(model, source, target);
    csv.println("src,dst,probability,logit");
    for (int i = 0; i < logits.length; i++) {
      csv.println(
          String.join(",", known.get(i).line().vertices()) + "," + 1 / (1 + Math.exp(-logits[i])) + "," + logits[i]);
    }
    return ExitCode.OK;
  }

  private int classes(Pipeline pipeline, ModelFile model, PrintStream csv) {
    List<Known> known = known(pipeline, model, VertexLines.read(vertices, 1));
    int[] ids = known.stream().mapToInt(each -> each.ids().get(0)).toArray();
    double[] probabilities = pipeline.models().probabilities(model, ids);
    List<?> labels = (List<?>) model.facts().get(TrainedModels.CLASSES);
    csv.println("vertex,label,probability");
    for (int i = 0; i < probabilities.length; i++) {
      csv.println(known.get(i / labels.size()).line().vertices().get(0) + "," + labels.get(i % labels.size()) + ","
          + probabilities[i]);
    }
    return ExitCode.OK;
  }

  /** A line, and the dense ids of its vertices. */
  private record Known(VertexLines.Line line, List<Integer> ids) {}

  /** The lines whose vertices the graph has. */
  private static List<Known> known(Pipeline pipeline, ModelFile model, VertexLines lines) {
    Map<String, Integer> ids = pipeline.models().ids(model, pipeline.publishedEdges().fingerprint(), lines.vertices());
    List<Known> known = new ArrayList<>();
    VertexLines.Line unknown = null;
    for (VertexLines.Line line : lines.lines()) {
      if (ids.keySet().containsAll(line.vertices())) {
        known.add(new Known(line, line.vertices().stream().map(ids::get).toList()));
      } else if (unknown == null) {
        unknown = line;
      }
    }
    if (unknown != null) {
      tell(lines, known.size(), unknown, ids.keySet());
    }
    return known;
  }

  private static void tell(VertexLines lines, int known, VertexLines.Line unknown, Set<String> ids) {
    String vertex = unknown.vertices().stream().filter(each -> !ids.contains(each)).findFirst().orElseThrow();
    int all = lines.lines().size();
    String first = "the graph has no vertex '" + vertex + "' (line " + unknown.number() + ")";
    if (known == 0) {
      throw new DataRefusedException(lines.file() + ": none of its " + all + " lines can be scored; " + first);
    }
    LOG.warn("{}: {} of {} lines are skipped, first of all {}", lines.file(), all - known, all, first);
  }
}
