package io.sparsewalk.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The one definition of "keeps quality", for one method on one embedding.
 *
 * <p>A level of the grid keeps quality if, for the test accuracy and, where there is one, the test AUC, the one-sided 95 % lower bound
 * of the difference to dense training, paired by seed, is above minus the {@link Margin} ({@link PairedDifference}: non-inferiority),
 * and every less sparse level that was tested keeps it too. Levels are tested in the fixed order from the least sparse up and testing
 * stops at the first that fails, so that no correction over levels is needed (fixed-sequence gatekeeping: Westfall and Krishen, Journal
 * of Statistical Planning and Inference 2001), and as both measures must pass, none over measures (intersection-union test: Berger,
 * Technometrics 1982). A level that lacks a seed that the method has at another level (its training failed, or was ended by halving)
 * fails.
 *
 * <p>Beside it stands the largest level by mean alone: no mean loss is above the margin there, or at any less sparse level. With fewer
 * than {@value PairedDifference#LEAST_SEEDS} seeds nothing but that is said. Nothing at all is said where there are no test figures,
 * where they are over fewer than {@value #LEAST_EXAMPLES} examples or where one example is worth more than the margin, and where dense
 * training learned nothing: where the 95 % interval of a mean test figure, over seeds and test examples, reaches down to what a
 * constant answer gets.
 */
final class QualityRule {
  static final int LEAST_EXAMPLES = 30;
  private static final double TWO_SIDED = 0.975;
  /** Of the normal law. */
  private static final double QUANTILE = 1.959963984540054;

  private final Margin margin;

  /**
   * What the rule says of a method.
   *
   * @param seeds that dense training and the method share
   * @param tested levels, the least sparse first
   * @param safe number of levels that keep quality, counted from the least sparse; -1 if nothing can be said
   * @param byMean number of levels that do so in the mean; -1 if nothing can be said
   * @param reason why no further level keeps quality, or why nothing can be said
   */
  record Judgement(int seeds, List<TestedLevel> tested, int safe, int byMean, String reason) {
    /** The level that losses and costs are told of: the largest that keeps quality, or else that does so in the mean. */
    Optional<TestedLevel> shown() {
      int count = safe > 0 ? safe : byMean;
      return count > 0 ? Optional.of(tested.get(count - 1)) : Optional.empty();
    }

    /** True if no sparser level than the one shown was tested. */
    boolean isAtLargest() {
      return shown().filter(tested.get(tested.size() - 1)::equals).isPresent();
    }
  }

  QualityRule(Margin margin) {
    this.margin = margin;
  }

  /**
   * @param dense trials of dense training
   * @param trials of one method, a trial a level and seed
   */
  Judgement judge(List<TestedTrial> dense, List<TestedTrial> trials) {
    List<TestedLevel> tested = trials.stream()
        .collect(Collectors.groupingBy(TestedTrial::level, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(level -> TestedLevel.of(level, dense))
        .toList();
    Set<Long> shared =
        tested.stream().flatMap(level -> level.trials().stream()).map(TestedTrial::seed).collect(Collectors.toSet());
    int seeds = shared.size();
    Optional<String> mute = mute(dense, seeds);
    if (mute.isPresent()) {
      return new Judgement(seeds, tested, -1, -1, mute.get());
    }
    int byMean = leading(tested, level -> level.seeds() > 0 && level.lostInTheMean(margin).isEmpty());
    if (seeds < PairedDifference.LEAST_SEEDS) {
      return new Judgement(seeds, tested, -1, byMean, tooFew(seeds));
    }
    int safe = leading(tested, level -> level.seeds() == seeds && level.unsure(margin).isEmpty());
    return new Judgement(seeds, tested, safe, byMean,
        safe == tested.size() ? "every tested level keeps quality" : failure(tested.get(safe), seeds));
  }

  static String tooFew(int seeds) {
    return seeds + (seeds == 1 ? " seed" : " seeds") + ": too few to tell; add sweep.seeds";
  }

  private static int leading(List<TestedLevel> levels, Predicate<TestedLevel> passes) {
    return (int) levels.stream().takeWhile(passes).count();
  }

  private String failure(TestedLevel level, int seeds) {
    if (level.seeds() < seeds) {
      return String.format("at %s only %d of %d seeds have a test figure", Numbers.percent(level.level()),
          level.seeds(), seeds);
    }
    String where = "at " + Numbers.percent(level.sparsity());
    HeadlineMeasure measure = level.unsure(margin).orElseThrow();
    PairedDifference difference = level.differences().get(measure);
    return difference.lowerBound().isEmpty()
        ? where + " all seeds have the same " + measure.words() + ", and how many test examples it is over is not known"
        : String.format("%s the loss of %s may be up to %s (mean %s)", where, measure.words(),
            Numbers.decimals(-difference.lowerBound().getAsDouble(), 3), Numbers.decimals(-difference.mean(), 3));
  }

  /** Why nothing can be said. */
  private Optional<String> mute(List<TestedTrial> dense, int seeds) {
    List<TestedTrial> figures = dense.stream().filter(HeadlineMeasure.ACCURACY::has).toList();
    if (dense.isEmpty()) {
      return Optional.of("there is no finished dense training to compare with");
    }
    if (figures.isEmpty()) {
      return Optional.of("there are no test figures: every test edge has an end that training never saw");
    }
    double examples = figures.stream().mapToDouble(trial -> trial.figures().examples()).min().orElseThrow();
    double least = Math.max(LEAST_EXAMPLES, Math.ceil(1 / margin.accuracy() - 1e-9));
    if (examples < least) {
      return Optional.of(String.format("only %.0f test examples are scored, and a margin of %s takes %.0f", examples,
          Numbers.shortNumber(margin.accuracy()), least));
    }
    return seeds == 0 ? Optional.of("no seed has a test figure of both this method and dense training")
        : learnedNothing(figures);
  }

  private static Optional<String> learnedNothing(List<TestedTrial> dense) {
    List<String> reasons = new ArrayList<>();
    for (HeadlineMeasure measure : HeadlineMeasure.of(dense)) {
      List<TestedTrial> known =
          dense.stream().filter(trial -> measure.has(trial) && !Double.isNaN(measure.constant(trial))).toList();
      double[] gains = known.stream().mapToDouble(trial -> measure.of(trial) - measure.constant(trial)).toArray();
      double half =
          halfWidth(gains, known.stream().mapToDouble(measure::error).filter(error -> !Double.isNaN(error)).toArray());
      double gain = DoubleStream.of(gains).average().orElse(Double.NaN);
      if (gain - half <= 0) {
        double constant = known.stream().mapToDouble(measure::constant).average().orElseThrow();
        reasons.add(String.format("its %s, %s +- %s, is not told from the %s of a constant answer", measure.words(),
            Numbers.decimals(gain + constant, 3), Numbers.decimals(half, 3), Numbers.decimals(constant, 3)));
      }
    }
    return reasons.stream().min(Comparator.naturalOrder()).map(reason -> "dense training learned nothing: " + reason);
  }

  /** Of a mean over seeds, which share one test set, so that its sampling error does not shrink with them. */
  private static double halfWidth(double[] gains, double[] errors) {
    double sampling = DoubleStream.of(errors).map(error -> error * error).average().orElse(0);
    double[] nothing = new double[gains.length];
    PairedDifference seeds = PairedDifference.of(gains, nothing);
    return gains.length < PairedDifference.LEAST_SEEDS ? QUANTILE * Math.sqrt(sampling)
        : TDistribution.of(gains.length - 1).inverseCumulativeProbability(TWO_SIDED)
            * Math.sqrt(seeds.error() * seeds.error() + sampling);
  }
}
