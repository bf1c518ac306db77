package io.sparsewalk.dl4j;

import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Anchor;
import io.sparsewalk.trainer.RoundOrders;
import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.apache.spark.util.CollectionAccumulator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Does in a worker what the orders want besides steps: adds the pull of a proximal term to the gradient, takes masked weights out
 * of it (so that their optimizer state stays 0), adds up dense gradients as scores, and tells the driver losses and scores. DL4J
 * shows the gradient of the whole batch, before it divides it by the number of examples.
 */
final class RoundListener extends BaseTrainingListener implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ParameterLayout layout;
  private final boolean[] kept;
  private final Anchor anchor;
  private final int scoreSteps;
  private final int steps;
  private final CollectionAccumulator<Note> notes;
  private int stepsDone;
  private float[] scores;

  /**
   * What a worker tells of a step.
   *
   * @param worker index of its partition
   * @param scores sum of the mean gradients over the scored steps, with the last step; else null
   */
  record Note(int worker, int step, double lossSum, int examples, float[] scores) implements Serializable {}

  /**
   * @param steps of the round
   */
  RoundListener(ParameterLayout layout, RoundOrders orders, int steps, CollectionAccumulator<Note> notes) {
    this.layout = layout;
    this.kept = orders.mask().toArray();
    this.anchor = orders.anchor();
    this.scoreSteps = orders.scoreSteps();
    this.steps = steps;
    this.notes = notes;
  }

  @Override
  public void onGradientCalculation(Model model) {
    MultiLayerNetwork network = (MultiLayerNetwork) model;
    INDArray view = network.getFlattenedGradients();
    float[] gradient = view.toFloatVector();
    int batch = network.batchSize();
    note(network, gradient, batch);
    if (anchor != null) {
      pull(network.params().toFloatVector(), gradient, batch);
    }
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = kept[i] ? gradient[i] : 0;
    }
    view.assign(Nd4j.createFromArray(gradient).reshape(view.shape()));
  }

  private void note(MultiLayerNetwork network, float[] gradient, int batch) {
    if (steps - stepsDone <= scoreSteps) {
      scores = scores == null ? new float[gradient.length] : scores;
      for (int i = 0; i < gradient.length; i++) {
        scores[i] += gradient[i] / batch / scoreSteps;
      }
    }
    stepsDone++;
    double lossSum = (network.score() - network.calcRegularizationScore(true)) * batch;
    notes.add(new Note(TaskContext.getPartitionId(), stepsDone, lossSum, batch, stepsDone == steps ? scores : null));
  }

  private void pull(float[] parameters, float[] gradient, int batch) {
    for (int l = 0; l < layout.layers(); l++) {
      for (int i = layout.firstWeight(l); i < layout.firstBias(l); i++) {
        gradient[i] += batch * anchor.rho() * (parameters[i] - anchor.target()[i]);
      }
    }
  }
}
