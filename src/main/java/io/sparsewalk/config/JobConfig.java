package io.sparsewalk.config;

import static io.sparsewalk.common.Checks.check;

import io.sparsewalk.config.JobNeeds.Need;
import io.sparsewalk.dataset.EdgeInputs;
import io.sparsewalk.dataset.EdgeOperator;
import io.sparsewalk.dataset.FeaturesConfig;
import io.sparsewalk.dataset.PairFeatures;
import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.dataset.SplitConfig;
import io.sparsewalk.dataset.Task;
import io.sparsewalk.embedding.EmbeddingConfig;
import io.sparsewalk.graph.GenerateConfig;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sweep.Fairness;
import io.sparsewalk.sweep.Levels;
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
    List<List<Need>> needs = List.of(JobNeeds.ofExamples(task, protocol, split, features),
        JobNeeds.ofVertices(task, graph, features, training, sweep), JobNeeds.ofNetworks(task, graph, model, sweep),
        JobNeeds.ofPublished(task, protocol, fairness, model), JobNeeds.ofMethods(sweep, methods, model),
        JobNeeds.ofEngine(sweep, methods, model));
    needs.forEach(part -> part.forEach(Need::check));
    check(!features.edge().contains(EdgeOperator.VERTEX),
        "features.edge must not have vertex: it is what classes of vertices have");
    boolean matched = fairness == Fairness.MATCHED || fairness == Fairness.AUTO && protocol == Protocol.STRICT;
    sweep.methods().forEach(method -> method.budget(methods).check(matched ? training.epochs() : 0));
    if (!task.isOfVertices()) {
      // How many classes there are, and so how large a network is that tells them, only the data say.
      int inputs = EdgeInputs.width(embedding.dimension(), features.edge(), features.pair() ? PairFeatures.WIDTH : 0);
      Levels.check(sweep, methods, ParameterLayout.of(inputs, model, 1));
    }
  }
}
