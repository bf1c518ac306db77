package io.sparsewalk.trainer;

import io.sparsewalk.common.StateStream;
import io.sparsewalk.metric.Quality;
import io.sparsewalk.model.EdgeWeights;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Mask;

/** The network after an epoch, from 1, and how good it was. */
record BestEpoch(int epoch, RoundExecutor.Network network, Quality validation, double figure) {

  /** Takes one down, or gives one back. */
  static BestEpoch carried(StateStream stream, ParameterLayout layout, BestEpoch now) {
    int epoch = stream.number(now == null ? 0 : now.epoch);
    float[] parameters = stream.floats(now == null ? null : now.network.parameters());
    Mask mask = Mask.carried(stream, layout, now == null ? null : now.network.mask());
    EdgeWeights edges = now == null ? null : now.network.edges();
    float[] values = stream.floats(edges == null ? null : edges.values());
    boolean[] kept = stream.flags(edges == null ? null : edges.kept());
    Quality validation = now == null ? Quality.ofAccuracy(0) : now.validation;
    validation = new Quality(stream.real(validation.accuracy()), stream.real(validation.auc()),
        stream.real(validation.averagePrecision()));
    double figure = stream.real(now == null ? 0 : now.figure);
    return new BestEpoch(epoch,
        new RoundExecutor.Network(parameters, mask, values == null ? null : new EdgeWeights(values, kept)), validation,
        figure);
  }
}
