package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.check;
import static io.sparsewalk.common.Checks.checkPositive;
import static io.sparsewalk.common.Checks.checkRange;

import java.io.Serializable;

/**
 * An optimizer and its learning-rate schedule. SGD as in Sutskever et al. (2013) in PyTorch's form; Adam of Kingma and Ba (2015).
 *
 * @param momentum of SGD
 * @param nesterov of SGD
 * @param beta1 of Adam
 * @param beta2 of Adam
 * @param epsilon of Adam
 * @param weightDecay L2 in the gradient, biases included
 * @param decay factor per epoch of the exponential schedule
 * @param finalRate rate after the last epoch of the cosine schedule
 */
public record OptimizerConfig(Kind kind, double learningRate, double momentum, boolean nesterov, double beta1,
    double beta2, double epsilon, double weightDecay, Schedule schedule, double decay, double finalRate)
    implements Serializable {

  /** The update rule. */
  public enum Kind { SGD, ADAM }

  /** How the rate changes from epoch to epoch. */
  public enum Schedule { CONSTANT, EXPONENTIAL, COSINE }

  public OptimizerConfig {
    checkPositive("learning-rate", learningRate);
    checkRange("momentum", momentum, 0, 1);
    check(!nesterov || momentum > 0, "nesterov needs a momentum above 0");
    checkRange("beta1", beta1, 0, 1);
    checkRange("beta2", beta2, 0, 1);
    checkPositive("epsilon", epsilon);
    checkRange("weight-decay", weightDecay, 0, 1);
    checkPositive("decay", decay);
    checkRange("final-rate", finalRate, 0, learningRate);
  }

  /** Without momentum and weight decay, at one rate; Adam with the constants of its paper (Kingma and Ba, ICLR 2015). */
  public static OptimizerConfig of(Kind kind, double rate) {
    return new OptimizerConfig(kind, rate, 0, false, 0.9, 0.999, 1e-8, 0, Schedule.CONSTANT, 1, 0);
  }

  /** With Nesterov's momentum; 0: with none. */
  public OptimizerConfig withNesterov(double other) {
    return new OptimizerConfig(kind, learningRate, other, other > 0, beta1, beta2, epsilon, weightDecay, schedule,
        decay, finalRate);
  }

  public OptimizerConfig withEpsilon(double other) {
    return new OptimizerConfig(kind, learningRate, momentum, nesterov, beta1, beta2, other, weightDecay, schedule,
        decay, finalRate);
  }

  public OptimizerConfig withWeightDecay(double other) {
    return new OptimizerConfig(kind, learningRate, momentum, nesterov, beta1, beta2, epsilon, other, schedule, decay,
        finalRate);
  }

  public OptimizerConfig withSchedule(Schedule other) {
    return new OptimizerConfig(kind, learningRate, momentum, nesterov, beta1, beta2, epsilon, weightDecay, other, decay,
        finalRate);
  }

  /**
   * The rate of an epoch.
   *
   * @param epoch from 0
   * @param epochs the schedule's length
   */
  public double rate(int epoch, int epochs) {
    return switch (schedule) {
      case CONSTANT -> learningRate;
      case EXPONENTIAL -> learningRate * Math.pow(decay, epoch);
      case COSINE -> finalRate + (learningRate - finalRate) * (1 + Math.cos(Math.PI * epoch / epochs)) / 2;
    };
  }

  /** Moments that are kept of every parameter. */
  public int moments() {
    return kind == Kind.ADAM ? 2 : momentum > 0 ? 1 : 0;
  }

  /** The same optimizer at one rate all the time. */
  public OptimizerConfig constant(double rate) {
    return new OptimizerConfig(kind, rate, momentum, nesterov, beta1, beta2, epsilon, weightDecay, Schedule.CONSTANT,
        decay, finalRate);
  }
}
