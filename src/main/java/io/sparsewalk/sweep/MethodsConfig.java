package io.sparsewalk.sweep;

import static io.sparsewalk.common.Checks.check;
import static io.sparsewalk.common.Checks.checkPositive;
import static io.sparsewalk.common.Checks.checkRange;

import io.sparsewalk.sparsity.AdmmConfig;
import io.sparsewalk.sparsity.Allocation;
import io.sparsewalk.sparsity.DenseConfig;
import io.sparsewalk.sparsity.DropGrowConfig;
import io.sparsewalk.sparsity.ExchangeRule;
import io.sparsewalk.sparsity.GradualConfig;
import io.sparsewalk.sparsity.GrowAndPruneConfig;
import io.sparsewalk.sparsity.LotteryConfig;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.PruneConfig;
import io.sparsewalk.sparsity.SlrConfig;
import io.sparsewalk.sparsity.Spread;
import io.sparsewalk.sparsity.StaticConfig;
import io.sparsewalk.sparsity.Structure;
import io.sparsewalk.sparsity.TopKastConfig;
import io.sparsewalk.sparsity.UgsConfig;
import java.io.Serializable;
import java.util.List;

/**
 * Constants of every method; the sweep's grid says which of them run.
 *
 * @param layers which of them become sparse
 * @param allocation how the sparsity is spread over the layers
 * @param erkPower exponent of the densities of {@link Allocation#ERK}
 * @param structure which weights the methods that train and prune keep together
 * @param fixed of the methods with a static mask: random, snip, grasp, synflow, saliency, butterfly
 */
public record MethodsConfig(Layers layers, Allocation allocation, double erkPower, Structure structure, DenseConfig dense, PruneConfig magnitude,
    GradualConfig gradualMagnitude, LotteryConfig lotteryTicket, AdmmConfig admm, SlrConfig slr, StaticConfig fixed, DropGrowConfig set, DropGrowConfig snfs,
    DropGrowConfig rigl, Exploring dstEe, Mest mest, TopKastConfig topKast, GrowAndPruneConfig growAndPrune,
    UgsConfig ugs) implements Serializable {

  /** Layers that become sparse. */
  public enum Layers {
    ALL,
    /** Only the first, which then has the sparsity asked for; as the published code does with graph convolutions. */
    FIRST
  }

  public MethodsConfig {
    check(layers == Layers.ALL || allocation == Allocation.UNIFORM, "allocation must be uniform with layers = first");
    check(erkPower >= 0, "erk-power must not be negative, was %s", erkPower);
  }

  /**
   * Growth that explores.
   *
   * @param theta weight of the bonus for weights that were rarely active
   * @param thetaDecay factor on it
   * @param thetaDecaySteps after every so many steps
   * @param epsilon keeps the bonus finite
   */
  public record Exploring(DropGrowConfig schedule, double theta, double thetaDecay, int thetaDecaySteps, double epsilon)
      implements Serializable {
    public Exploring {
      check(theta >= 0, "theta must not be negative, was %s", theta);
      checkRange("theta-decay", thetaDecay, 0, 1);
      checkPositive("theta-decay-steps", thetaDecaySteps);
      checkPositive("epsilon", epsilon);
    }

    /** What rarely active weights have ahead. */
    ExchangeRule.Exploring.Bonus bonus() {
      return new ExchangeRule.Exploring.Bonus(theta, thetaDecay, thetaDecaySteps, epsilon);
    }
  }

  /**
   * Dropping by weight and gradient, in a network that is larger at first.
   *
   * @param lambda weight of the gradient, in units of mean weight over mean gradient
   * @param softBound by how much the sparsity is lower in the first part, by half of it in the second; 0 = never
   */
  public record Mest(DropGrowConfig schedule, double lambda, double softBound) implements Serializable {
    public Mest {
      check(lambda >= 0, "lambda must not be negative, was %s", lambda);
      checkRange("soft-bound", softBound, 0, 1);
    }
  }

  /** How a method spreads its sparsity over the layers. */
  public Allocation allocation(Method method) {
    return allocation;
  }

  /** How a method turns a level into weights. */
  public Spread spread(Method method) {
    return new Spread(allocation(method), erkPower, method.prunes() ? structure : Structure.NONE, layers == Layers.FIRST);
  }

  /** The optimizers of all methods. */
  public List<OptimizerConfig> optimizers() {
    return List.of(dense.optimizer(), magnitude.optimizer(), gradualMagnitude.optimizer(), lotteryTicket.optimizer(),
        admm.optimizer(), slr.optimizer(), fixed.optimizer(), set.optimizer(), snfs.optimizer(), rigl.optimizer(),
        dstEe.schedule().optimizer(), mest.schedule().optimizer(), topKast.optimizer(), growAndPrune.optimizer(), ugs.optimizer());
  }
}
