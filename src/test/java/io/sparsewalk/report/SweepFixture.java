package io.sparsewalk.report;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.table.FilledRow;
import io.sparsewalk.table.RowFile;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableSchema;
import io.sparsewalk.table.Warehouse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;

/** Publishes made-up sweeps by the same writer and layout as real ones. */
final class SweepFixture {
  static final String SWEEP = "0123456789abcdef";
  static final Margin MARGIN = new Margin(0.01, 0.01);
  private static final double[] SPARSITIES = {0.5, 0.75, 0.875, 0.90625, 0.96875};

  private final Warehouse warehouse;
  private String dataset = "fixture";
  private String sweep = SWEEP;

  SweepFixture(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  SweepFixture dataset(String name) {
    dataset = name;
    return this;
  }

  /** The trials from here on are of another sweep. */
  SweepFixture sweep(String id) {
    sweep = id;
    return this;
  }

  /** One trial; columns that the change does not set have plausible values. */
  void trial(String trialId, Consumer<Map<String, Object>> change) {
    Map<String, Object> row = defaults();
    change.accept(row);
    publish(SweepTables.TRIALS, warehouse.trial("trials", sweep, trialId), List.of(row));
  }

  /** 66 trials of the shape of a real sweep: quality falls with sparsity, costs fall faster. */
  void sweep() {
    for (String embedding : List.of("dense", "topk")) {
      for (long seed = 1; seed <= 3; seed++) {
        cell(embedding, "dense", 0, seed);
        for (double sparsity : SPARSITIES) {
          cell(embedding, "slr", sparsity, seed);
          cell(embedding, "rigl", sparsity, seed);
        }
      }
    }
    audit();
    failure("poison", 0.99);
  }

  /** What a trial says of its test examples. */
  void predictions(String trialId, List<Map<String, Object>> rows) {
    publish(SweepTables.PREDICTIONS, warehouse.trial("predictions", sweep, trialId), rows);
  }

  /** What a trial calls its test vertices. */
  void confusions(String trialId, List<Map<String, Object>> rows) {
    publish(SweepTables.CONFUSIONS, warehouse.trial("confusions", sweep, trialId), rows);
  }

  /**
   * A sweep of as many cells, of one seed each: methods, embeddings and sparsities in turn, every cell with its epochs.
   */
  void cells(int count) {
    List<String> methods = List.of("rigl", "slr", "set", "magnitude", "snip");
    int levels = count / (2 * methods.size());
    for (String embedding : List.of("dense", "topk")) {
      cell(embedding, "dense", 0, 1);
      for (String method : methods) {
        for (int level = 1; level <= levels; level++) {
          cell(embedding, method, level / (levels + 1.0), 1);
        }
      }
    }
    audit();
  }

  private void cell(String embedding, String method, double sparsity, long seed) {
    String trialId = embedding + "-" + method + "-" + sparsity + "-" + seed;
    double noise = Seeds.of(seed).child(trialId).uniform(0) * 0.004 - 0.002;
    double loss = Math.pow(sparsity, 8) * (method.equals("slr") ? 0.05 : 0.025) + (embedding.equals("topk") ? 0.02 : 0);
    double share = method.equals("slr") ? 0.75 + 0.25 * (1 - sparsity) : 1 - sparsity;
    trial(trialId, row -> {
      row.putAll(Map.of("embedding", embedding, "method", method, "sparsity", sparsity, "seed", seed));
      row.putAll(Map.of("embedding_density", embedding.equals("topk") ? 0.262 : 1.0, "accuracy", 0.849 - loss + noise,
          "auc", 0.917 - 1.2 * loss + noise, "average_precision", 0.929 - loss + noise, "auc_all", 0.8 - loss + noise,
          "average_precision_all", 0.81 - loss + noise, "flops_paper", share));
      row.putAll(Map.of("flops_counted", (long) (1.2e11 * share), "train_seconds", 12 * Math.sqrt(share) + noise,
          "model_bytes_dense", 9220L, "model_bytes_sparse", 1040 + (long) (17408 * (1 - sparsity)),
          "embedding_bytes_dense", 121_536L, "embedding_bytes_sparse", 71_288L));
      row.put("config_json", "{\"method\":\"" + method + "\",\"sparsity\":" + sparsity + ",\"seed\":" + seed
          + ",\"training\":{\"batch\":1024,\"optimizer\":{\"kind\":\"sgd\",\"learning-rate\":0.1}},\"hidden\":[128]}");
    });
    List<Map<String, Object>> epochs = new ArrayList<>();
    for (int epoch = 1; epoch <= 40; epoch++) {
      String phase = !method.equals("slr") ? method.equals("dense") ? "dense" : "sparse"
          : epoch <= 20 ? "dense" : epoch <= 30 ? "reweight" : "retrain";
      double dip = phase.equals("retrain") ? 0.3 * loss * (41 - epoch) / 10 : 0;
      double accuracy = 0.85 - 0.25 * Math.exp(-epoch / 6.0) - (phase.equals("dense") ? 0 : loss) - dip + noise;
      epochs.add(Map.of("phase", phase, "epoch", epoch, "loss", 1 - accuracy, "val_accuracy", accuracy, "val_auc",
          accuracy + 0.05, "learning_rate", 0.1, "seconds", 0.3, "density", 1 - sparsity));
    }
    publish(SweepTables.EPOCHS, warehouse.trial("epochs", sweep, trialId), epochs);
    publish(SweepTables.LAYERS, warehouse.trial("layers", sweep, trialId), layers(epochs, sparsity));
    publish(SweepTables.RANKINGS, warehouse.trial("rankings", sweep, trialId), List.of(Map.of("negatives", "uniform",
        "positives", 100, "negatives_each", 50, "mrr", 0.5 - loss, "hits_10", 0.8 - loss, "auc", 0.9 - loss)));
  }

  /** Of a network 16-128-1: dense in dense phases, the sparsity of the trial in all layers in the others. */
  private static List<Map<String, Object>> layers(List<Map<String, Object>> epochs, double sparsity) {
    List<Map<String, Object>> layers = new ArrayList<>();
    for (Map<String, Object> epoch : epochs) {
      double kept = epoch.get("phase").equals("dense") ? 1 : 1 - sparsity;
      layers.add(layer(epoch.get("epoch"), 0, 128, 16, kept));
      layers.add(layer(epoch.get("epoch"), 1, 1, 128, kept));
    }
    return layers;
  }

  private static Map<String, Object> layer(Object epoch, int layer, int rows, int columns, double kept) {
    return Map.of("epoch", epoch, "layer", layer, "rows", rows, "columns", columns, "nonzeros",
        (long) (kept * rows * columns), "dropped", 0L, "grown", 0L, "ever_active_share", 1.0);
  }

  private void audit() {
    for (long seed = 1; seed <= 3; seed++) {
      List<Map<String, Object>> rows = new ArrayList<>();
      rows.add(auditRow("train_valid_overlap", 0, seed, "positives in both train and validation"));
      rows.add(auditRow("test_edges_seen_by_walks", 0, seed, "share of test edges that the walks could take"));
      rows.add(auditRow("baseline popularity: AUC", 0.70, seed, "no model"));
      rows.add(auditRow("baseline common neighbours: AUC", 0.95, seed, "no model"));
      rows.add(auditRow("kept_test_share", 0.43 + seed * 1e-3, seed, "share of test edges with both ends in training"));
      publish(SweepTables.AUDITS, warehouse.audit(sweep, seed), rows);
    }
  }

  private Map<String, Object> auditRow(String name, double value, long seed, String note) {
    return Map.of("dataset", dataset, "protocol", "strict", "seed", seed, "name", name, "value", value, "note", note);
  }

  /** A RigL on the dense embedding that failed. */
  void failure(String trialId, double sparsity) {
    publish(SweepTables.FAILURES, warehouse.trial("failures", sweep, trialId),
        List.of(Map.of("dataset", dataset, "protocol", "strict", "embedding", "dense", "method", "rigl", "sparsity",
            sparsity, "seed", 1L, "exception", "DivergedException", "message", "loss is NaN <b>here</b>", "epoch", 3)));
  }

  private Map<String, Object> defaults() {
    Map<String, Object> row = new HashMap<>(Map.of("dataset", dataset, "protocol", "strict", "task", "link-prediction",
        "embedding", "dense", "model", "16-128-1", "method", "dense", "sparsity", 0.0, "seed", 1L));
    row.putAll(Map.of("embedding_density", 1.0, "achieved_sparsity", 0.0, "engine", "vector", "workers", 1,
        "flops_paper", 1.0, "flops_counted", 120_000_000_000L, "flops_dense", 120_000_000_000L, "train_seconds", 12.0));
    row.putAll(Map.of("test_examples", 20_000L, "test_share", 0.44, "test_majority", 0.5, "accuracy_se", 0.0025,
        "auc_se", 0.002));
    row.putAll(Map.of("config_json", "{}", "code_version", "abcdef123456", "data_fingerprint", "feedface00000000",
        "started_at", Instant.parse("2026-11-01T10:00:00Z"), "ended_at", Instant.parse("2026-11-01T10:00:12Z"), "host",
        "worker-1", "device", "cpu", "stop_reason", "finished", "attempt", 1));
    return row;
  }

  private void publish(TableSchema schema, Path target, List<Map<String, Object>> rows) {
    RowFile.publish(warehouse, target, schema, rows.stream().map(row -> FilledRow.of(schema, row)).toList(), List.of());
  }
}
