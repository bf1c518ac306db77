package io.sparsewalk.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether a network is worth its training: dense training against the trivial baselines, paired by seed. A network beats the baselines if
 * it beats every one of them, each at 95 % (one-sided): nothing is chosen by test figures, and an intersection of tests needs no
 * correction.
 *
 * @param best of the baselines, by its mean over seeds
 * @param network dense training, on the dense embedding if there is one
 * @param differences of the network above each baseline
 * @param leaking true if the network's walks saw test edges
 */
record BaselineContest(Baseline best, List<TestedTrial> network, List<PairedDifference> differences, boolean leaking) {

  /** Empty if there is nothing to compare. */
  static Optional<BaselineContest> of(List<Baseline> baselines, List<TestedTrial> network, boolean leaking) {
    List<Baseline> paired = baselines.stream()
        .filter(baseline -> baseline.below(network).n() > 0)
        .filter(baseline -> baseline.measure() == baselines.get(0).measure())
        .toList();
    return paired.stream()
        .min(Comparator.comparingDouble(baseline -> baseline.below(network).mean()))
        .map(best -> new BaselineContest(best, network,
            paired.stream().map(baseline -> baseline.below(network)).toList(), leaking));
  }

  /** True if a baseline is at least as good in the mean: then it is the first thing to be said. */
  boolean isNetworkBehind() {
    return best.below(network).mean() <= 0;
  }

  String sentence() {
    PairedDifference difference = best.below(network);
    HeadlineMeasure measure = best.measure();
    double baseline = best.mean(measure.words()).orElseThrow();
    String figures = String.format("%s %s without an embedding or a network (%s), %s with them (dense training)",
        measure.words(), Numbers.decimals(baseline, 3), best.name(), Numbers.decimals(baseline + difference.mean(), 3));
    return verdict(difference) + ": " + figures
        + (isSure(difference) ? String.format("; %d seeds, 95 %% sure.", difference.n()) : ".");
  }

  private String verdict(PairedDifference difference) {
    if (isNetworkBehind()) {
      return isSure(difference) ? "A trivial baseline beats the network"
          : "The network does not beat the trivial baselines";
    }
    if (leaking) {
      return "The network is above the trivial baselines, which did not see the test edges that its walks saw, so this says nothing";
    }
    if (difference.n() < PairedDifference.LEAST_SEEDS) {
      return "Whether the network beats the trivial baselines is not known (" + QualityRule.tooFew(difference.n())
          + ")";
    }
    return isSure(difference) ? "The network beats every trivial baseline"
        : "The network is not told from the trivial baselines";
  }

  private boolean isSure(PairedDifference difference) {
    if (isNetworkBehind()) {
      return difference.lowerBound().isPresent() && 2 * difference.mean() - difference.lowerBound().getAsDouble() < 0;
    }
    return !leaking && differences.stream().allMatch(each -> each.lowerBound().orElse(-1) > 0);
  }
}
