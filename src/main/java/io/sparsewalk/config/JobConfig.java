package io.sparsewalk.config;

import static io.sparsewalk.common.Checks.check;

import io.sparsewalk.common.Settings;
import io.sparsewalk.dataset.EdgeOperator;
import io.sparsewalk.dataset.FeaturesConfig;
import io.sparsewalk.dataset.LeaksConfig;
import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.dataset.SplitConfig;
import io.sparsewalk.dataset.Task;
import io.sparsewalk.embedding.EmbeddingConfig;
import io.sparsewalk.graph.GenerateConfig;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.sparsity.Allocation;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.Structure;
import io.sparsewalk.sweep.Fairness;
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
    FeaturesConfig features, ModelConfig model,
    TrainingConfig training, MethodsConfig methods, SweepConfig sweep, ReportConfig report) {
  public JobConfig {
    check(name.matches("[a-z0-9][a-z0-9_-]{0,62}"),
        "name must be 1 to 63 of a-z, 0-9, '-' and '_', beginning with a letter or digit, was '%s'", name);
    check(!warehouse.isBlank(), "warehouse must be a path");
    check(!sweep.methods().contains(Method.LOTTERY_TICKET) || methods.lotteryTicket().epochs() > 1,
        "methods.lottery-ticket.epochs must be 2 or more, was %s", methods.lotteryTicket().epochs());
    check(!sweep.methods().contains(Method.UGS) || model.prunesEdges(),
        "the method ugs prunes the graph that a network convolves: it needs model.kind = gcn and model.diffusion.kind = none");
    check(!sweep.methods().contains(Method.UGS) || methods.ugs().epochs() > 1, "methods.ugs.epochs must be 2 or more, was %s",
        methods.ugs().epochs());
    check(!features.pair() || protocol == Protocol.STRICT && split.history() > 0,
        "features.pair needs protocol = strict and split.history > 0: of the edges that are known no training example may be one");
    check(protocol == Protocol.PAPER || split.leaks().equals(LeaksConfig.ALL), "split.leaks is for protocol = paper: strict has none");
    boolean nodes = task.isOfVertices();
    check(!features.edge().contains(EdgeOperator.VERTEX), "features.edge must not have vertex: it is what classes of vertices have");
    check(!nodes || !features.pair(), "features.pair is for task = link-prediction");
    check(!nodes || training.select() == TrainingConfig.Select.VAL_ACCURACY,
        "training.select must be val-accuracy with task = %s", Settings.word(task));
    check(!nodes || !sweep.savePredictions(), "sweep.save-predictions is for task = link-prediction");
    check(!nodes || graph.isSynthetic() || !graph.labels().isEmpty(),
        "graph.labels must name the file of labels with task = %s", Settings.word(task));
    String kind = Settings.word(model.kind());
    check(!model.isGraph() || task == Task.NODE_CLASSIFICATION, "model.kind = %s needs task = node-classification", kind);
    check(!model.isGraph() || sweep.engine() == SweepConfig.Engine.AUTO || sweep.engine() == SweepConfig.Engine.VECTOR,
        "model.kind = %s needs sweep.engine = vector", kind);
    check(!model.isGraph() || sweep.embeddings().equals(List.of("dense")), "sweep.embeddings must be [dense] with model.kind = %s",
        kind);
    check(graph.split().isEmpty() || model.isGraph(), "graph.split is for model.kind = gcn, sage and gat");
    checkPublished(protocol, task, model, sweep.engine());
    check(model.dropout() == 0 || sweep.engine() != SweepConfig.Engine.DL4J,
        "model.dropout must be 0 with the engine dl4j, whose dropout is drawn otherwise");
    for (Method method : sweep.methods()) {
      check(methods.allocation() != Allocation.GLOBAL || method.ranks() || method == Method.DENSE,
          "methods.allocation must be uniform or erk with the method %s, which does not rank all weights", method.key());
      check(methods.structure().kind() == Structure.Kind.NONE || method.prunes() || method == Method.DENSE,
          "methods.structure.kind must be none with the method %s, which does not prune by magnitude", method.key());
    }
    check(methods.allocation() != Allocation.GLOBAL || methods.structure().kind() == Structure.Kind.NONE,
        "methods.structure.kind must be none with methods.allocation = global");
    check(sweep.engine() != SweepConfig.Engine.DL4J || !sweep.methods().contains(Method.TOP_KAST),
        "the engine dl4j keeps masked weights at 0 and cannot run top-kast: use the engine vector or averaged");
    for (OptimizerConfig optimizer : methods.optimizers()) {
      check(sweep.engine() != SweepConfig.Engine.DL4J || optimizer.moments() != 1 || optimizer.nesterov(),
          "the engine dl4j has no momentum of %s without nesterov: set training.optimizer.nesterov = true", optimizer.momentum());
    }
  }

  /** What the published code does is for the networks that it has. */
  private static void checkPublished(Protocol protocol, Task task, ModelConfig model, SweepConfig.Engine engine) {
    check(task != Task.MULTI_LABEL_CLASSIFICATION || protocol == Protocol.STRICT,
        "protocol must be strict with task = multi-label-classification: the published code has one class a vertex");
    boolean mlp = model.kind() == ModelConfig.Kind.MLP;
    check(!model.reluLogits() || task == Task.NODE_CLASSIFICATION && mlp,
        "model.relu-logits must be false but for task = node-classification with model.kind = mlp");
    check(!model.reluLogits() || engine != SweepConfig.Engine.DL4J, "model.relu-logits must be false with the engine dl4j");
    check(!model.dropoutAtTest() || mlp, "model.dropout-at-test must be false with model.kind = gcn");
  }
}
