package io.sparsewalk.sweep;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Admm;
import io.sparsewalk.sparsity.Allocation;
import io.sparsewalk.sparsity.Dense;
import io.sparsewalk.sparsity.DropGrow;
import io.sparsewalk.sparsity.DropGrowConfig;
import io.sparsewalk.sparsity.ExchangeRule;
import io.sparsewalk.sparsity.GradualMagnitude;
import io.sparsewalk.sparsity.GrowAndPrune;
import io.sparsewalk.sparsity.LotteryTicket;
import io.sparsewalk.sparsity.Magnitude;
import io.sparsewalk.sparsity.Selection;
import io.sparsewalk.sparsity.Slr;
import io.sparsewalk.sparsity.SoftBound;
import io.sparsewalk.sparsity.Sparsifier;
import io.sparsewalk.sparsity.LevelRule;
import io.sparsewalk.sparsity.StaticMask;
import io.sparsewalk.sparsity.Structure;
import io.sparsewalk.sparsity.TopKast;
import io.sparsewalk.sparsity.Ugs;
import java.io.Serializable;

/** How the trials of a sweep are trained, whatever their place in the grid. */
public record Recipe(ModelConfig model, TrainingConfig training, MethodsConfig methods, HalvingConfig halving)
    implements Serializable {

  /**
   * The method of a trial.
   *
   * @param stepsPerEpoch of its training
   */
  public Sparsifier sparsifier(Trial trial, ParameterLayout layout, int stepsPerEpoch) {
    LevelRule rule = methods.levelRule(trial.method());
    int[] counts = rule.counts(layout, trial.sparsity());
    Selection selection = new Selection(layout, counts, rule.structure(), rule.allocation() == Allocation.GLOBAL);
    Selection free = new Selection(layout, counts, Structure.NONE, selection.global());
    Seeds seeds = trainingSeeds(trial.seed()).child("mask");
    return switch (trial.method()) {
      case DENSE -> new Dense(methods.dense(), layout);
      case MAGNITUDE -> new Magnitude(methods.magnitude(), selection);
      case GRADUAL_MAGNITUDE -> new GradualMagnitude(methods.gradualMagnitude(), selection);
      case LOTTERY_TICKET -> new LotteryTicket(methods.lotteryTicket(), selection);
      case ADMM -> new Admm(methods.admm(), selection);
      case SLR -> new Slr(methods.slr(), selection);
      case RANDOM -> fixed(StaticMask.Criterion.RANDOM, free, seeds);
      case SNIP -> fixed(StaticMask.Criterion.SNIP, free, seeds);
      case GRASP -> fixed(StaticMask.Criterion.GRASP, free, seeds);
      case SYNFLOW -> fixed(StaticMask.Criterion.SYNFLOW, free, seeds);
      case SALIENCY -> fixed(StaticMask.Criterion.SALIENCY, free, seeds);
      case BUTTERFLY -> fixed(StaticMask.Criterion.BUTTERFLY, free, seeds);
      case SET -> dropGrow(methods.set().spread(stepsPerEpoch), new ExchangeRule.Set(seeds.child("growth")),
          SoftBound.none(layout, counts), seeds);
      case SNFS -> dropGrow(methods.snfs().spread(stepsPerEpoch), new ExchangeRule.Momentum(),
          SoftBound.none(layout, counts), seeds);
      case RIGL ->
        dropGrow(methods.rigl().spread(stepsPerEpoch), new ExchangeRule.Rigl(), SoftBound.none(layout, counts), seeds);
      case DST_EE -> dropGrow(methods.dstEe().schedule().spread(stepsPerEpoch),
          new ExchangeRule.Exploring(methods.dstEe().bonus()), SoftBound.none(layout, counts), seeds);
      case MEST -> dropGrow(methods.mest().schedule().spread(stepsPerEpoch),
          new ExchangeRule.Mest(methods.mest().lambda(), seeds.child("growth")),
          softBound(rule, layout, trial.sparsity()), seeds);
      case TOP_KAST -> new TopKast(methods.topKast(), free);
      case GROW_AND_PRUNE -> new GrowAndPrune(methods.growAndPrune(), selection);
      case UGS -> new Ugs(methods.ugs(), free, seeds);
    };
  }

  private SoftBound softBound(LevelRule rule, ParameterLayout layout, double sparsity) {
    double over = methods.mest().softBound();
    return new SoftBound(layout, rule.counts(layout, sparsity), rule.counts(layout, Math.max(0, sparsity - over)),
        rule.counts(layout, Math.max(0, sparsity - over / 2)));
  }

  private DropGrow dropGrow(DropGrowConfig config, ExchangeRule rule, SoftBound bound, Seeds seeds) {
    return new DropGrow(config, rule, bound, fresh -> initial(bound.layout(), fresh), seeds);
  }

  /** The parameters that a training begins with. */
  public float[] initial(ParameterLayout layout, Seeds seeds) {
    return model.isGraph() ? layout.glorot(seeds) : layout.initial(seeds);
  }

  private StaticMask fixed(StaticMask.Criterion criterion, Selection selection, Seeds seeds) {
    return new StaticMask(methods.fixed(), criterion, selection, seeds);
  }

  /** Draws what training needs: the same initial weights and order of examples for all methods of a seed. */
  public static Seeds trainingSeeds(long seed) {
    return Seeds.of(seed).child("training");
  }
}
