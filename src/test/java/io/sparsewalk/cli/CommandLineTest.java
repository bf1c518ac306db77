package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("spark")
class CommandLineTest {
  private static final List<String> SMALL = List.of("-D", "generate.vertices=400", "-D", "generate.edges=6000", "-D",
      "generate.communities=5", "-D", "training.epochs=4", "-D", "sweep.sparsity=[0.5, 0.9]", "-D",
      "sweep.seeds=[1, 2]", "-D", "model.hidden=[16]", "-D", "training.batch=256", "-D", "methods.rigl.interval=8");

  @TempDir
  private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"pipeline", "generate", "ingest", "split", "walk", "embed", "topk", "sweep", "sweep plan",
      "sweep run", "sweep resume", "sweep retry", "sweep status", "report", "compare", "query", "publish", "export",
      "export network", "export embeddings", "neighbours", "config", "bench", "gc", "retain", "compact", "doctor"})
  void everyCommandHasHelpWithAnExample(String command) {
    Result result = run((command + " --help").split(" "));
    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("Usage: sparsewalk " + command, "Example: sparsewalk " + command.split(" ")[0]);
  }

  @Test
  void mistakesAreToldInALineWithTheirExitCode() throws Exception {
    assertThat(run("ingest", "nowhere.conf").code()).isEqualTo(ExitCode.USAGE);
    assertThat(run("walk").code()).isEqualTo(ExitCode.USAGE);
    Result unknown = run("config", "src/test/resources/plain.conf", "-D", "walk.lenght=3");
    assertThat(unknown.code()).isEqualTo(ExitCode.USAGE);
    assertThat(unknown.err())
        .isEqualTo("error: -D walk.lenght=3: key 'walk.lenght' is unknown; did you mean 'walk.length'?\n");
    Path bad = Files.writeString(directory.resolve("bad.txt"), "1 2 3\n4 5 six\n");
    Result refused = run("ingest", "src/test/resources/plain.conf", "--warehouse", directory.resolve("w").toString(),
        "-D", "graph.path=" + bad);
    assertThat(refused.code()).isEqualTo(ExitCode.DATA_REFUSED);
    assertThat(refused.err()).contains("bad.txt:2: time is not a number: six").doesNotContain("\tat ");
  }

  @Test
  void aPipelineLeavesTablesAReportAndNothingToDoForTheNext() throws Exception {
    String warehouse = directory.resolve("w").toString();
    Result first = pipeline("pipeline", warehouse);
    assertThat(first.err()).doesNotContain("error");
    assertThat(first.code()).isZero();
    assertThat(first.out()).contains("rigl", "slr", "report-quickstart.html");
    assertThat(Path.of(warehouse, "report-quickstart.html")).isNotEmptyFile();
    Result status = pipeline("sweep status", warehouse);
    assertThat(status.out()).contains("20 of 20 trials published, 0 failed");
    assertThat(pipeline("sweep plan", warehouse).out())
        .matches("0 of 20 trials to train\nin 0 batches of up to 0 trials\na task needs \\d+ MiB\n");
    Result query = run("query", "src/test/resources/plain.conf",
        "SELECT count(*) AS trials, min(accuracy) > 0.4 AS sound FROM trials", "--format", "csv", "--warehouse",
        warehouse);
    assertThat(query.out()).isEqualTo("trials,sound\n20,true\n");
  }

  @Test
  void theSameSeedGivesTheSameRowsTimesAside() {
    String columns = "SELECT embedding, method, sparsity, seed, embedding_density, achieved_sparsity, accuracy, auc,"
        + " average_precision, auc_all, average_precision_all, val_accuracy, val_auc, best_epoch, flops_paper,"
        + " flops_counted, nonzeros, data_fingerprint FROM trials ORDER BY embedding, method, sparsity, seed";
    String[] answers = new String[2];
    for (int i = 0; i < 2; i++) {
      String warehouse = directory.resolve("w" + i).toString();
      assertThat(pipeline("sweep run", warehouse).code()).isZero();
      answers[i] =
          run("query", "src/test/resources/plain.conf", columns, "--format", "csv", "--warehouse", warehouse).out();
    }
    assertThat(answers[0]).isEqualTo(answers[1]).hasLineCount(21);
  }

  @Test
  void aGeneratedGraphIsTheSameAsTextAndAsParquet() {
    String[] fingerprints = new String[2];
    for (int i = 0; i < 2; i++) {
      String out = directory.resolve(i == 0 ? "edges.txt" : "edges.parquet").toString();
      assertThat(run("generate", "src/test/resources/plain.conf", "--out", out, "--vertices", "300", "--edges", "2000",
          "-D", "generate.communities=4", "-D", "generate.id-range=700").code()).isZero();
      String warehouse = directory.resolve("w" + i).toString();
      assertThat(
          run("ingest", "src/test/resources/plain.conf", "--warehouse", warehouse, "-D", "graph.path=" + out).code())
          .isZero();
      fingerprints[i] = run("query", "src/test/resources/plain.conf", "--warehouse", warehouse, "--format", "csv",
          "SELECT count(*) AS n, sum(hash(e.src, e.dst, e.time)) AS edges, (SELECT sum(hash(id, raw)) FROM vertices) AS ids"
              + " FROM edges e")
          .out();
    }
    assertThat(fingerprints[0]).startsWith("n,edges,ids\n2000,").isEqualTo(fingerprints[1]);
  }

  @Test
  void savedPredictionsGiveTheRecordedMetrics() {
    String warehouse = directory.resolve("w").toString();
    assertThat(pipeline("sweep run", warehouse, "-D", "sweep.save-predictions=true", "-D", "sweep.seeds=[1]", "-D",
        "sweep.embeddings=[dense]").code()).isZero();
    // Accuracy by counting, AUC by the ranks of Mann and Whitney with ties in the middle.
    Result result = run("query", "src/test/resources/plain.conf", "--warehouse", warehouse, "--format", "csv", """
        WITH ranked AS (SELECT trial_id, label, score, avg(place) OVER (PARTITION BY trial_id, score) AS rank FROM
            (SELECT *, row_number() OVER (PARTITION BY trial_id ORDER BY score) AS place FROM predictions WHERE both_seen = 1)),
          again AS (SELECT trial_id, avg(if((score > 0) = (label = 1), 1D, 0D)) AS accuracy,
            (sum(if(label = 1, rank, 0)) - sum(label) * (sum(label) + 1) / 2) / (sum(label) * sum(1 - label)) AS auc
            FROM ranked GROUP BY trial_id)
        SELECT count(*) AS n, max(abs(a.accuracy - t.accuracy)) < 1e-6 AS accuracy, max(abs(a.auc - t.auc)) < 1e-6 AS auc
        FROM trials t JOIN again a USING (trial_id)""");
    assertThat(result.out()).isEqualTo("n,accuracy,auc\n5,true,true\n");
  }

  @Test
  void richerInputsAreTheSameForAllEnginesAndEveryEmbeddingIsAFactor() {
    String warehouse = directory.resolve("w").toString();
    List<String> richer = List.of("-D", "features.pair=true", "-D", "features.edge=[concat, hadamard]", "-D",
        "split.history=0.4", "-D", "sweep.seeds=[1]", "-D", "sweep.methods=[dense, rigl, top-kast]", "-D",
        "sweep.sparsity=[0.5]", "-D", "split.negatives=degree");
    List<String> all = new ArrayList<>(richer);
    all.addAll(List.of("-D", "sweep.embeddings=[dense, topk-row-50, topk-column-signed-25]"));
    assertThat(pipeline("sweep run", warehouse, all.toArray(String[]::new)).code()).isZero();
    List<String> averaged = new ArrayList<>(richer);
    averaged.addAll(
        List.of("-D", "sweep.embeddings=[dense]", "-D", "sweep.engine=averaged", "-D", "sweep.averaging.workers=1"));
    assertThat(pipeline("sweep run", warehouse, averaged.toArray(String[]::new)).code()).isZero();
    // 2 x 8 + 8 of the embedding, 16 of the pair.
    assertThat(query(warehouse,
        "SELECT engine, embedding, model, count(*) AS n, round(max(embedding_density), 2) AS kept"
            + " FROM trials GROUP BY ALL ORDER BY engine, embedding"))
        .isEqualTo("engine,embedding,model,n,kept\n"
            + "averaged,dense,40-16-1,3,1.0\nvector,dense,40-16-1,3,1.0\nvector,topk-column-signed-25,40-16-1,3,0.25\n"
            + "vector,topk-row-50,40-16-1,3,0.5\n");
    assertThat(
        query(warehouse, "SELECT count(DISTINCT method, accuracy, auc, log_loss, f1_macro, val_auc, nonzeros) AS rows"
            + " FROM trials WHERE embedding = 'dense'"))
        .isEqualTo("rows\n3\n");
    assertThat(query(warehouse,
        "SELECT count(*) AS rows, count(DISTINCT r.negatives) AS kinds, min(mrr) > 0 AS sound FROM rankings r"))
        .isEqualTo("rows,kinds,sound\n36,3,true\n");
    // What an export of the best trial predicts is what the table says.
    String model = directory.resolve("model").toString();
    List<String> export = new ArrayList<>(all);
    export.addAll(List.of("--to", model));
    assertThat(pipeline("export", warehouse, export.toArray(String[]::new)).code()).isZero();
    List<String> predict = new ArrayList<>(all);
    predict.addAll(List.of("--model", model));
    assertThat(pipeline("predict", warehouse, predict.toArray(String[]::new)).code()).isZero();
  }

  @Test
  void verticesAreClassifiedBySparseNetworksAndTheConfusionsAddUp() throws Exception {
    String warehouse = directory.resolve("w").toString();
    List<String> nodes =
        List.of("-D", "task=node-classification", "-D", "generate.label-noise=0.1", "-D", "sweep.seeds=[1]", "-D",
            "model.hidden=[32, 16]", "-D", "model.dropout=0.1", "-D", "training.batch=32", "-D", "walk.along=both",
            "-D", "walk.order=none", "-D", "walk.bias=uniform", "-D", "walk.length=20", "-D", "embedding.dimension=16",
            "-D", "embedding.epochs=5", "-D", "training.epochs=30", "-D", "sweep.embeddings=[dense, topk-row-50]", "-D",
            "sweep.methods=[dense, rigl, magnitude]", "-D", "sweep.sparsity=[0.5]");
    String[] arguments = nodes.toArray(String[]::new);
    assertThat(pipeline("pipeline", warehouse, arguments).code()).isZero();
    assertThat(query(warehouse,
        "SELECT model, count(*) AS n, min(accuracy) > 0.5 AS learned, count(auc) AS aucs,"
            + " min(f1_macro) > 0.4 AS f1 FROM trials WHERE embedding = 'dense' GROUP BY model"))
        .isEqualTo("model,n,learned,aucs,f1\n16-32-16-5,3,true,0,true\n");
    // A fifth of the 400 vertices or so is tested; accuracy is the diagonal's share.
    assertThat(query(warehouse,
        "SELECT count(*) AS trials, max(abs(right / n - t.accuracy)) < 1e-9 AS same, min(n) > 60 AS tested"
            + " FROM (SELECT trial_id, sum(count) AS n, sum(if(actual = predicted, count, 0)) AS right FROM confusions GROUP BY trial_id)"
            + " JOIN trials t USING (trial_id)"))
        .isEqualTo("trials,same,tested\n6,true,true\n");
    assertThat(query(warehouse,
        "SELECT count(DISTINCT class) AS classes, count(*) = count(DISTINCT vertex) AS once FROM labels"))
        .isEqualTo("classes,once\n5,true\n");
    assertAnExportPredictsWhatItsTrialRecorded(warehouse, nodes, 5);
    // The averaging engine with one worker is the same, dropout and all.
    List<String> averaged = new ArrayList<>(nodes);
    averaged.addAll(
        List.of("-D", "sweep.embeddings=[dense]", "-D", "sweep.engine=averaged", "-D", "sweep.averaging.workers=1"));
    assertThat(pipeline("sweep run", warehouse, averaged.toArray(String[]::new)).code()).isZero();
    assertThat(query(warehouse, "SELECT count(DISTINCT method, accuracy, log_loss, nonzeros) AS rows FROM trials"
        + " WHERE embedding = 'dense'")).isEqualTo("rows\n3\n");
    Path labels = Files.writeString(directory.resolve("labels.txt"), "0 a\n1 b\n0 b\n");
    List<String> twice = new ArrayList<>(nodes);
    twice.addAll(List.of("-D", "graph.labels=" + labels));
    Result refused = pipeline("split", warehouse, twice.toArray(String[]::new));
    assertThat(refused.code()).isEqualTo(ExitCode.DATA_REFUSED);
    assertThat(refused.err()).contains("labels.txt: vertex 0 has more than one label");
  }

  @Test
  void snapshotsAndLabelsOfFilesGiveTheSameRowsForAnyNumberOfTasks() throws Exception {
    // Four snapshots of three groups, as a [snapshot, source, target] array says it.
    SplittableRandom random = new SplittableRandom(4);
    StringBuilder edges = new StringBuilder("# src dst snapshot\n");
    StringBuilder labels = new StringBuilder();
    for (int snapshot = 0; snapshot < 4; snapshot++) {
      for (int e = 0; e < 900; e++) {
        int source = random.nextInt(180);
        int target = random.nextInt(10) == 0 ? random.nextInt(180) : 3 * random.nextInt(60) + source % 3;
        edges.append(source).append(' ').append(target).append(' ').append(snapshot).append('\n');
      }
    }
    for (int v = 0; v < 180; v++) {
      labels.append(v).append(v % 3 == 0 ? " left\n" : v % 3 == 1 ? " middle\n" : " right\n");
    }
    List<String> nodes = List.of("-D", "task=node-classification", "-D",
        "graph.path=" + Files.writeString(directory.resolve("edges.tsv"), edges), "-D",
        "graph.labels=" + Files.writeString(directory.resolve("labels.tsv"), labels), "-D", "sweep.seeds=[1]", "-D",
        "model.hidden=[16, 8]", "-D", "model.dropout=0.1", "-D", "training.batch=32", "-D", "walk.along=both", "-D",
        "walk.order=none", "-D", "walk.bias=uniform", "-D", "walk.length=20", "-D", "embedding.dimension=8", "-D",
        "embedding.epochs=10", "-D", "embedding.blocks=2", "-D", "training.epochs=20", "-D",
        "sweep.embeddings=[dense, topk-row-50]", "-D", "sweep.methods=[dense, rigl]", "-D", "methods.rigl.updates=6",
        "-D", "sweep.sparsity=[0.5]");
    List<List<String>> tables = new ArrayList<>();
    for (boolean many : new boolean[] {false, true}) {
      String warehouse = directory.resolve("w" + many).toString();
      System.setProperty("spark.master", many ? "local[3]" : "local[1]");
      System.setProperty("spark.sql.shuffle.partitions", many ? "7" : "1");
      try {
        assertThat(
            pipeline("sweep run", warehouse,
                joined(nodes, many
                    ? List.of("-D", "walk.mode=partitioned", "-D", "walk.partitions=7", "-D", "embedding.mode=spread")
                    : List.of("-D", "walk.partitions=1")))
                .code())
            .isZero();
      } finally {
        System.clearProperty("spark.master");
        System.clearProperty("spark.sql.shuffle.partitions");
      }
      tables.add(List.of(
          query(warehouse,
              "SELECT embedding, method, sparsity, accuracy, f1_macro, log_loss, calibration_error, val_accuracy,"
                  + " best_epoch, flops_counted, nonzeros, data_fingerprint FROM trials ORDER BY embedding, method"),
          query(warehouse, "SELECT * EXCEPT (fingerprint) FROM labels ORDER BY vertex"),
          query(warehouse, "SELECT split, src, class FROM examples ORDER BY split, src"),
          query(warehouse,
              "SELECT embedding, method, epoch, layer, grown, nonzeros FROM layers JOIN trials USING (trial_id)"
                  + " ORDER BY embedding, method, epoch, layer")));
    }
    assertThat(tables.get(1)).isEqualTo(tables.get(0));
    assertThat(tables.get(0).get(0)).hasLineCount(5);
    String warehouse = directory.resolve("wfalse").toString();
    assertThat(query(warehouse, "SELECT min(accuracy) > 0.6 AS learned FROM trials")).isEqualTo("learned\ntrue\n");
    // 8-16-8-3 has 280 weights, 128 in the first layer: by the formula half of the embedding leaves 1 - 64 / 280 of the work. So narrow
    // an embedding is trained with its zeros written out, which is faster, and that is what is counted.
    assertThat(query(warehouse,
        "SELECT embedding, method, round(flops_paper, 4) AS paper, flops_counted = flops_dense AS dense FROM trials"
            + " ORDER BY embedding, method"))
        .isEqualTo("embedding,method,paper,dense\ndense,dense,1.0,true\ndense,rigl,0.5,false\n"
            + "topk-row-50,dense,0.7714,true\ntopk-row-50,rigl,0.3857,false\n");
  }

  /** Exports the best trial and predicts its test examples, and the classes of vertices 1 and 2. */
  private void assertAnExportPredictsWhatItsTrialRecorded(String warehouse, List<String> settings, int classes)
      throws Exception {
    String model = directory.resolve("model").toString();
    List<String> arguments = new ArrayList<>(settings);
    arguments.addAll(List.of("--to", model));
    assertThat(pipeline("export", warehouse, arguments.toArray(String[]::new)).out()).contains("test accuracy");
    arguments = new ArrayList<>(settings);
    arguments.addAll(List.of("--model", model));
    Result same = pipeline("predict", warehouse, arguments.toArray(String[]::new));
    assertThat(same.out()).startsWith("metric,predicted,recorded\naccuracy,").contains("\nf1_macro,");
    assertThat(same.code()).isZero();
    arguments.addAll(List.of("--vertices", Files.writeString(directory.resolve("vertices.txt"), "1\n2\n").toString()));
    List<String> rows = pipeline("predict", warehouse, arguments.toArray(String[]::new)).out().lines().toList();
    assertThat(rows).hasSize(1 + 2 * classes).first().isEqualTo("vertex,label,probability");
    assertThat(rows.subList(1, 1 + classes)).allMatch(row -> row.matches("1,[^,]+,(0\\.\\d+|\\d\\.\\d+E-\\d+|1\\.0)"));
    assertThat(rows.subList(1, 1 + classes).stream().map(row -> row.split(",")[1]).distinct()).hasSize(classes);
    if (!settings.contains("task=multi-label-classification")) {
      assertThat(rows.subList(1, 1 + classes).stream().mapToDouble(row -> Double.parseDouble(row.split(",")[2])).sum())
          .isCloseTo(1, within(1e-9));
    }
    arguments.set(arguments.size() - 1,
        Files.writeString(directory.resolve("strangers.txt"), "nobody\n1\nnobody else\n").toString());
    Result known = pipeline("predict", warehouse, arguments.toArray(String[]::new));
    assertThat(known.code()).isZero();
    assertThat(known.out().lines().toList()).as("strangers are passed by").isEqualTo(rows.subList(0, 1 + classes));
  }

  @Test
  void verticesOfSeveralClassesAreLearnedByAllEnginesAlike() throws Exception {
    // Vertices of one or two of three groups, edges inside a group; vertex 999 has labels and no edge.
    SplittableRandom random = new SplittableRandom(4);
    StringBuilder edges = new StringBuilder();
    StringBuilder labels = new StringBuilder("999 g0\n999 g1\n1 ?\n");
    List<List<Integer>> groups = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int v = 0; v < 240; v++) {
      for (int group : v % 4 == 0 ? new int[] {v % 3, (v + 1) % 3} : new int[] {v % 3}) {
        groups.get(group).add(v);
        labels.append(v).append(" g").append(group).append('\n');
      }
    }
    labels.append("0 g0\n");
    for (int e = 0; e < 3000; e++) {
      List<Integer> group = groups.get(e % 3);
      edges.append(group.get(random.nextInt(group.size())))
          .append(' ')
          .append(group.get(random.nextInt(group.size())))
          .append('\n');
    }
    String warehouse = directory.resolve("w").toString();
    List<String> several = List.of("-D", "task=multi-label-classification", "-D",
        "graph.path=" + Files.writeString(directory.resolve("edges.txt"), edges), "-D",
        "graph.labels=" + Files.writeString(directory.resolve("labels.txt"), labels), "-D", "graph.unknown-label=?",
        "-D", "graph.format=static", "-D", "sweep.seeds=[1]", "-D", "model.hidden=[16]", "-D", "model.dropout=0", "-D",
        "training.batch=32", "-D", "walk.along=both", "-D", "walk.order=none", "-D", "walk.bias=uniform", "-D",
        "walk.length=20", "-D", "embedding.dimension=8", "-D", "embedding.epochs=10", "-D", "training.epochs=30", "-D",
        "sweep.embeddings=[dense]", "-D", "sweep.methods=[dense, rigl, slr]", "-D", "sweep.sparsity=[0.5]", "-D",
        "methods.slr.dense-share=0.34", "-D", "methods.slr.reweight-share=0.33", "-D", "sweep.averaging.workers=1");
    for (String engine : List.of("vector", "averaged", "dl4j")) {
      List<String> arguments = new ArrayList<>(several);
      arguments.addAll(List.of("-D", "sweep.engine=" + engine));
      arguments.addAll(engine.equals("dl4j") ? List.of("-D", "sweep.methods=[dense]") : List.of());
      assertThat(pipeline("sweep run", warehouse, arguments.toArray(String[]::new)).code()).isZero();
    }
    assertThat(query(warehouse,
        "SELECT engine, task, model, count(*) AS n, min(accuracy) > 0.8 AS learned, min(f1_macro) > 0.8 AS f1,"
            + " min(f1_micro) = min(accuracy) AS micro FROM trials GROUP BY ALL ORDER BY engine"))
        .isEqualTo("engine,task,model,n,learned,f1,micro\n"
            + "averaged,multi-label-classification,8-16-3,3,true,true,true\ndl4j,multi-label-classification,8-16-3,1,true,true,true\n"
            + "vector,multi-label-classification,8-16-3,3,true,true,true\n");
    assertThat(
        query(warehouse, "SELECT count(DISTINCT method, accuracy, f1_macro, log_loss, nonzeros) AS rows FROM trials"
            + " WHERE engine <> 'dl4j'"))
        .isEqualTo("rows\n3\n");
    assertAnExportPredictsWhatItsTrialRecorded(warehouse, several, 3);
    assertThat(query(warehouse, "SELECT count(*) AS labels, count(DISTINCT vertex) AS vertices FROM labels"))
        .isEqualTo("labels,vertices\n300,240\n");
    assertThat(query(warehouse,
        "SELECT DISTINCT name, round(value, 4) AS value FROM audits WHERE name LIKE 'label%' ORDER BY name"))
        .isEqualTo("name,value\nlabels_per_vertex,1.25\nlabels_without_edges,0.0041\n");
  }

  @Test
  void convolutionsLearnAGraphOfFilesAndKeepTheirSparsity() throws Exception {
    // Two groups of vertices with edges inside; words 0-9 are the one's, 10-19 the other's; vertex 60 has words only, and 61 no known label.
    StringBuilder edges = new StringBuilder();
    StringBuilder features = new StringBuilder("60 3 1\n61 3 1\n");
    StringBuilder labels = new StringBuilder("60 left\n61 ?\n999 nowhere\n");
    StringBuilder split = new StringBuilder("60 test\n");
    SplittableRandom random = new SplittableRandom(4);
    for (int v = 0; v < 60; v++) {
      int group = v % 2;
      for (int e = 0; e < 3; e++) {
        edges.append(v)
            .append(' ')
            .append(2 * random.nextInt(30) + (random.nextInt(10) == 0 ? 1 - group : group))
            .append('\n');
      }
      for (int word = 0; word < 20; word++) {
        if (random.nextInt(10) < (word / 10 == group ? 4 : 2)) {
          features.append(v).append(' ').append(word).append(" 1\n");
        }
      }
      labels.append(v).append(group == 0 ? " left\n" : " right\n");
      split.append(v).append(v < 10 ? " train\n" : v < 30 ? " val\n" : " test\n");
    }
    String warehouse = directory.resolve("w").toString();
    List<String> arguments = new ArrayList<>(List.of("pipeline", "jobs/cora.conf", "--warehouse", warehouse, "-D",
        "graph.unknown-label=?", "-D", "sweep.seeds=[1, 2]", "-D",
        "sweep.methods=[dense, rigl, slr, snip, top-kast, grow-and-prune, ugs]", "-D", "sweep.sparsity=[0.5]"));
    for (Map.Entry<String, StringBuilder> file : Map
        .of("path", edges, "features", features, "labels", labels, "split", split)
        .entrySet()) {
      Path path = Files.writeString(directory.resolve(file.getKey() + ".txt"), file.getValue());
      arguments.addAll(List.of("-D", "graph." + file.getKey() + "=" + path));
    }
    assertThat(run(arguments.toArray(String[]::new)).code()).isZero();
    assertThat(query(warehouse,
        "SELECT model, count(*) AS n, min(accuracy) > 0.7 AS learned,"
            + " min(if(method = 'dense', 0.5, achieved_sparsity)) >= 0.49 AS sparse FROM trials GROUP BY model"))
        .isEqualTo("model,n,learned,sparse\n20-16-2,14,true,true\n");
    assertThat(query(warehouse,
        "SELECT method = 'ugs' AS joint, round(min(graph_sparsity), 1) AS least, round(max(graph_sparsity), 1) AS most"
            + " FROM summary GROUP BY 1 ORDER BY 1"))
        .isEqualTo("joint,least,most\nfalse,0.0,0.0\ntrue,0.1,0.1\n");
    List<String> graph = arguments.subList(1, arguments.size());
    String model = directory.resolve("model").toString();
    assertThat(run(joined(List.of("export"), graph, List.of("--to", model))).code()).isZero();
    assertThat(run(joined(List.of("predict"), graph, List.of("--model", model))).code()).isZero();
    Path lonely = Files.writeString(directory.resolve("vertices.txt"), "60\n");
    assertThat(run(joined(List.of("predict"), graph, List.of("--model", model, "--vertices", lonely.toString()))).out())
        .startsWith("vertex,label,probability\n60,left,")
        .contains("\n60,right,");
    assertThat(query(warehouse,
        "SELECT count(*) AS vertices, max(vertex) AS last, max_by(raw, vertex) AS alone FROM graph_nodes"))
        .isEqualTo("vertices,last,alone\n62,61,61\n");
    assertThat(
        query(warehouse, "SELECT DISTINCT round(value * 62, 6) AS one FROM audits WHERE name = 'labels_without_edges'"))
        .isEqualTo("one\n1.0\n");
    Files.writeString(directory.resolve("split.txt"), "1 trein\n");
    Result refused = run(arguments.toArray(String[]::new));
    assertThat(refused.code()).isEqualTo(ExitCode.DATA_REFUSED);
    assertThat(refused.err())
        .contains("split.txt: the part of vertex 1 must be train, val, test or unused, was 'trein'");
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static String[] joined(List<String>... parts) {
    return Stream.of(parts).flatMap(List::stream).toArray(String[]::new);
  }

  @Test
  void mistakesInTheChoiceOfInputsAreRefused() {
    String warehouse = directory.resolve("w").toString();
    assertThat(pipeline("sweep plan", warehouse, "-D", "features.pair=true").err())
        .contains("features.pair needs protocol = strict and split.history > 0");
    assertThat(pipeline("sweep plan", warehouse, "-D", "split.history=0.7").err())
        .contains("split.history must be at least 0 and less than train (0.6), was 0.7");
    assertThat(pipeline("sweep plan", warehouse, "-D", "sweep.embeddings=[topk-rows]").err())
        .contains("sweep.embeddings must be dense or topk");
    assertThat(
        pipeline("sweep plan", warehouse, "-D", "methods.allocation=global", "-D", "sweep.methods=[dense, set]").err())
        .contains("the method set needs methods.allocation = own, uniform or erk");
    assertThat(pipeline("sweep plan", warehouse, "-D", "sweep.engine=dl4j", "-D", "sweep.methods=[top-kast]").err())
        .contains("the method top-kast needs sweep.engine = auto, vector, cuda, averaged, was dl4j");
  }

  private static String query(String warehouse, String sql) {
    return run("query", "src/test/resources/plain.conf", sql, "--format", "csv", "--warehouse", warehouse).out();
  }

  @Test
  void aTrialThatDivergesIsARowTriedOnceAndLeavesItsNeighboursAlone() {
    String warehouse = directory.resolve("w").toString();
    String[] wild = {"-D", "methods.rigl.optimizer.learning-rate=1e30", "-D", "sweep.seeds=[1]", "-D",
        "sweep.embeddings=[dense]", "-D", "sweep.sparsity=[0.5]"};
    for (int run = 0; run < 2; run++) {
      Result sweep = pipeline("sweep run", warehouse, wild);
      assertThat(sweep.code()).isEqualTo(ExitCode.TRIALS_FAILED);
      assertThat(sweep.err()).contains("1 trials failed: see the table failures");
      assertThat(pipeline("sweep plan", warehouse, wild).out()).startsWith("0 of 3 trials to train\n");
    }
    assertThat(pipeline("sweep status", warehouse, wild).out()).contains("2 of 3 trials published, 1 failed");
    Result rows = run("query", "src/test/resources/plain.conf",
        "SELECT method, message LIKE 'DIVERGED%' AS told FROM failures", "--format", "csv", "--warehouse", warehouse);
    assertThat(rows.out()).isEqualTo("method,told\nrigl,true\n");

    String sum = "SELECT count(*), sum(accuracy) FROM trials";
    String others = query(warehouse, sum);
    String ended = query(warehouse, "SELECT ended_at FROM failures");
    Result retried = pipeline("sweep retry", warehouse, wild);
    assertThat(retried.code()).isEqualTo(ExitCode.TRIALS_FAILED);
    assertThat(retried.out()).startsWith("1 failed trials are trained again\n");
    assertThat(query(warehouse, "SELECT ended_at FROM failures")).hasLineCount(2).isGreaterThan(ended);
    assertThat(query(warehouse, sum)).as("the others stay").isEqualTo(others);
  }

  private static Result pipeline(String command, String warehouse, String... more) {
    ArrayList<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.addAll(List.of("src/test/resources/plain.conf", "--warehouse", warehouse));
    arguments.addAll(SMALL);
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  record Result(int code, String out, String err) {}

  static Result run(String... arguments) {
    // A command closes its session; other tests of this JVM open theirs anew.
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
    try {
      int code = Main.run(arguments);
      return new Result(code, outBytes.toString(StandardCharsets.UTF_8), errBytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
