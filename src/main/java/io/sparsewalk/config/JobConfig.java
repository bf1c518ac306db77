package io.sparsewalk.config;

import static io.sparsewalk.common.Checks.check;

import io.sparsewalk.common.Settings;
import io.sparsewalk.dataset.EdgeInputs;
import io.sparsewalk.dataset.EdgeOperator;
import io.sparsewalk.dataset.FeaturesConfig;
import io.sparsewalk.dataset.LeaksConfig;
import io.sparsewalk.dataset.PairFeatures;
import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.dataset.SplitConfig;
import io.sparsewalk.dataset.Task;
import io.sparsewalk.embedding.EmbeddingConfig;
import io.sparsewalk.graph.GenerateConfig;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Allocation;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.Structure;
import io.sparsewalk.sweep.EpochBudget;
import io.sparsewalk.sweep.Fairness;
import io.sparsewalk.sweep.Levels;
import io.sparsewalk.sweep.Method;
import io.sparsewalk.sweep.MethodsConfig;
import io.sparsewalk.sweep.SweepConfig;
import io.sparsewalk.sweep.TrainingConfig;
import io.sparsewalk.topk.TopKConfig;
import io.sparsewalk.walk.WalkConfig;
import java.util.List;

/**
 * A whole job.
 *
 * @param name names the sweep and its report
 * @param warehouse root of all tables, any Hadoop path
 */
public record JobConfig(String name, String warehouse, GraphConfig graph, GenerateConfig generate, WalkConfig walk,
    EmbeddingConfig embedding, TopKConfig topk, Protocol protocol, Fairness fairness, Task task, SplitConfig split,
    FeaturesConfig features, ModelConfig model, TrainingConfig training, MethodsConfig methods, SweepConfig sweep,
    ReportConfig report) {
  public JobConfig {
    check(name.matches("[a-z0-9][a-z0-9_-]{0,62}"),
        "name must be 1 to 63 of a-z, 0-9, '-' and '_', beginning with a letter or digit, was '%s'", name);
    check(!warehouse.isBlank(), "warehouse must be a path");
    check(!sweep.methods().contains(Method.UGS) || model.prunesEdges(),
        "the method ugs prunes the graph that a network convolves: it needs model.kind = gcn and model.diffusion.kind = none");
    check(!features.pair() || protocol == Protocol.STRICT && split.history() > 0,
        "features.pair needs protocol = strict and split.history > 0: of the edges that are known no training example may be one");
    check(protocol == Protocol.PAPER || split.leaks().equals(LeaksConfig.ALL),
        "split.leaks is for protocol = paper: strict has none");
    check(split.by() == SplitConfig.By.AUTO || protocol == Protocol.STRICT && task == Task.LINK_PREDICTION,
        "split.by must be auto but for task = link-prediction with protocol = strict");
    boolean nodes = task.isOfVertices();
    check(!features.edge().contains(EdgeOperator.VERTEX),
        "features.edge must not have vertex: it is what classes of vertices have");
    check(!nodes || !features.pair(), "features.pair is for task = link-prediction");
    check(!nodes || training.select() == TrainingConfig.Select.VAL_ACCURACY,
        "training.select must be val-accuracy with task = %s", Settings.word(task));
    check(!nodes || !sweep.savePredictions(), "sweep.save-predictions is for task = link-prediction");
    check(!nodes || graph.isSynthetic() || !graph.labels().isEmpty(),
        "graph.labels must name the file of labels with task = %s", Settings.word(task));
    String kind = Settings.word(model.kind());
    check(!model.isGraph() || task == Task.NODE_CLASSIFICATION, "model.kind = %s needs task = node-classification",
        kind);
    check(!model.isGraph() || sweep.engine() == SweepConfig.Engine.AUTO || sweep.engine() == SweepConfig.Engine.VECTOR,
        "model.kind = %s needs sweep.engine = vector", kind);
    check(!model.isGraph() || sweep.embeddings().equals(List.of("dense")),
        "sweep.embeddings must be [dense] with model.kind = %s", kind);
    check(graph.split().isEmpty() || model.isGraph(), "graph.split is for model.kind = gcn, sage and gat");
    checkPublished(protocol, fairness, task, model);
    checkLogits(task, model, sweep.engine());
    boolean matched = fairness == Fairness.MATCHED || fairness == Fairness.AUTO && protocol == Protocol.STRICT;
    sweep.methods().forEach(method -> EpochBudget.of(methods, method).check(matched ? training.epochs() : 0));
    check(model.dropout() == 0 || sweep.engine() != SweepConfig.Engine.DL4J,
        "model.dropout must be 0 with the engine dl4j, whose dropout is drawn otherwise");
    for (Method method : sweep.methods()) {
      check(methods.allocation(method) != Allocation.GLOBAL || method.ranks(),
          "methods.allocation must be own, uniform or erk with the method %s, which does not rank all weights",
          method.key());
      check(methods.structure().kind() == Structure.Kind.NONE || method.prunes() || method == Method.DENSE,
          "methods.structure.kind must be none with the method %s, which does not prune by magnitude", method.key());
    }
    check(sweep.engine() != SweepConfig.Engine.DL4J || !sweep.methods().contains(Method.TOP_KAST),
        "the engine dl4j keeps masked weights at 0 and cannot run top-kast: use the engine vector or averaged");
    for (OptimizerConfig optimizer : methods.optimizers()) {
      check(sweep.engine() != SweepConfig.Engine.DL4J || optimizer.moments() != 1 || optimizer.nesterov(),
          "the engine dl4j has no momentum of %s without nesterov: set training.optimizer.nesterov = true",
          optimizer.momentum());
    }
    if (!nodes) {
      // How many classes there are, and so how large a network is that tells them, only the data say.
      int inputs = EdgeInputs.width(embedding.dimension(), features.edge(), features.pair() ? PairFeatures.WIDTH : 0);
      Levels.check(sweep, methods, ParameterLayout.of(inputs, model, 1));
    }
  }

  /** What the published code does is for the tasks and networks that it has. */
  private static void checkPublished(Protocol protocol, Fairness fairness, Task task, ModelConfig model) {
    boolean published = task != Task.MULTI_LABEL_CLASSIFICATION
        && (model.kind() == ModelConfig.Kind.MLP || model.kind() == ModelConfig.Kind.GCN);
    String wanted =
        "with task = %s and model.kind = %s: the published code has link-prediction and node-classification with an mlp, "
            + "and node-classification with a gcn";
    check(published || protocol == Protocol.STRICT, "protocol must be strict " + wanted, Settings.word(task),
        Settings.word(model.kind()));
    check(published || fairness != Fairness.PUBLISHED, "fairness must be matched " + wanted, Settings.word(task),
        Settings.word(model.kind()));
  }

  /** Logits that are treated as the published code does. */
  private static void checkLogits(Task task, ModelConfig model, SweepConfig.Engine engine) {
    boolean mlp = model.kind() == ModelConfig.Kind.MLP;
    check(!model.reluLogits() || task == Task.NODE_CLASSIFICATION && mlp,
        "model.relu-logits must be false but for task = node-classification with model.kind = mlp");
    check(!model.reluLogits() || engine != SweepConfig.Engine.DL4J,
        "model.relu-logits must be false with the engine dl4j");
    check(!model.dropoutAtTest() || mlp, "model.dropout-at-test must be false with model.kind = gcn");
  }
}
