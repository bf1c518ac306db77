package io.sparsewalk.spark.sweep;

import io.sparsewalk.cuda.CudaRounds;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.spark.embedding.EmbedStage;
import io.sparsewalk.spark.examples.ExampleFiles;
import io.sparsewalk.spark.examples.GraphNodeStage;
import io.sparsewalk.spark.ingest.EdgeTable;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;

/** How much memory the task of a batch of trials needs, from the sizes in the manifests. */
public final class MemoryEstimate {
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

  private final Warehouse warehouse;
  private final Sweep sweep;

  public MemoryEstimate(Warehouse warehouse, Sweep sweep) {
    this.warehouse = warehouse;
    this.sweep = sweep;
  }

  /**
   * Memory that the task of a batch needs at most: its examples, the embedding, the networks. Tasks of a JVM share all but the networks.
   *
   * @param trials of the largest batch
   */
  public long taskBytes(int trials) {
    long most = 0;
    for (TrainingInputs inputs : sweep.anyEmbedding().values()) {
      most = Math.max(most, inputs.graph().isEmpty() ? pairBytes(inputs, trials) : graphBytes(inputs, trials));
    }
    return most;
  }

  private long graphBytes(TrainingInputs inputs, int trials) {
    Manifest nodes = manifest(GraphNodeStage.NAME, inputs.embeddings());
    ModelConfig model = sweep.recipe().model();
    ParameterLayout layout = inputs.layout(warehouse, model);
    long outputs = layout.widths().stream().skip(1).mapToInt(Integer::intValue).sum();
    long vertices = nodes.count("vertices");
    long edges = manifest(EdgeTable.NAME, inputs.graph()).count("edges");
    boolean diffused = model.diffusion().kind() != ModelConfig.Diffusion.Kind.NONE;
    long neighbours = diffused ? vertices * model.diffusion().top() : 2 * edges + vertices;
    long attentions =
        model.kind() == ModelConfig.Kind.GAT ? neighbours * (model.heads() * (layout.layers() - 1) + 1) : 0;
    return edges * EDGE_BYTES + neighbours * NEIGHBOUR_BYTES + attentions * ATTENTION_BYTES
        + vertices * OUTPUT_BYTES * outputs + trials * PARAMETER_BYTES * layout.size();
  }

  private long pairBytes(TrainingInputs inputs, int trials) {
    Manifest embedding = manifest(EmbedStage.NAME, inputs.embeddings());
    long dimension = embedding.count("dimension");
    long parameters = inputs.layout(warehouse, sweep.recipe().model()).size();
    long own = manifest(ExampleFiles.TABLE, inputs.examples()).count("rows") / sweep.execution().workers();
    return own * (EXAMPLE_BYTES + 4L * inputs.pairs()) + embedding.count("vertices") * (4 * dimension + ROW_BYTES)
        + trials * parameters * PARAMETER_BYTES;
  }

  /**
   * Memory of a GPU that the task of a batch needs with the engine cuda, about.
   *
   * @param trials of the largest batch
   */
  public long deviceBytes(int trials) {
    long most = 0;
    for (TrainingInputs inputs : sweep.anyEmbedding().values()) {
      Manifest embedding = manifest(EmbedStage.NAME, inputs.embeddings());
      CudaRounds.Load load = new CudaRounds.Load(manifest(ExampleFiles.TABLE, inputs.examples()).count("rows"),
          embedding.count("dimension") * embedding.count("vertices"), inputs.pairs(), trials);
      most = Math.max(most, CudaRounds.bytes(load, inputs.layout(warehouse, sweep.recipe().model()),
          sweep.recipe().training().batch(), inputs.outputs()));
    }
    return most;
  }

  private Manifest manifest(String table, String fingerprint) {
    return Manifest.read(warehouse, warehouse.stage(table, fingerprint));
  }
}
