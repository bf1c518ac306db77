package io.sparsewalk.sweep;

import static io.sparsewalk.sweep.Declaration.exchange;
import static io.sparsewalk.sweep.Declaration.fixed;
import static io.sparsewalk.sweep.Declaration.masks;

import io.sparsewalk.common.Settings;
import io.sparsewalk.sparsity.Admm;
import io.sparsewalk.sparsity.AdmmConfig;
import io.sparsewalk.sparsity.Allocation;
import io.sparsewalk.sparsity.Dense;
import io.sparsewalk.sparsity.DenseConfig;
import io.sparsewalk.sparsity.ExchangeRule;
import io.sparsewalk.sparsity.GradualConfig;
import io.sparsewalk.sparsity.GradualMagnitude;
import io.sparsewalk.sparsity.GrowAndPrune;
import io.sparsewalk.sparsity.GrowAndPruneConfig;
import io.sparsewalk.sparsity.LotteryConfig;
import io.sparsewalk.sparsity.LotteryTicket;
import io.sparsewalk.sparsity.Magnitude;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.PruneConfig;
import io.sparsewalk.sparsity.Slr;
import io.sparsewalk.sparsity.SlrConfig;
import io.sparsewalk.sparsity.Sparsifier;
import io.sparsewalk.sparsity.StaticMask;
import io.sparsewalk.sparsity.TopKast;
import io.sparsewalk.sparsity.TopKastConfig;
import io.sparsewalk.sparsity.Ugs;
import io.sparsewalk.sparsity.UgsConfig;
import io.sparsewalk.sweep.Declaration.Masks;
import java.util.Set;
import java.util.stream.Stream;

/** A way to a sparse network, by its name in job files and tables. */
public enum Method {
  /** No sparsity: the baseline. */
  DENSE(masks(Masks.NONE, Allocation.UNIFORM)
      .settings("dense", MethodsConfig::dense, DenseConfig::epochs, DenseConfig::optimizer)
      .made(plan -> new Dense(plan.methods().dense(), plan.layout()))),
  /** Train and prune: the smallest weights at once. */
  MAGNITUDE(masks(Masks.AFTER, Allocation.GLOBAL).ranks()
      .prunes()
      .settings("magnitude", MethodsConfig::magnitude, PruneConfig::epochs, PruneConfig::optimizer)
      .least(PruneConfig.LEAST_EPOCHS)
      .made(plan -> new Magnitude(plan.methods().magnitude(), plan.selection()))),
  /** Train and prune: the smallest weights little by little. */
  GRADUAL_MAGNITUDE(masks(Masks.DURING, Allocation.UNIFORM).ranks()
      .prunes()
      .settings("gradual-magnitude", MethodsConfig::gradualMagnitude, GradualConfig::epochs, GradualConfig::optimizer)
      .least(GradualConfig.LEAST_EPOCHS)
      .made(plan -> new GradualMagnitude(plan.methods().gradualMagnitude(), plan.selection()))),
  /** Train and prune: rounds that begin at the initial weights. */
  LOTTERY_TICKET(masks(Masks.AFTER, Allocation.GLOBAL).ranks()
      .prunes()
      .settings("lottery-ticket", MethodsConfig::lotteryTicket, LotteryConfig::totalEpochs, LotteryConfig::optimizer)
      .inRounds()
      .made(plan -> new LotteryTicket(plan.methods().lotteryTicket(), plan.selection()))),
  /** Train and prune: alternating direction method of multipliers. */
  ADMM(masks(Masks.AFTER, Allocation.UNIFORM).title("ADMM")
      .ranks()
      .prunes()
      .settings("admm", MethodsConfig::admm, AdmmConfig::epochs, AdmmConfig::optimizer)
      .least(AdmmConfig.LEAST_EPOCHS)
      .made(plan -> new Admm(plan.methods().admm(), plan.selection()))),
  /** Train and prune: surrogate Lagrangian relaxation. */
  SLR(masks(Masks.AFTER, Allocation.UNIFORM).title("SLR")
      .ranks()
      .prunes()
      .settings("slr", MethodsConfig::slr, SlrConfig::epochs, SlrConfig::optimizer)
      .least(SlrConfig.LEAST_EPOCHS)
      .made(plan -> new Slr(plan.methods().slr(), plan.selection()))),
  /** Sparse training, static: a random mask. */
  RANDOM(fixed(StaticMask.Criterion.RANDOM, Allocation.UNIFORM)),
  /** Sparse training, static: by the loss that goes with a weight. */
  SNIP(fixed(StaticMask.Criterion.SNIP, Allocation.GLOBAL).title("SNIP").ranks()),
  /** Sparse training, static: by the gradient flow that goes with a weight. */
  GRASP(fixed(StaticMask.Criterion.GRASP, Allocation.GLOBAL).ranks()),
  /** Sparse training, static: by the flow of magnitudes. */
  SYNFLOW(fixed(StaticMask.Criterion.SYNFLOW, Allocation.GLOBAL).ranks()),
  /** Sparse training, static: by what gating its hidden unit does to the loss. */
  SALIENCY(fixed(StaticMask.Criterion.SALIENCY, Allocation.GLOBAL).ranks()),
  /** Sparse training, static: a block butterfly and a low-rank term. */
  BUTTERFLY(fixed(StaticMask.Criterion.BUTTERFLY, Allocation.UNIFORM)),
  /** Sparse training: drop by magnitude, grow at random. */
  SET(exchange("set", Allocation.ERK, MethodsConfig::set, plan -> new ExchangeRule.Set(plan.growth())).title("SET")),
  /** Sparse training: drop by magnitude, grow by momentum, layers exchange weights. */
  SNFS(exchange("snfs", Allocation.ERK, MethodsConfig::snfs, plan -> new ExchangeRule.Momentum()).title("SNFS")),
  /** Sparse training: drop by magnitude, grow by gradient. */
  RIGL(exchange("rigl", Allocation.ERK, MethodsConfig::rigl, plan -> new ExchangeRule.Rigl()).title("RigL")),
  /** Sparse training: drop by magnitude, grow by gradient and by how rarely a weight was active. */
  DST_EE(exchange("dst-ee.schedule", Allocation.ERK, methods -> methods.dstEe().schedule(),
      plan -> new ExchangeRule.Exploring(plan.methods().dstEe().bonus())).title("DST-EE")),
  /** Sparse training: drop by magnitude and gradient, grow at random. */
  MEST(exchange("mest.schedule", Allocation.UNIFORM, methods -> methods.mest().schedule(),
      plan -> new ExchangeRule.Mest(plan.methods().mest().lambda(), plan.growth())).title("MEST")
      .larger(methods -> methods.mest().softBound())),
  /** Sparse training: the largest weights, gradients for the next largest too. */
  TOP_KAST(masks(Masks.DURING, Allocation.UNIFORM).ranks()
      .needs(Engine.Need.MASKED_GRADIENTS)
      .settings("top-kast", MethodsConfig::topKast, TopKastConfig::epochs, TopKastConfig::optimizer)
      .made(plan -> new TopKast(plan.methods().topKast(), plan.free()))),
  /** Train and prune: layers in turn are grown to dense and pruned back. */
  GROW_AND_PRUNE(masks(Masks.DURING, Allocation.UNIFORM).prunes()
      .settings("grow-and-prune", MethodsConfig::growAndPrune, GrowAndPruneConfig::epochs,
          GrowAndPruneConfig::optimizer)
      .least(GrowAndPruneConfig.LEAST_EPOCHS)
      .made(plan -> new GrowAndPrune(plan.methods().growAndPrune(), plan.selection()))),
  /** Train and prune: soft masks of edges and weights, rounds that begin at the initial weights. */
  UGS(masks(Masks.DURING, Allocation.GLOBAL).title("UGS")
      .ranks()
      .prunesEdges()
      .settings("ugs", MethodsConfig::ugs, UgsConfig::totalEpochs, UgsConfig::optimizer)
      .inRounds()
      .made(plan -> new Ugs(plan.methods().ugs(), plan.free(), plan.seeds())));

  private final Declaration declaration;

  Method(Declaration declaration) {
    this.declaration = declaration;
  }

  /** The name in job files and tables. */
  public String key() {
    return Settings.word(this);
  }

  /** Its name as in its paper, by the one in tables. */
  public static String title(String key) {
    return Stream.of(values())
        .filter(method -> method.key().equals(key) && method.declaration.title != null)
        .map(method -> method.declaration.title)
        .findFirst()
        .orElse(key);
  }

  /** True if it removes weights. */
  public boolean isSparse() {
    return declaration.masks != Masks.NONE;
  }

  /** True if its first phase is dense training, which is the same for all methods of the same optimizer and schedule. */
  public boolean beginsDense() {
    return declaration.masks == Masks.NONE || declaration.masks == Masks.AFTER;
  }

  /** How its authors divide the weights among the layers. */
  public Allocation own() {
    return declaration.own;
  }

  /** True if it prunes by magnitude, and so can keep weights together. */
  public boolean prunes() {
    return declaration.grouped;
  }

  /** True if it ranks weights by a score, and so can rank those of all layers together. */
  public boolean ranks() {
    return declaration.ranks;
  }

  /** True if it prunes the graph that a network convolves. */
  public boolean prunesEdges() {
    return declaration.edges;
  }

  /** What an engine must support to run it. */
  public Set<Engine.Need> needs() {
    return declaration.needs;
  }

  /** Its epochs. */
  public EpochBudget budget(MethodsConfig methods) {
    return declaration.budget(methods);
  }

  /** Its optimizer. */
  public OptimizerConfig optimizer(MethodsConfig methods) {
    return declaration.optimizer.apply(methods);
  }

  Sparsifier sparsifier(MaskPlan plan) {
    return declaration.made.apply(plan);
  }
}
