package io.sparsewalk.config;

import io.sparsewalk.common.Settings;
import io.sparsewalk.dataset.FeaturesConfig;
import io.sparsewalk.dataset.LeaksConfig;
import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.dataset.SplitConfig;
import io.sparsewalk.dataset.Task;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.sparsity.Allocation;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.Structure;
import io.sparsewalk.sweep.Engine;
import io.sparsewalk.sweep.Fairness;
import io.sparsewalk.sweep.Method;
import io.sparsewalk.sweep.MethodsConfig;
import io.sparsewalk.sweep.SweepConfig;
import io.sparsewalk.sweep.TrainingConfig;
import java.util.ArrayList;
import java.util.List;

/** What settings of a job need of its other settings. */
final class JobNeeds {
  private JobNeeds() {}

  /**
   * A setting and what it needs.
   *
   * @param wanted true if the job has the setting
   * @param met true if it has what that needs
   */
  record Need(boolean wanted, boolean met, String what, String needed) {
    void check() {
      if (wanted && !met) {
        throw new IllegalArgumentException(what + " needs " + needed);
      }
    }
  }

  static List<Need> ofExamples(Task task, Protocol protocol, SplitConfig split, FeaturesConfig features) {
    boolean strict = protocol == Protocol.STRICT;
    return List.of(
        new Need(features.pair(), strict && split.history() > 0, "features.pair",
            "protocol = strict and split.history > 0: of the edges that are known no training example may be one"),
        new Need(!split.leaks().equals(LeaksConfig.ALL), !strict, "split.leaks", "protocol = paper: strict has none"),
        new Need(split.by() != SplitConfig.By.AUTO, strict && task == Task.LINK_PREDICTION,
            "split.by = " + Settings.word(split.by()), "task = link-prediction with protocol = strict"));
  }

  static List<Need> ofVertices(Task task, GraphConfig graph, FeaturesConfig features, TrainingConfig training,
      SweepConfig sweep) {
    boolean nodes = task.isOfVertices();
    String what = "task = " + Settings.word(task);
    return List.of(new Need(nodes, !features.pair(), what, "features.pair = false"),
        new Need(nodes, training.select() == TrainingConfig.Select.VAL_ACCURACY, what,
            "training.select = val-accuracy"),
        new Need(nodes, !sweep.savePredictions(), what, "sweep.save-predictions = false"), new Need(nodes,
            graph.isSynthetic() || !graph.labels().isEmpty(), what, "graph.labels, the name of the file of labels"));
  }

  static List<Need> ofNetworks(Task task, GraphConfig graph, ModelConfig model, SweepConfig sweep) {
    boolean mlp = model.kind() == ModelConfig.Kind.MLP;
    String kind = "model.kind = " + Settings.word(model.kind());
    return List.of(new Need(model.isGraph(), task == Task.NODE_CLASSIFICATION, kind, "task = node-classification"),
        new Need(model.isGraph(), sweep.embeddings().equals(List.of("dense")), kind, "sweep.embeddings = [dense]"),
        new Need(!graph.split().isEmpty(), model.isGraph(), "graph.split", "model.kind = gcn, sage or gat"),
        new Need(model.reluLogits(), mlp && task == Task.NODE_CLASSIFICATION, "model.relu-logits",
            "task = node-classification with model.kind = mlp"),
        new Need(model.dropoutAtTest(), mlp, "model.dropout-at-test", "model.kind = mlp"));
  }

  /** What the published code does is for the tasks and networks that it has. */
  static List<Need> ofPublished(Task task, Protocol protocol, Fairness fairness, ModelConfig model) {
    boolean published = task == Task.LINK_PREDICTION || task == Task.NODE_CLASSIFICATION
        && (model.kind() == ModelConfig.Kind.MLP || model.kind() == ModelConfig.Kind.GCN);
    String what = "task = " + Settings.word(task) + " with model.kind = " + Settings.word(model.kind());
    String why = ": the published code has link-prediction and node-classification with an mlp, "
        + "and node-classification with a gcn";
    return List.of(new Need(protocol == Protocol.PAPER, published, what, "protocol = strict" + why),
        new Need(fairness == Fairness.PUBLISHED, published, what, "fairness = matched" + why));
  }

  static List<Need> ofMethods(SweepConfig sweep, MethodsConfig methods, ModelConfig model) {
    List<Need> needs = new ArrayList<>();
    for (Method method : sweep.methods()) {
      String what = "the method " + method.key();
      needs.add(new Need(method.prunesEdges(), model.prunesEdges(), what,
          "a graph to prune: model.kind = gcn and model.diffusion.kind = none"));
      needs.add(new Need(methods.allocation(method) == Allocation.GLOBAL, method.ranks(), what,
          "methods.allocation = own, uniform or erk, as it does not rank all weights"));
      needs.add(new Need(methods.structure().kind() != Structure.Kind.NONE, method.prunes() || !method.isSparse(), what,
          "methods.structure.kind = none, as it does not prune by magnitude"));
    }
    return needs;
  }

  /** What networks, methods and optimizers need is there with the engine. */
  static List<Need> ofEngine(SweepConfig sweep, MethodsConfig methods, ModelConfig model) {
    List<Need> needs = new ArrayList<>();
    Engine engine = sweep.engine();
    needs.add(of(engine, model.isGraph(), "model.kind = " + Settings.word(model.kind()), Engine.Need.WHOLE_GRAPHS));
    needs.add(of(engine, model.dropout() > 0, "model.dropout = " + model.dropout(), Engine.Need.DROPOUT));
    needs.add(of(engine, model.reluLogits(), "model.relu-logits", Engine.Need.RELU_LOGITS));
    for (Method method : sweep.methods()) {
      method.needs().forEach(need -> needs.add(of(engine, true, "the method " + method.key(), need)));
    }
    for (OptimizerConfig optimizer : methods.optimizers()) {
      needs.add(of(engine, optimizer.moments() == 1 && !optimizer.nesterov(),
          "momentum of " + optimizer.momentum() + " with training.optimizer.nesterov = false",
          Engine.Need.PLAIN_MOMENTUM));
    }
    return needs;
  }

  private static Need of(Engine engine, boolean wanted, String what, Engine.Need need) {
    return new Need(wanted, engine.supports(need), what,
        "sweep.engine = " + Engine.supporting(need) + ", was " + Settings.word(engine));
  }
}
