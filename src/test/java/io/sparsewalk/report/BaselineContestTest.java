package io.sparsewalk.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.report.ReportData.BaselineFigure;
import io.sparsewalk.report.ReportData.Setting;
import io.sparsewalk.report.TestedTrial.Figures;
import io.sparsewalk.report.TestedTrial.Ratios;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BaselineContestTest {
  private static final Setting SETTING = new Setting("graph", "strict", "link-prediction", "16-128-1");
  private static final double[] WEAK = {0.70, 0.71, 0.69};

  @Test
  void aNetworkBeatsTheBaselinesOnlyIfItBeatsEachWithinSeeds() {
    assertThat(contest(new double[] {0.80, 0.81, 0.79}, new double[] {0.78, 0.79, 0.77}).sentence()).isEqualTo(
        "The network beats every trivial baseline: AUC 0.780 without an embedding or a network (degree), 0.800 with them"
            + " (dense training); 3 seeds, 95 % sure.");
    // The same means, but not in every seed.
    BaselineContest unsure = contest(new double[] {0.80, 0.81, 0.79}, new double[] {0.76, 0.77, 0.81});
    assertThat(unsure.isNetworkBehind()).isFalse();
    assertThat(unsure.sentence()).startsWith("The network is not told from the trivial baselines: AUC 0.780")
        .doesNotContain("sure");
  }

  @Test
  void aNetworkThatIsBehindIsSaidToBe() {
    BaselineContest sure = contest(new double[] {0.80, 0.81, 0.79}, new double[] {0.90, 0.91, 0.89});
    assertThat(sure.isNetworkBehind()).isTrue();
    assertThat(sure.sentence()).startsWith("A trivial baseline beats the network: AUC 0.900")
        .endsWith("3 seeds, 95 % sure.");
    BaselineContest unsure = contest(new double[] {0.80, 0.81, 0.79}, new double[] {0.90, 0.71, 0.80});
    assertThat(unsure.isNetworkBehind()).isTrue();
    assertThat(unsure.sentence()).startsWith("The network does not beat the trivial baselines").doesNotContain("sure");
  }

  @Test
  void twoSeedsAndAWalkOverTestEdgesSayNothing() {
    double[] two = {0.80, 0.81};
    assertThat(contest(two, new double[] {0.70, 0.71}).sentence()).startsWith(
        "Whether the network beats the trivial baselines is not known (2 seeds: too few to tell; add sweep.seeds)");
    List<Baseline> baselines = Baseline.of(SETTING, figures("degree", WEAK));
    assertThat(BaselineContest.of(baselines, network(new double[] {0.9, 0.91, 0.92}), true).orElseThrow().sentence())
        .contains("did not see the test edges that its walks saw")
        .doesNotContain("sure");
    assertThat(BaselineContest.of(List.of(), network(two), false)).isEmpty();
    assertThat(BaselineContest.of(baselines, List.of(), false)).isEmpty();
  }

  private static BaselineContest contest(double[] network, double[] degree) {
    List<BaselineFigure> figures = new ArrayList<>(figures("degree", degree));
    figures.addAll(figures("constant", new double[] {0.5, 0.5, 0.5}));
    return BaselineContest.of(Baseline.of(SETTING, figures), network(network), false).orElseThrow();
  }

  private static List<BaselineFigure> figures(String name, double[] aucs) {
    List<BaselineFigure> figures = new ArrayList<>();
    for (int seed = 0; seed < aucs.length; seed++) {
      figures.add(new BaselineFigure("graph", "strict", name, "AUC", seed, aucs[seed]));
      figures.add(new BaselineFigure("graph", "strict", name, "accuracy", seed, 0.99));
      figures.add(new BaselineFigure("another", "strict", name, "AUC", seed, 1));
    }
    return figures;
  }

  private static List<TestedTrial> network(double[] aucs) {
    List<TestedTrial> trials = new ArrayList<>();
    for (int seed = 0; seed < aucs.length; seed++) {
      trials.add(new TestedTrial("dense", 0, 0, seed, new Figures(0.7, aucs[seed], 0.004, 0.003, 10_000, 0.5, 0.5),
          new Ratios(1, 1, 1, 1, 1)));
    }
    return trials;
  }
}
