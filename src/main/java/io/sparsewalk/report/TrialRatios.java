package io.sparsewalk.report;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The {@code trial_ratios} view: the trials, each with the level of the grid that it belongs to and its cost over that of dense
 * training. All views of levels and of costs are made of it.
 *
 * <p>Columns: those of {@code trials}; {@code sparsity_requested}, never null; {@code flops_ratio} (counted FLOPs of training), {@code
 * seconds_ratio} (of training), {@code flops_inference_ratio} (of a prediction), {@code nonzeros_ratio} (parameters that are not 0):
 * each over the same figure of the trial of dense training of the same sweep, seed and embedding, null if there is none; {@code
 * model_bytes_ratio} and {@code embedding_bytes_ratio}, compressed sparse rows over the dense form of the same, 1 for what is dense.
 */
final class TrialRatios {
  /** What may be compared: trials that differ in method, level and seed only. */
  static final List<String> KEYS = List.of("sweep_id", "dataset", "protocol", "task", "model", "embedding");
  private static final Map<String, String> RATIOS = ratios();

  private TrialRatios() {}

  /** The view of a {@code trials} table. */
  static Dataset<Row> of(Dataset<Row> trials) {
    List<Column> keys = new ArrayList<>(KEYS.stream().map(key -> col(key)).toList());
    keys.add(col("seed"));
    List<Column> whole = RATIOS.values().stream().map(figure -> avg(figure).as("dense_" + figure)).toList();
    Dataset<Row> dense = trials.where("method = 'dense'")
        .groupBy(keys.toArray(Column[]::new))
        .agg(whole.get(0), whole.subList(1, whole.size()).toArray(Column[]::new));
    Dataset<Row> all = trials.withColumn("sparsity_requested", requested(trials)).join(dense, names(keys), "left");
    for (Map.Entry<String, String> ratio : RATIOS.entrySet()) {
      all = all.withColumn(ratio.getKey(), col(ratio.getValue()).divide(col("dense_" + ratio.getValue())))
          .drop("dense_" + ratio.getValue());
    }
    return all.withColumn("model_bytes_ratio", stored("method", "model"))
        .withColumn("embedding_bytes_ratio", stored("embedding", "embedding"));
  }

  /**
   * A row for what may be compared, with an array {@code trials} of {@link TestedTrial}s. Those that were ended by halving have no
   * figures, and neither have those of the table {@code failures}: a level at which training failed was tried.
   */
  static Dataset<Row> groups(Dataset<Row> trialRatios, Dataset<Row> failures) {
    Column[] keys = KEYS.stream().map(key -> col(key)).toArray(Column[]::new);
    Dataset<Row> failed = failures.where("method <> 'dense'")
        .join(trialRatios.select("trial_id"), new String[] {"trial_id"}, "left_anti")
        .join(trialRatios.select(keys).distinct(), new String[] {"sweep_id", "dataset", "protocol", "embedding"})
        .withColumnRenamed("sparsity", "sparsity_requested");
    Dataset<Row> all = trialRatios.unionByName(failed, true);
    return all.groupBy(keys)
        .agg(collect_list(struct(Arrays.stream(TestedTrial.COLUMNS).map(name -> col(name)).toArray(Column[]::new)))
            .as("trials"));
  }

  /** The trials of a row of {@link #groups}, in their order. */
  static List<TestedTrial> read(Row group) {
    return group.<Row>getList(group.fieldIndex("trials"))
        .stream()
        .map(TestedTrial::of)
        .sorted(TestedTrial.ORDER)
        .toList();
  }

  /** Bytes in the form that is stored, over those of the dense form: what is dense stays so. */
  private static Column stored(String kind, String what) {
    return when(col(what + "_bytes_dense").isNotNull(), when(col(kind).equalTo("dense"), 1.0)
        .otherwise(col(what + "_bytes_sparse").divide(col(what + "_bytes_dense"))));
  }

  /** The level of the grid: files of before the column have it in {@code sparsity}. */
  private static Column requested(Dataset<Row> trials) {
    return List.of(trials.columns()).contains("sparsity_requested")
        ? coalesce(col("sparsity_requested"), col("sparsity")) : col("sparsity");
  }

  private static String[] names(List<Column> columns) {
    return columns.stream().map(Column::toString).toArray(String[]::new);
  }

  private static Map<String, String> ratios() {
    Map<String, String> ratios = new LinkedHashMap<>();
    ratios.put("flops_ratio", "flops_counted");
    ratios.put("seconds_ratio", "train_seconds");
    ratios.put("flops_inference_ratio", "flops_inference");
    ratios.put("nonzeros_ratio", "nonzeros");
    return ratios;
  }
}
