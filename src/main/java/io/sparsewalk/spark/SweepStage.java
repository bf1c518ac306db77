package io.sparsewalk.spark;

import io.sparsewalk.common.Settings;
import io.sparsewalk.cuda.CudaRounds;
import io.sparsewalk.dataset.EdgeInputs;
import io.sparsewalk.dataset.EdgeOperator;
import io.sparsewalk.dl4j.Dl4jBackend;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sweep.Execution;
import io.sparsewalk.sweep.Recipe;
import io.sparsewalk.sweep.SweepConfig;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.table.CodeVersion;
import io.sparsewalk.table.Fingerprint;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.RowFile;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableSchema;
import io.sparsewalk.table.Warehouse;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Trains the trials of a sweep, a group for every seed and embedding, several at a time: with the engines vector and cuda one Spark job
 * of one task, else a series of jobs of several workers. A trial is published as soon as it has ended; what is published is
 * never trained again.
 */
public final class SweepStage {
  /** Two ends, label, mark, place in the order, logit. */
  private static final long EXAMPLE_BYTES = 18;
  /** An edge of a convolved graph, both directions, on the way to rows. */
  private static final long EDGE_BYTES = 24;
  /** Column and value of a neighbour, forward and back. */
  private static final long NEIGHBOUR_BYTES = 16;
  /** An attention and whether it is dropped. */
  private static final long ATTENTION_BYTES = 8;
  /** Output of a unit, its gradient, whether it is dropped, scratch. */
  private static final long OUTPUT_BYTES = 16;
  /** Offsets of sparse rows, marks. */
  private static final long ROW_BYTES = 9;
  /** Value, two moments, gradient, scores, best, mask. */
  private static final long PARAMETER_BYTES = 28;

  private final SparkSession spark;
  private final Warehouse warehouse;
  private final Sweep sweep;

  /**
   * What a sweep is about, whatever its grid.
   *
   * @param settings of everything that shapes a trial besides its place in the grid
   * @param inputs published examples and embeddings by the seed of the trials and the key of the embedding
   */
  public record Sweep(String name, String dataset, String protocol, String task, Recipe recipe, Execution execution,
      Map<String, Object> settings, String dataFingerprint, Map<Long, Map<String, Inputs>> inputs) implements Serializable {

    /** The sweep's identity; adding levels or seeds to the grid does not change it. */
    public String id() {
      Map<String, Object> identity = new HashMap<>(settings);
      identity.put("data_fingerprint", dataFingerprint);
      identity.put("code_version", CodeVersion.current());
      return name + "-" + Fingerprint.of(identity).substring(0, 8);
    }

    /** Identity of a trial: never only digits. */
    public String trialId(Trial trial) {
      return "t" + Fingerprint.of(Map.of("sweep", id(), "trial", trial.settings(), "inputs",
          Settings.of(inputs(trial))));
    }

    /** What a trial trains on. */
    public Inputs inputs(Trial trial) {
      return inputs.get(trial.seed()).get(trial.embedding().key());
    }

    /** Everything that makes the trial, for its row. */
    Map<String, Object> config(Trial trial) {
      Map<String, Object> config = new LinkedHashMap<>(settings);
      config.put("trial", trial.settings());
      config.put("inputs", Settings.of(inputs(trial)));
      return config;
    }
  }

  /**
   * What trials of a seed and embedding train on.
   *
   * @param examples fingerprint
   * @param embeddings fingerprint; of the table {@code graph_nodes} for graph convolutions
   * @param graph fingerprint of the edges for graph convolutions, else empty
   * @param selection fingerprint of the sparse embedding; empty for the dense one
   * @param density share of the embedding's values that are kept
   * @param edge what the network is told of the embeddings of two ends
   * @param pairs number of pair features
   * @param outputs of the network: 1, or a class each
   */
  public record Inputs(String examples, String embeddings, String graph, String selection, double density,
      List<EdgeOperator> edge, int pairs, int outputs) implements Serializable {}

  public SweepStage(SparkSession spark, Warehouse warehouse, Sweep sweep) {
    this.spark = spark;
    this.warehouse = warehouse;
    this.sweep = sweep;
  }

  /** The trials that have not ended yet, one way or the other. */
  public List<Trial> missing(List<Trial> trials) {
    return trials.stream().filter(trial -> !isIn(SweepTables.TRIALS, trial) && !isIn(SweepTables.FAILURES, trial)).toList();
  }

  /** The trials that have to be trained: what is missing, with halving in whole groups, as who goes on depends on all of them. */
  public List<Trial> toTrain(List<Trial> trials) {
    List<Trial> missing = missing(trials);
    if (sweep.recipe().halving().keep() == 1) {
      return missing;
    }
    Set<List<Object>> groups = missing.stream().map(SweepStage::group).collect(Collectors.toSet());
    return trials.stream().filter(trial -> groups.contains(group(trial))).toList();
  }

  private static List<Object> group(Trial trial) {
    return List.of(trial.seed(), trial.embedding());
  }

  /**
   * Memory that the task of a group needs at most: its examples, the embedding, the networks.
   *
   * @param trials of the largest group
   */
  public long taskBytes(int trials) {
    long most = 0;
    for (Inputs inputs : anyEmbedding().values()) {
      most = Math.max(most, inputs.graph().isEmpty() ? pairBytes(inputs, trials) : graphBytes(inputs, trials));
    }
    return most;
  }

  private long graphBytes(Inputs inputs, int trials) {
    Manifest nodes = manifest(GraphNodeStage.NAME, inputs.embeddings());
    ParameterLayout layout =
        ParameterLayout.of((int) nodes.count("inputs"), sweep.recipe().model(), inputs.outputs());
    ModelConfig model = sweep.recipe().model();
    long outputs = layout.widths().stream().skip(1).mapToInt(Integer::intValue).sum();
    long vertices = nodes.count("vertices");
    long edges = manifest(EdgeTable.NAME, inputs.graph()).count("edges");
    boolean diffused = model.diffusion().kind() != ModelConfig.Diffusion.Kind.NONE;
    long neighbours = diffused ? vertices * model.diffusion().top() : 2 * edges + vertices;
    long attentions = model.kind() == ModelConfig.Kind.GAT ? neighbours * (model.heads() * (layout.layers() - 1) + 1) : 0;
    return edges * EDGE_BYTES + neighbours * NEIGHBOUR_BYTES + attentions * ATTENTION_BYTES + vertices * OUTPUT_BYTES * outputs
        + trials * PARAMETER_BYTES * layout.size();
  }

  private long pairBytes(Inputs inputs, int trials) {
    Manifest embedding = manifest(EmbedStage.NAME, inputs.embeddings());
    long dimension = embedding.count("dimension");
    long parameters = layout(warehouse, inputs, sweep.recipe().model()).size();
    long own = manifest(ExampleFiles.TABLE, inputs.examples()).count("rows") / sweep.execution().workers();
    return own * (EXAMPLE_BYTES + 4L * inputs.pairs()) + embedding.count("vertices") * (4 * dimension + ROW_BYTES)
        + trials * parameters * PARAMETER_BYTES;
  }

  /**
   * Memory of a GPU that the task of a group needs with the engine cuda, about.
   *
   * @param trials of the largest group
   */
  public long deviceBytes(int trials) {
    long most = 0;
    for (Inputs inputs : anyEmbedding().values()) {
      Manifest embedding = manifest(EmbedStage.NAME, inputs.embeddings());
      CudaRounds.Load load = new CudaRounds.Load(manifest(ExampleFiles.TABLE, inputs.examples()).count("rows"),
          embedding.count("dimension") * embedding.count("vertices"), inputs.pairs(), trials);
      most = Math.max(most, CudaRounds.bytes(load, layout(warehouse, inputs, sweep.recipe().model()), sweep.recipe().training().batch(),
          inputs.outputs()));
    }
    return most;
  }

  /** The network over embeddings and pair features. */
  static ParameterLayout layout(Warehouse warehouse, Inputs inputs, ModelConfig model) {
    int dimension = (int) Manifest.read(warehouse, warehouse.stage(EmbedStage.NAME, inputs.embeddings())).count("dimension");
    return ParameterLayout.of(EdgeInputs.width(dimension, inputs.edge(), inputs.pairs()), model, inputs.outputs());
  }

  /** The inputs of every seed, which share all but the selection. */
  private Map<Long, Inputs> anyEmbedding() {
    Map<Long, Inputs> bySeed = new TreeMap<>();
    sweep.inputs().forEach((seed, inputs) -> bySeed.put(seed, inputs.values().iterator().next()));
    return bySeed;
  }

  private Manifest manifest(String table, String fingerprint) {
    return Manifest.read(warehouse, warehouse.stage(table, fingerprint));
  }

  /** The trials that failed. A failure is a property of the training, which is deterministic: trying again changes nothing. */
  public List<Trial> failed(List<Trial> trials) {
    return trials.stream().filter(trial -> isIn(SweepTables.FAILURES, trial)).toList();
  }

  private boolean isIn(TableSchema table, Trial trial) {
    return warehouse.exists(warehouse.trial(table.name(), sweep.id(), sweep.trialId(trial)));
  }

  /**
   * Trains what is missing.
   *
   * @param finished told after every group how many of its trials have ended
   * @throws io.sparsewalk.dl4j.UnsupportedGpuException if the engine dl4j has no code for the GPU; nothing is trained then
   * @throws io.sparsewalk.cuda.CudaException if the engine cuda finds no GPU that the networks fit; nothing is trained then
   */
  public void run(List<Trial> trials, Consumer<Integer> finished) {
    if (sweep.execution().engine() == SweepConfig.Engine.DL4J) {
      Dl4jBackend.require();
    } else if (sweep.execution().engine() == SweepConfig.Engine.CUDA) {
      new EngineChoice(spark, warehouse).examine(sweep).require();
    }
    publishAudits();
    Map<List<Object>, List<Trial>> groups = new LinkedHashMap<>();
    for (Trial trial : toTrain(trials)) {
      groups.computeIfAbsent(group(trial), key -> new ArrayList<>()).add(trial);
    }
    ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(groups.size(), slots())));
    try {
      List<Future<?>> running = new ArrayList<>();
      for (List<Trial> group : groups.values()) {
        running.add(threads.submit(() -> {
          train(group);
          finished.accept(group.size());
        }));
      }
      await(running);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Lets every group come to its end, then reports the first that failed. */
  private static void await(List<Future<?>> running) {
    ExecutionException failure = null;
    for (Future<?> group : running) {
      try {
        group.get();
      } catch (ExecutionException e) {
        failure = failure == null ? e : failure;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while training", e);
      }
    }
    if (failure != null) {
      throw new IllegalStateException("a group of trials failed: " + failure.getCause().getMessage(), failure);
    }
  }

  /** Groups at a time. In this process all tasks have the same GPU, which one group fills. */
  private int slots() {
    boolean oneGpu = sweep.execution().engine() == SweepConfig.Engine.CUDA && spark.sparkContext().isLocal();
    return oneGpu ? 1 : spark.sparkContext().defaultParallelism();
  }

  private void train(List<Trial> group) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    context.setLocalProperty("spark.scheduler.pool", "group-" + Thread.currentThread().getName());
    if (!sweep.execution().engine().averages()) {
      List<ExecutorMemory> memory =
          context.parallelize(List.of(0), 1).map(new GroupTask(warehouse, sweep, group)).collect();
      ExecutorMemory.recycle(context, memory, sweep.execution().recycleBytes());
    } else {
      new SpreadGroup(context, warehouse, sweep).train(group);
    }
  }

  private void publishAudits() {
    anyEmbedding().forEach((seed, inputs) -> {
      Path target = warehouse.audit(sweep.id(), seed);
      if (warehouse.exists(target)) {
        return;
      }
      List<Object[]> rows = new ArrayList<>();
      Manifest examples = manifest(ExampleFiles.TABLE, inputs.examples());
      for (Object figure : (List<?>) examples.fact("audit")) {
        Map<?, ?> row = (Map<?, ?>) figure;
        rows.add(new Object[] {sweep.dataset(), sweep.protocol(), seed, row.get("name"),
            ((Number) row.get("value")).doubleValue(), row.get("note")});
      }
      boolean onTest = sweep.recipe().training().reportBestOnTest();
      rows.add(new Object[] {sweep.dataset(), sweep.protocol(), seed, "epochs_chosen_on_test", onTest ? 1.0 : 0.0,
          "1: the dense start of SLR is the epoch that is best on test, and so is best_on_test_accuracy; 0: validation chooses"});
      Path attempt = warehouse.newAttempt();
      RowFile.write(warehouse, attempt, SweepTables.AUDITS, rows);
      warehouse.publish(attempt, target);
    });
  }
}
