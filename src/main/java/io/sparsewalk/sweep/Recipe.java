package io.sparsewalk.sweep;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Admm;
import io.sparsewalk.sparsity.Allocation;
import io.sparsewalk.sparsity.Dense;
import io.sparsewalk.sparsity.DropGrow;
import io.sparsewalk.sparsity.ExchangeRule;
import io.sparsewalk.sparsity.GradualMagnitude;
import io.sparsewalk.sparsity.GrowAndPrune;
import io.sparsewalk.sparsity.LotteryTicket;
import io.sparsewalk.sparsity.Magnitude;
import io.sparsewalk.sparsity.Selection;
import io.sparsewalk.sparsity.Slr;
import io.sparsewalk.sparsity.Sparsifier;
import io.sparsewalk.sparsity.StaticMask;
import io.sparsewalk.sparsity.Structure;
import io.sparsewalk.sparsity.TopKast;
import io.sparsewalk.sparsity.Ugs;
import java.io.Serializable;

/** How the trials of a sweep are trained, whatever their place in the grid. */
public record Recipe(ModelConfig model, TrainingConfig training, MethodsConfig methods, HalvingConfig halving) implements Serializable {

  /**
   * The method of a trial.
   *
   * @param stepsPerEpoch of its training
   */
  public Sparsifier sparsifier(Trial trial, ParameterLayout layout, int stepsPerEpoch) {
    Allocation allocation = methods.allocation(trial.method());
    int[] counts = allocation.counts(layout, trial.sparsity(), methods.erkPower());
    for (int l = 1; l < counts.length && methods.layers() == MethodsConfig.Layers.FIRST; l++) {
      counts[l] = layout.weights(l);
    }
    Selection selection = new Selection(layout, counts, methods.structure(), allocation == Allocation.GLOBAL);
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
      case SET -> new DropGrow(methods.set().spread(stepsPerEpoch), new ExchangeRule.Set(seeds.child("growth")), layout, counts, seeds);
      case SNFS -> new DropGrow(methods.snfs().spread(stepsPerEpoch), new ExchangeRule.Momentum(), layout, counts, seeds);
      case RIGL -> new DropGrow(methods.rigl().spread(stepsPerEpoch), new ExchangeRule.Rigl(), layout, counts, seeds);
      case DST_EE -> new DropGrow(methods.dstEe().schedule().spread(stepsPerEpoch),
          new ExchangeRule.Exploring(methods.dstEe().theta(), methods.dstEe().epsilon()), layout, counts, seeds);
      case MEST -> new DropGrow(methods.mest().schedule().spread(stepsPerEpoch),
          new ExchangeRule.Mest(methods.mest().lambda(), seeds.child("growth")), layout, counts, seeds);
      case TOP_KAST -> new TopKast(methods.topKast(), free);
      case GROW_AND_PRUNE -> new GrowAndPrune(methods.growAndPrune(), selection);
      case UGS -> new Ugs(methods.ugs(), free, seeds);
    };
  }

  private StaticMask fixed(StaticMask.Criterion criterion, Selection selection, Seeds seeds) {
    return new StaticMask(methods.fixed(), criterion, selection, seeds);
  }

  /** Draws what training needs: the same initial weights and order of examples for all methods of a seed. */
  public static Seeds trainingSeeds(long seed) {
    return Seeds.of(seed).child("training");
  }
}
