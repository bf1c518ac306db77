package io.sparsewalk.sparsity;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.common.StateStream;
import io.sparsewalk.model.ParameterLayout;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Sparse training of a random sparse network whose least important weights give way to others from time to time, as an
 * {@link ExchangeRule} says, at a number of weights that is constant or, under a {@link SoftBound}, larger at first. An update
 * comes after the optimizer's step and looks at the gradients of the steps before. New weights have cleared moments.
 */
public final class DropGrow implements Sparsifier {
  private final DropGrowConfig config;
  private final SoftBound bound;
  private final ParameterLayout layout;
  private final ExchangeRule rule;
  private final Function<Seeds, float[]> draw;
  private final Seeds seeds;
  private final List<Phase> phases;
  private Phase phase;
  private Mask mask;
  private int updates;

  /**
   * @param draw fresh parameters, for new weights that do not start at 0
   * @param seeds draws the first mask, ties and new weights
   */
  public DropGrow(DropGrowConfig config, ExchangeRule rule, SoftBound bound, Function<Seeds, float[]> draw,
      Seeds seeds) {
    this.config = config;
    this.rule = rule;
    this.bound = bound;
    this.draw = draw;
    this.seeds = seeds;
    layout = bound.layout();
    phases = bound.phases(config);
    phase = phases.get(0);
    mask = Mask.random(layout, bound.in(phase), seeds);
  }

  @Override
  public List<Phase> phases() {
    return phases;
  }

  @Override
  public Mask mask() {
    return mask;
  }

  @Override
  public void beginPhase(Phase next, TrainingState state, Probe probe) {
    phase = next;
    if (phase.candidate() && mask.count() > IntStream.of(bound.counts()).sum()) {
      float[] gradient =
          rule.wantsGradient() ? probe.gradient(state.parameters(), config.growBatches()) : new float[layout.size()];
      exchange(state, gradient, overBound(), bound.counts());
    }
    state.maskInPlace(mask);
  }

  @Override
  public int interval() {
    return config.interval();
  }

  @Override
  public int scoreSteps(double progress) {
    return rule.wantsGradient() && exchanges(progress) ? Math.min(config.growBatches(), config.interval()) : 0;
  }

  private boolean exchanges(double progress) {
    return progress < config.stop() && !(bound.isSoft() && phase.candidate());
  }

  @Override
  public boolean update(double progress, TrainingState state, float[] scores) {
    if (!exchanges(progress)) {
      return false;
    }
    float[] gradient = rule.wantsGradient() ? scores : new float[layout.size()];
    if (bound.isSoft()) {
      exchange(state, gradient, overBound(), bound.in(phase));
    } else {
      int[] counts = IntStream.range(0, layout.layers()).map(mask::count).toArray();
      int[] drop = IntStream.of(counts).map(count -> (int) Math.ceil(config.fraction(progress) * count)).toArray();
      exchange(state, gradient, drop, counts);
    }
    return true;
  }

  @Override
  public void carry(StateStream stream) {
    phase = phases.get(stream.number(phases.indexOf(phase)));
    mask = Mask.carried(stream, layout, mask);
    updates = stream.number(updates);
    rule.carry(stream);
  }

  /** Weights of each layer above the bound. */
  private int[] overBound() {
    return IntStream.range(0, layout.layers()).map(l -> mask.count(l) - bound.counts()[l]).toArray();
  }

  /**
   * Drops and grows.
   *
   * @param drop weights of each layer that go, if others may come in their place
   * @param aim weights of each layer afterwards; of a rule that redistributes only the sum holds
   */
  private void exchange(TrainingState state, float[] gradient, int[] drop, int[] aim) {
    updates++;
    ExchangeRule.Moment moment =
        new ExchangeRule.Moment(layout, mask, state.parameters(), gradient, (double) updates * config.interval());
    Exchange exchange = new Exchange(moment, config.growth(), seeds.child("update").child(updates));
    float[] growth = rule.growth(moment);
    exchange.drop(drop, aim, rule.keep(moment));
    exchange.grow(rule.redistributes() ? exchange.redistributed(growth) : aim, growth);
    mask = exchange.mask();
    if (config.growth().start() == DropGrowConfig.Start.RANDOM) {
      exchange.start(draw.apply(seeds.child("start").child(updates)));
    }
    state.maskInPlace(mask);
  }
}
