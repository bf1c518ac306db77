package io.sparsewalk.sweep;

import static io.sparsewalk.common.Checks.check;
import static io.sparsewalk.common.Checks.checkPositive;
import static io.sparsewalk.common.Checks.checkRange;

import io.sparsewalk.common.Settings;
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
import io.sparsewalk.sparsity.LevelRule;
import io.sparsewalk.sparsity.StaticConfig;
import io.sparsewalk.sparsity.Structure;
import io.sparsewalk.sparsity.TopKastConfig;
import io.sparsewalk.sparsity.UgsConfig;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * Constants of every method; the sweep's grid says which of them run.
 *
 * @param layers which of them become sparse
 * @param allocation how the sparsity is divided among the layers, for all methods
 * @param allocations the methods with another than their authors', if each has its own
 * @param erkPower exponent of the densities of {@link Allocation#ERK}
 * @param structure which weights the methods that train and prune keep together
 * @param fixed of the methods with a static mask: random, snip, grasp, synflow, saliency, butterfly
 */
public record MethodsConfig(Layers layers, ForAll allocation, Allocations allocations, double erkPower,
    Structure structure, DenseConfig dense, PruneConfig magnitude, GradualConfig gradualMagnitude,
    LotteryConfig lotteryTicket, AdmmConfig admm, SlrConfig slr, StaticConfig fixed, DropGrowConfig set,
    DropGrowConfig snfs, DropGrowConfig rigl, Exploring dstEe, Mest mest, TopKastConfig topKast,
    GrowAndPruneConfig growAndPrune, UgsConfig ugs) implements Serializable {

  /** Layers that become sparse. */
  public enum Layers {
    ALL,
    /** Only the first, which then has the sparsity asked for; as the published code does with graph convolutions. */
    FIRST
  }

  /** How the sparsity of all methods is divided among the layers. */
  public enum ForAll {
    /** Every method has that of its authors, or of the list that it is in. */
    OWN, UNIFORM, ERK, GLOBAL
  }

  public MethodsConfig {
    check(layers == Layers.ALL || allocation == ForAll.OWN || allocation == ForAll.UNIFORM,
        "allocation must be own or uniform with layers = first, which makes it uniform");
    check(structure.kind() == Structure.Kind.NONE || allocation != ForAll.GLOBAL,
        "allocation must be own, uniform or erk with structure.kind = %s: groups of weights are ranked layer by layer",
        Settings.word(structure.kind()));
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

  /**
   * The allocation that a method really has: layer by layer where its own is global, but its weights go in groups or only
   * those of the first layer go.
   */
  public Allocation allocation(Method method) {
    Allocation wanted = switch (allocation) {
      case OWN -> allocations.of(method);
      case UNIFORM -> Allocation.UNIFORM;
      case ERK -> Allocation.ERK;
      case GLOBAL -> Allocation.GLOBAL;
    };
    boolean grouped = structure.kind() != Structure.Kind.NONE && wanted == Allocation.GLOBAL;
    return layers == Layers.FIRST || grouped || !method.isSparse() ? Allocation.UNIFORM : wanted;
  }

  /** How a method turns a level into weights. */
  public LevelRule levelRule(Method method) {
    return new LevelRule(allocation(method), erkPower, method.prunes() ? structure : Structure.NONE,
        layers == Layers.FIRST);
  }

  /** The optimizers of all methods. */
  public List<OptimizerConfig> optimizers() {
    return Stream.of(Method.values()).map(method -> method.optimizer(this)).distinct().toList();
  }
}
