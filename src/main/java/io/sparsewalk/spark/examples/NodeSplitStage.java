package io.sparsewalk.spark.examples;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.common.Settings;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.Labels;
import io.sparsewalk.dataset.LeakAudit;
import io.sparsewalk.dataset.NodeSplit;
import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.dataset.Ranking;
import io.sparsewalk.dataset.SplitConfig;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.Warehouse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;

/** Labels to examples for node classification, in the table of {@link ExampleFiles}. Works in the driver: a row a labelled vertex. */
public final class NodeSplitStage {
  private final Warehouse warehouse;

  public NodeSplitStage(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** The split, to look up or to make. */
  public StageOutput output(Manifest labels, Protocol protocol, SplitConfig config, long seed) {
    Map<String, Object> inputs = new HashMap<>();
    inputs.put("labels", labels.fingerprint());
    inputs.put("protocol", Settings.word(protocol));
    inputs.put("seed", seed);
    if (protocol == Protocol.STRICT) {
      inputs.put("train", config.train());
      inputs.put("valid", config.valid());
    }
    return StageOutput.of(warehouse, Manifest.of(ExampleFiles.TABLE, NodeSplitStage.class, inputs),
        (spark, attempt) -> {
          ParquetColumns columns = columns(LabelStage.NAME, labels);
          Seeds seeds = Seeds.of(seed).child("split");
          NodeSplit split = protocol == Protocol.STRICT
              ? NodeSplit.stratified(columns.ints("vertex"), columns.ints("class"), config, seeds)
              : NodeSplit.paper(columns.ints("vertex"), columns.ints("class"), seeds);
          return write(attempt, split, labels, oneOf(labels), List.of());
        });
  }

  /** The same for vertices that may have several classes: shares of the vertices, at random. */
  public StageOutput outputOfSeveral(Manifest labels, SplitConfig config, long seed) {
    Map<String, Object> inputs = Map.of("labels", labels.fingerprint(), "several", true, "train", config.train(),
        "valid", config.valid(), "seed", seed);
    return StageOutput.of(warehouse, Manifest.of(ExampleFiles.TABLE, NodeSplitStage.class, inputs),
        (spark, attempt) -> {
          ParquetColumns columns = columns(LabelStage.NAME, labels);
          Examples all = grouped(columns.ints("vertex"), columns.ints("class"));
          NodeSplit split = NodeSplit.random(all, config, Seeds.of(seed).child("split"));
          double each = labels.count("labels") / (double) labels.count("labelled");
          return write(attempt, split, labels, new Labels.AnyOf((int) labels.count("classes")),
              List.of(new LeakAudit.Figure("labels_per_vertex", each, "mean number")));
        });
  }

  private static Labels.OneOf oneOf(Manifest labels) {
    return new Labels.OneOf((int) labels.count("classes"));
  }

  /** Rows of the same vertex, which follow each other, as one example. */
  private static Examples grouped(int[] vertices, int[] classes) {
    int[] firsts = IntStream.range(0, vertices.length).filter(i -> i == 0 || vertices[i] != vertices[i - 1]).toArray();
    int[] offsets = Arrays.copyOf(firsts, firsts.length + 1);
    offsets[firsts.length] = vertices.length;
    return Examples.ofVertices(IntStream.of(firsts).map(i -> vertices[i]).toArray(), classes, offsets);
  }

  /**
   * The same for the vertices of graph convolutions.
   *
   * @param given true: the parts are those of the file of the split, and the same for every seed
   */
  public StageOutput outputOfGraph(Manifest nodes, SplitConfig config, boolean given, long seed) {
    Map<String, Object> inputs = new HashMap<>();
    inputs.put("nodes", nodes.fingerprint());
    inputs.put("given", given);
    if (!given) {
      inputs.putAll(Map.of("train", config.train(), "valid", config.valid(), "seed", seed));
    }
    return StageOutput.of(warehouse, Manifest.of(ExampleFiles.TABLE, NodeSplitStage.class, inputs),
        (spark, attempt) -> {
          ParquetColumns columns = columns(GraphNodeStage.NAME, nodes);
          int[] all = columns.ints("class");
          int[] vertices = IntStream.range(0, all.length).filter(v -> all[v] >= 0).toArray();
          int[] classes = IntStream.of(vertices).map(v -> all[v]).toArray();
          String[] parts = columns.strings("part");
          NodeSplit split =
              given ? NodeSplit.given(vertices, classes, IntStream.of(vertices).mapToObj(v -> parts[v]).toList())
                  : NodeSplit.stratified(vertices, classes, config, Seeds.of(seed).child("split"));
          return write(attempt, split, nodes, oneOf(nodes), List.of());
        });
  }

  private ParquetColumns columns(String table, Manifest manifest) {
    return new ParquetColumns(warehouse, warehouse.stage(table, manifest.fingerprint()));
  }

  /**
   * @param more figures of the audit
   */
  private Map<String, ?> write(Path attempt, NodeSplit split, Manifest labels, Labels.Classes kind,
      List<LeakAudit.Figure> more) {
    List<Examples> parts = List.of(split.train(), split.valid(), split.test(), Ranking.none().examples());
    for (int part = 0; part < parts.size(); part++) {
      String name = List.of("train", "valid", "test", "ranking").get(part);
      ExampleFiles.write(warehouse, attempt.toString(), part, i -> name, parts.get(part));
    }
    Map<String, Object> facts = new HashMap<>(ExampleFiles.fileFact(List.of(1, 1, 1, 1)));
    facts.put("rows", (long) split.train().size() + split.valid().size() + split.test().size());
    facts.put("ranking_positives", 0L);
    facts.put("ranking_negatives", 1L);
    facts.put("classes", labels.count("classes"));
    facts.put(LabelStage.CLASS_NAMES, labels.fact(LabelStage.CLASS_NAMES));
    List<LeakAudit.Figure> audit = new ArrayList<>(majority(split, kind));
    audit.addAll(more);
    double unknown = labels.count("without_edges");
    audit.add(new LeakAudit.Figure("labels_without_edges", unknown / (labels.count("labelled") + unknown),
        "labelled vertices that have no edge, nor features for convolutions, and so no part in this"));
    facts.put(ExampleFiles.AUDIT, ExampleFiles.fact(audit));
    return facts;
  }

  /** What the answer reaches that is the same for all vertices: the most frequent of training. */
  private static List<LeakAudit.Figure> majority(NodeSplit split, Labels.Classes kind) {
    int classes = kind.classes();
    float[] counts = new float[classes];
    IntStream.of(split.train().classes()).forEach(label -> counts[label]++);
    Examples test = split.test();
    float[] constant = new float[test.size() * classes];
    for (int i = 0; i < test.size(); i++) {
      System.arraycopy(counts, 0, constant, i * classes, classes);
    }
    String baseline = "baseline majority " + kind.noun() + ": ";
    String note = "the most frequent " + kind.noun() + " of training, always";
    return List.of(new LeakAudit.Figure(baseline + "accuracy", kind.quality(constant, test).accuracy(), note),
        new LeakAudit.Figure(baseline + "macro F1", kind.probabilities(constant, test).f1Macro(), note));
  }
}
