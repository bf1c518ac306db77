package io.sparsewalk.sweep;

import io.sparsewalk.sparsity.Allocation;
import io.sparsewalk.sparsity.DropGrow;
import io.sparsewalk.sparsity.DropGrowConfig;
import io.sparsewalk.sparsity.ExchangeRule;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.Sparsifier;
import io.sparsewalk.sparsity.StaticConfig;
import io.sparsewalk.sparsity.StaticMask;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/** All that is to be said of a method, in one place: the constant of {@link Method}. */
final class Declaration {
  final Masks masks;
  final Allocation own;
  final Set<Engine.Need> needs = EnumSet.noneOf(Engine.Need.class);
  String title;
  boolean ranks;
  boolean grouped;
  boolean edges;
  Function<MethodsConfig, OptimizerConfig> optimizer;
  Function<MaskPlan, Sparsifier> made;
  private String key;
  private ToIntFunction<MethodsConfig> epochs;
  private int least = 1;
  private boolean rounds;
  private ToDoubleFunction<MethodsConfig> over = methods -> 0;

  /** When a method changes its masks. */
  enum Masks {
    /** It has none. */
    NONE,
    /** Once, before the training. */
    BEFORE,
    /** While it trains. */
    DURING,
    /** After dense training. */
    AFTER
  }

  private Declaration(Masks masks, Allocation own) {
    this.masks = masks;
    this.own = own;
  }

  /**
   * A method.
   *
   * @param own how its authors divide the weights among the layers; docs/methods.md says where they say so
   */
  static Declaration masks(Masks masks, Allocation own) {
    return new Declaration(masks, own);
  }

  /** A mask that stays, see {@link StaticMask}. */
  static Declaration fixed(StaticMask.Criterion criterion, Allocation own) {
    return masks(Masks.BEFORE, own)
        .settings("fixed", MethodsConfig::fixed, StaticConfig::epochs, StaticConfig::optimizer)
        .made(plan -> new StaticMask(plan.methods().fixed(), criterion, plan.free(), plan.seeds()));
  }

  /**
   * Weights are dropped and grown, see {@link DropGrow}.
   *
   * @param key of the settings
   */
  static Declaration exchange(String key, Allocation own, Function<MethodsConfig, DropGrowConfig> settings,
      Function<MaskPlan, ExchangeRule> rule) {
    Declaration declaration = masks(Masks.DURING, own);
    return declaration.settings(key, settings, DropGrowConfig::epochs, DropGrowConfig::optimizer)
        .made(plan -> new DropGrow(settings.apply(plan.methods()).spread(plan.stepsPerEpoch()), rule.apply(plan),
            plan.bound(declaration.over.applyAsDouble(plan.methods())), plan::initial, plan.seeds()));
  }

  /** Its settings and their key. */
  <T> Declaration settings(String name, Function<MethodsConfig, T> settings, ToIntFunction<T> length,
      Function<T, OptimizerConfig> steps) {
    key = name;
    epochs = methods -> length.applyAsInt(settings.apply(methods));
    optimizer = settings.andThen(steps);
    return this;
  }

  /** Epochs that its phases need. */
  Declaration least(int phases) {
    least = phases;
    return this;
  }

  /** Its rounds are trainings of their own. */
  Declaration inRounds() {
    rounds = true;
    return least(2);
  }

  /** Its name as in its paper, if that is not its key. */
  Declaration title(String name) {
    title = name;
    return this;
  }

  /** It ranks weights by a score, and so can rank those of all layers together. */
  Declaration ranks() {
    ranks = true;
    return this;
  }

  /** It prunes by magnitude, and so can keep weights together. */
  Declaration prunes() {
    grouped = true;
    return this;
  }

  /** It prunes the graph too. */
  Declaration prunesEdges() {
    edges = true;
    return this;
  }

  /** Its network is larger at first, see {@link MaskPlan#bound}. */
  Declaration larger(ToDoubleFunction<MethodsConfig> by) {
    over = by;
    return this;
  }

  /** What not every engine has. */
  Declaration needs(Engine.Need need) {
    needs.add(need);
    return this;
  }

  /** Makes it. */
  Declaration made(Function<MaskPlan, Sparsifier> maker) {
    made = maker;
    return this;
  }

  EpochBudget budget(MethodsConfig methods) {
    return new EpochBudget("methods." + key + ".epochs", epochs.applyAsInt(methods), least, rounds);
  }
}
