package io.sparsewalk.report;

import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableSchema;
import io.sparsewalk.table.TableSchema.Column;
import io.sparsewalk.table.TableSchema.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The columns of the views, for the pages: {@link Views} computes them. */
final class ViewTables {
  static final String RECOMMENDATION = "recommendation";
  static final String COMPARISONS = "comparisons";

  private static final String NO_DENSE = "the sweep has no dense trial of this seed and embedding";
  private static final String OLDER = "an earlier version wrote the row";
  private static final String FEW = "there are fewer than 3 seeds";
  private static final String NOTHING = "nothing can be said (reason tells why)";

  private static final List<Column> RATIOS = List.of(
      real("flops_ratio", "ratio", "flops_counted over that of the dense trial of the same sweep, seed and embedding",
          NO_DENSE),
      real("seconds_ratio", "ratio", "train_seconds over that of the dense trial", NO_DENSE),
      real("flops_inference_ratio", "ratio", "flops_inference over that of the dense trial", NO_DENSE),
      real("nonzeros_ratio", "ratio", "nonzeros over that of the dense trial", NO_DENSE),
      real("model_bytes_ratio", "ratio", "model_bytes_sparse over model_bytes_dense; 1 for dense training", OLDER),
      real("embedding_bytes_ratio", "ratio",
          "embedding_bytes_sparse over embedding_bytes_dense; 1 for the dense embedding",
          OLDER + ", or the network has no embedding"));
  private static final Map<String, Column> OF_TRIALS = ofTrials();

  private ViewTables() {}

  /** All views. */
  static List<TableSchema> all() {
    return List.of(
        view("trial_ratios", "a trial of trials, with its cost over that of dense training",
            new ArrayList<>(OF_TRIALS.values())),
        view("summary", "a cell of a sweep: what the seeds of a method have in common at a level", summary()),
        view("ranking_summary", "a cell of a sweep and a kind of negatives", rankings()),
        view(COMPARISONS, "two methods at a level, paired by seed", comparisons()),
        view(RECOMMENDATION, "a method on an embedding: how sparse it can go", recommendation()),
        view("baselines", "a figure of a trivial baseline on the test examples of a seed", baselines()),
        view("manifests", "a published output of a stage", manifests()),
        view("lineage", "a published output of a stage, and what it was made from", lineage()),
        view("trial_embedding", "a trial, and the outputs of stages that it was trained on", trialEmbedding()),
        view("latest_runs", "the last run of a job that ended well",
            Stream.of(SweepTables.RUNS.columns(), SweepTables.RUNS.partitions()).flatMap(List::stream).toList()),
        view("latest_embeddings",
            "the vector of a vertex in the last run of a job that ended well, one for each seed of embeddings",
            latestEmbeddings()));
  }

  /** One of them. */
  static TableSchema named(String name) {
    return all().stream().filter(view -> view.name().equals(name)).findFirst().orElseThrow();
  }

  private static TableSchema view(String name, String meaning, List<Column> columns) {
    return new TableSchema(name, meaning, List.of(), columns);
  }

  private static Column real(String name, String unit, String meaning, String empty) {
    return new Column(name, Kind.DOUBLE, unit, meaning, empty);
  }

  /** Join columns first, then the rest of the table, as Spark has them. */
  private static Map<String, Column> ofTrials() {
    Map<String, Column> all = new LinkedHashMap<>();
    Stream.of(SweepTables.TRIALS.columns(), SweepTables.TRIALS.partitions(), RATIOS)
        .flatMap(List::stream)
        .forEach(column -> all.put(column.name(), column));
    Map<String, Column> ordered = new LinkedHashMap<>();
    Stream.concat(TrialRatios.KEYS.stream(), Stream.of("seed")).forEach(key -> ordered.put(key, all.get(key)));
    ordered.putAll(all);
    ordered.put("sparsity_requested",
        real("sparsity_requested", "share", "level of sweep.sparsity that the trial belongs to; 0 for dense", ""));
    return ordered;
  }

  private static List<Column> keys(List<String> keys) {
    return new ArrayList<>(keys.stream().map(OF_TRIALS::get).toList());
  }

  private static void addCell(List<Column> columns) {
    columns.add(new Column("n", Kind.LONG, "count", "trials of the cell; those that halving ended do not count", ""));
    columns.add(real("sparsity", "share", "mean of the sparsity that was reached", ""));
  }

  private static void addInterval(List<Column> columns, Column of) {
    columns.add(
        real(of.name() + "_mean", of.unit(), "mean over the trials of: " + of.meaning(), "no trial has the figure"));
    columns.add(real(of.name() + "_low", of.unit(), "lower end of the 95 % t-interval of the mean, 0 at least",
        FEW + ", or all are the same"));
    columns.add(real(of.name() + "_high", of.unit(), "upper end of the 95 % t-interval of the mean",
        FEW + ", or all are the same"));
  }

  private static List<Column> summary() {
    List<Column> columns = keys(Summary.KEYS);
    addCell(columns);
    Summary.MEASURES.keySet().forEach(measure -> addInterval(columns, OF_TRIALS.get(measure)));
    for (String mean : Summary.MEANS) {
      Column of = OF_TRIALS.get(mean);
      columns.add(real(mean, of.unit(), "mean over the trials of: " + of.meaning(), "no trial has the figure"));
    }
    return columns;
  }

  private static List<Column> rankings() {
    List<Column> columns = keys(Summary.KEYS);
    Map<String, Column> ranks = new LinkedHashMap<>();
    SweepTables.RANKINGS.columns().forEach(column -> ranks.put(column.name(), column));
    columns.add(ranks.get("negatives"));
    addCell(columns);
    Summary.RANKS.forEach(rank -> addInterval(columns, ranks.get(rank)));
    return columns;
  }

  private static List<Column> comparisons() {
    List<Column> columns = keys(TrialRatios.KEYS);
    columns.addAll(List.of(real("sparsity_requested", "share", "level of sweep.sparsity", ""),
        real("sparsity", "share", "mean of the sparsity that method reached", ""), text("measure", "accuracy or auc"),
        text("method", "the one"), text("other", "the other, or dense"),
        new Column("n", Kind.LONG, "count", "seeds that both have", ""),
        real("difference", "share", "mean over the seeds of method - other", ""),
        real("difference_low", "share", "lower end of the 95 % t-interval of the difference", FEW),
        real("difference_high", "share", "upper end of the 95 % t-interval of the difference", FEW),
        real("p_value", "", "of the paired t-test", FEW + ", or the two are identical"),
        real("p_holm", "", "p_value corrected by Holm for all pairs of the level and measure",
            FEW + ", or the two are identical"),
        new Column("identical", Kind.BOOLEAN, "", "true if the two have the same figures in every seed", "")));
    return columns;
  }

  private static List<Column> recommendation() {
    List<Column> columns = keys(TrialRatios.KEYS);
    String none = "no level is shown, or " + FEW;
    columns.addAll(List.of(text("method", "method of sweep.methods"),
        new Column("n", Kind.LONG, "count", "seeds that it shares with dense training", ""),
        real("margin_accuracy", "share", "report.margin.accuracy", ""),
        real("margin_auc", "share", "report.margin.auc", ""),
        real("sparsity_safe", "share",
            "largest sparsity that keeps quality with 95 % confidence, as every smaller tested one; 0 if none does",
            NOTHING),
        real("sparsity_by_mean", "share",
            "largest sparsity that keeps quality in the mean over seeds, as every smaller tested one; 0 if none does",
            NOTHING),
        real("sparsity", "share",
            "the one that the rest of the row is of: sparsity_safe, or sparsity_by_mean if none is safe", NOTHING),
        new Column("at_largest_tested", Kind.BOOLEAN, "", "true if no larger level was tested: read \"at least\"",
            NOTHING),
        real("accuracy_loss", "share", "mean of dense - method", none),
        real("auc_loss", "share", "mean of dense - method", none + ", or there is no AUC"),
        real("accuracy_loss_bound", "share", "the loss is below it with 95 % confidence", none),
        real("auc_loss_bound", "share", "the loss is below it with 95 % confidence", none + ", or there is no AUC")));
    columns.addAll(List.of(real("flops_ratio", "ratio", "FLOPs of training over those of dense training", none),
        real("seconds_ratio", "ratio", "seconds of training over those of dense training", none),
        real("flops_inference_ratio", "ratio", "FLOPs of a prediction over those of the dense network", none),
        real("parameters_share", "ratio", "parameters that are not 0 over those of the dense network", none),
        real("model_bytes_ratio", "ratio", "bytes of the model in compressed sparse rows over those of its dense form",
            none),
        real("test_share", "share", "test edges, or test vertices, that the figures speak for",
            "there is no dense trial"),
        text("verdict", "all of it in a sentence or two"), text("reason", "why the safe sparsity is no larger")));
    return columns;
  }

  private static Column text(String name, String meaning) {
    return new Column(name, Kind.STRING, "", meaning, "");
  }

  private static List<Column> baselines() {
    return List.of(OF_TRIALS.get("sweep_id"), OF_TRIALS.get("dataset"), OF_TRIALS.get("protocol"),
        OF_TRIALS.get("seed"), text("baseline", "what scores: constant, popularity, common neighbours and the like"),
        text("negatives", "kind of negatives that the ranks are among, as in rankings")
            .nullIf("the figure is one of all test examples"),
        text("measure", "accuracy, auc, mrr or f1_macro, as the columns of trials and rankings"),
        real("value", "share", "the figure", ""), text("note", "what it means").nullIf("the name says it"));
  }

  private static List<Column> manifests() {
    return List.of(text("table_name", "table of the output"), text("fingerprint", "the output, as in the table"),
        new Column("row_count", Kind.LONG, "count", "rows of all files", ""),
        new Column("byte_count", Kind.LONG, "bytes", "of all files", ""),
        text("inputs_json", "settings, fingerprints of what it was made from, and versions of the code, as JSON"));
  }

  private static List<Column> lineage() {
    return List.of(text("table_name", "table of the output"), text("fingerprint", "the output, as in the table"),
        text("made_from", "table that it was made from").nullIf("it was made from files"),
        text("made_from_fingerprint", "output of that table").nullIf("it was made from files"),
        new Column("seed", Kind.LONG, "", "seed of its random numbers, or of what it was made from", "neither has one"),
        text("edges_fingerprint", "graph that it comes from: fingerprint of edges and vertices")
            .nullIf("what it was made from is gone"));
  }

  private static List<Column> trialEmbedding() {
    String graph = "the network is one of graphs, which has no embedding";
    return List.of(OF_TRIALS.get("sweep_id"), OF_TRIALS.get("trial_id"), OF_TRIALS.get("seed"),
        OF_TRIALS.get("embedding"), text("embedding_fingerprint", "fingerprint in embeddings").nullIf(graph),
        text("sparse_fingerprint", "fingerprint in sparse_embeddings").nullIf("the embedding is dense, or " + graph),
        text("examples_fingerprint", "fingerprint in examples").nullIf("an earlier version wrote the trial"),
        text("edges_fingerprint", "fingerprint in edges and vertices").nullIf("the examples are gone"));
  }

  private static List<Column> latestEmbeddings() {
    return List.of(text("name", "name of the job"), text("run_id", "identity of the run"),
        new Column("seed", Kind.LONG, "", "seed of the walks that the embedding was trained on", ""),
        text("raw", "name of the vertex in the input"),
        new Column("vertex", Kind.INT, "", "its id in the tables of this graph; another graph gives it another", ""),
        new Column("trained", Kind.BOOLEAN, "", "true if a walk visited the vertex", ""),
        new Column("vector", Kind.FLOATS, "", "the vector", ""), text("fingerprint", "fingerprint in embeddings"));
  }
}
