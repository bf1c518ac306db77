package io.sparsewalk.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.report.QualityRule.Judgement;
import io.sparsewalk.report.TestedTrial.Figures;
import io.sparsewalk.report.TestedTrial.Ratios;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QualityRuleTest {
  private static final Margin MARGIN = new Margin(0.01, 0.01);
  private static final double[] NOISE = {0.001, 0, -0.001, 0.0005, -0.0005};
  private static final double NONE = Double.NaN;

  /** The bound of -0.004, -0.005, -0.006: mean -0.005, s 0.001, t(0.95; 2) = 2.919986 of every printed table. */
  @Test
  void theBoundIsStudentsOneSidedOne() {
    PairedDifference difference = PairedDifference.of(new double[] {-0.004, -0.005, -0.006}, new double[3]);
    assertThat(difference.lowerBound().getAsDouble()).isCloseTo(-0.005 - 2.919986 * 0.001 / Math.sqrt(3), within(1e-8));
    assertThat(difference.halfWidth().getAsDouble()).isCloseTo(4.302653 * 0.001 / Math.sqrt(3), within(1e-8));
  }

  @Test
  void aLevelKeepsQualityOnlyIfEverySmallerOneDoes() {
    // The same losses, in the order of the levels and not.
    assertThat(judged(3, 0.002, 0.004, 0.03).safe()).isEqualTo(2);
    Judgement gap = judged(3, 0.03, 0.002, 0.004);
    assertThat(gap.safe()).isZero();
    assertThat(gap.byMean()).isZero();
    assertThat(gap.reason()).startsWith("at 50 % the loss of accuracy may be up to 0.03");
    assertThat(judged(3, 0.002, 0.03, 0.004).shown().get().level()).isEqualTo(0.5);
  }

  @Test
  void aMeanWithinTheMarginIsNotSurelyWithinIt() {
    Judgement judgement = judged(3, 0.002, 0.0095);
    assertThat(judgement.byMean()).isEqualTo(2);
    assertThat(judgement.safe()).isEqualTo(1);
    assertThat(judgement.shown().get().level()).isEqualTo(0.5);
    assertThat(judgement.isAtLargest()).isFalse();
    assertThat(judged(3, 0.002, 0.003).isAtLargest()).isTrue();
  }

  @Test
  void fewerThanThreeSeedsClaimNothing() {
    for (int seeds = 1; seeds <= 2; seeds++) {
      Judgement judgement = judged(seeds, 0.002, 0.03);
      assertThat(judgement.safe()).isEqualTo(-1);
      assertThat(judgement.byMean()).isEqualTo(1);
      assertThat(judgement.reason()).contains("too few to tell; add sweep.seeds").startsWith(seeds + " seed");
      assertThat(judgement.shown().get().differences().get(HeadlineMeasure.ACCURACY).lowerBound()).isEmpty();
    }
  }

  /** Whatever the figures: sure is at most by mean, a wider margin takes no level away, and seeds in another order change nothing. */
  @Test
  void lawsHoldOfAnyFigures() {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 300; round++) {
      int seeds = 3 + random.nextInt(4);
      List<TestedTrial> dense = new ArrayList<>();
      List<TestedTrial> sparse = new ArrayList<>();
      for (int seed = 0; seed < seeds; seed++) {
        dense.add(trial("dense", 0, seed, 0.8 + 0.004 * random.nextGaussian()));
        for (int level = 1; level <= 4; level++) {
          sparse.add(trial("rigl", 1 - 1.0 / (1 << level), seed, 0.8 - 0.002 * level + 0.004 * random.nextGaussian()));
        }
      }
      Judgement judgement = new QualityRule(MARGIN).judge(dense, sparse);
      assertThat(judgement.safe()).isBetween(0, judgement.byMean());
      List<TestedTrial> turned = new ArrayList<>(sparse);
      Collections.reverse(turned);
      assertThat(new QualityRule(MARGIN).judge(dense, turned).safe()).isEqualTo(judgement.safe());
      assertThat(new QualityRule(new Margin(0.02, 0.02)).judge(dense, sparse).safe())
          .isGreaterThanOrEqualTo(judgement.safe());
    }
  }

  @Test
  void seedsThatAgreeToTheLastDigitAreNoCertainty() {
    // One example of 150 is lost in every seed: no spread, but 150 examples cannot tell 0.0067 from 0.01.
    List<TestedTrial> dense = new ArrayList<>();
    List<TestedTrial> sparse = new ArrayList<>();
    List<TestedTrial> unknown = new ArrayList<>();
    for (int seed = 0; seed < 3; seed++) {
      dense.add(trial("dense", 0, seed, figures(0.8, NONE, 150)));
      sparse.add(trial("rigl", 0.5, seed, figures(0.8 - 1 / 150.0, NONE, 150)));
      unknown.add(trial("rigl", 0.5, seed, figures(0.8, NONE, NONE)));
    }
    Judgement judgement = new QualityRule(MARGIN).judge(dense, sparse);
    assertThat(judgement.safe()).isZero();
    assertThat(judgement.byMean()).isEqualTo(1);
    PairedDifference difference = judgement.tested().get(0).differences().get(HeadlineMeasure.ACCURACY);
    assertThat(difference.lowerBound().getAsDouble()).isCloseTo(-(1 + 2.919986 / Math.sqrt(3)) / 150, within(1e-8));
    assertThat(new QualityRule(MARGIN).judge(dense, unknown).reason()).contains("all seeds have the same accuracy");
    // 15000 of a hundred times as many can.
    List<TestedTrial> many =
        dense.stream().map(trial -> trial("dense", 0, trial.seed(), figures(0.8, NONE, 15_000))).toList();
    List<TestedTrial> same = sparse.stream()
        .map(trial -> trial("rigl", 0.5, trial.seed(), figures(0.8 - 1 / 15_000.0, NONE, 15_000)))
        .toList();
    assertThat(new QualityRule(MARGIN).judge(many, same).safe()).isEqualTo(1);
  }

  /** Three times two vertices of 67 in one direction: by hand sqrt(2) / 67 is the deviation, t = sqrt(6) of 2 degrees, p = 1 - sqrt(6 / 8). */
  @Test
  void equalDifferencesHaveTheDeviationOfTheExamplesThatTheyTake() {
    Figures one = figures(63 / 67.0, NONE, 67);
    Figures other = figures(65 / 67.0, NONE, 67);
    double floor = HeadlineMeasure.ACCURACY.resolution(one, other);
    assertThat(floor).isCloseTo(Math.sqrt(2) / 67, within(1e-12));
    double difference = -2 / 67.0;
    PairedDifference seeds =
        PairedDifference.of(new double[] {difference, difference, difference}, new double[] {floor, floor, floor});
    assertThat(seeds.pValue().getAsDouble()).isCloseTo(1 - Math.sqrt(0.75), within(1e-9));
    assertThat(PairedDifference.of(new double[] {difference, difference}, new double[] {floor, floor}).pValue())
        .isEmpty();
    assertThat(PairedDifference.of(new double[3], new double[] {NONE, NONE, NONE}).pValue()).isEmpty();
  }

  @Test
  void nothingIsClaimedWhereDenseTrainingLearnedNothing() {
    List<TestedTrial> dense = new ArrayList<>();
    List<TestedTrial> sparse = new ArrayList<>();
    double[] accuracies = {0.533, 0.52, 0.545};
    for (int seed = 0; seed < 3; seed++) {
      dense.add(trial("dense", 0, seed, figures(accuracies[seed], 0.6, 5000)));
      sparse.add(trial("rigl", 0.5, seed, figures(accuracies[seed] + 0.001 * seed, 0.6 + 0.001 * seed, 5000)));
    }
    Judgement judgement = new QualityRule(MARGIN).judge(dense, sparse);
    assertThat(judgement.safe()).isEqualTo(-1);
    assertThat(judgement.byMean()).isEqualTo(-1);
    assertThat(judgement.reason()).startsWith("dense training learned nothing: its accuracy, 0.533 +- 0.0")
        .endsWith("is not told from the 0.520 of a constant answer");
    // An AUC of a half says so too, and two seeds are enough to see it: the error over test examples is known.
    List<TestedTrial> two =
        List.of(trial("dense", 0, 0, figures(0.8, 0.505, 5000)), trial("dense", 0, 1, figures(0.8, 0.51, 5000)));
    assertThat(new QualityRule(MARGIN).judge(two, sparse).reason()).contains("its AUC, 0.508");
  }

  @Test
  void nothingIsClaimedWithoutFiguresOrFromAHandfulOfExamples() {
    List<TestedTrial> empty = List.of(trial("dense", 0, 1, figures(NONE, NONE, 0)));
    List<TestedTrial> sparse = List.of(trial("rigl", 0.5, 1, figures(NONE, NONE, 0)));
    assertThat(new QualityRule(MARGIN).judge(empty, sparse).reason())
        .isEqualTo("there are no test figures: every test edge has an end that training never saw");
    assertThat(new QualityRule(MARGIN).judge(List.of(), sparse).reason())
        .isEqualTo("there is no finished dense training to compare with");
    assertThat(judgedOf(99).reason()).isEqualTo("only 99 test examples are scored, and a margin of 0.01 takes 100");
    assertThat(judgedOf(100).reason()).doesNotContain("test examples are scored");
  }

  private static Judgement judgedOf(double examples) {
    List<TestedTrial> trials = new ArrayList<>();
    for (int seed = 0; seed < 3; seed++) {
      trials.add(trial("rigl", 0.5, seed, figures(0.8 + 0.01 * seed, NONE, examples)));
    }
    return new QualityRule(MARGIN).judge(trials, trials);
  }

  @Test
  void aLevelThatLostASeedFails() {
    List<TestedTrial> sparse = new ArrayList<>(trials("rigl", 4, 0.002, 0.002));
    sparse.remove(sparse.size() - 1);
    Judgement judgement = new QualityRule(MARGIN).judge(trials("dense", 4, 0), sparse);
    assertThat(judgement.safe()).isEqualTo(1);
    assertThat(judgement.reason()).isEqualTo("at 75 % only 3 of 4 seeds have a test figure");
    // All were ended by halving: a sparser level does not pass over them.
    List<TestedTrial> halved = new ArrayList<>(trials("rigl", 3, 0.002, 0.002, 0.002));
    halved
        .replaceAll(trial -> trial.level() == 0.75 ? trial("rigl", 0.75, trial.seed(), figures(NONE, NONE, 0)) : trial);
    Judgement gap = new QualityRule(MARGIN).judge(trials("dense", 3, 0), halved);
    assertThat(gap.safe()).isEqualTo(1);
    assertThat(gap.byMean()).isEqualTo(1);
    assertThat(gap.reason()).isEqualTo("at 75 % only 0 of 3 seeds have a test figure");
  }

  @Test
  void bothMeasuresMustKeepQuality() {
    List<TestedTrial> dense = new ArrayList<>();
    List<TestedTrial> sparse = new ArrayList<>();
    for (int seed = 0; seed < 3; seed++) {
      dense.add(trial("dense", 0, seed, figures(0.8, 0.9, 10_000)));
      sparse.add(trial("rigl", 0.5, seed, figures(0.8 + NOISE[seed], 0.88 + NOISE[seed], 10_000)));
    }
    Judgement judgement = new QualityRule(MARGIN).judge(dense, sparse);
    assertThat(judgement.safe()).isZero();
    assertThat(judgement.byMean()).isZero();
    assertThat(new QualityRule(new Margin(0.01, 0.03)).judge(dense, sparse).safe()).isEqualTo(1);
  }

  /** Levels 0.5, 0.75, ... that lose so much accuracy. */
  private static Judgement judged(int seeds, double... losses) {
    return new QualityRule(MARGIN).judge(trials("dense", seeds, 0), trials("rigl", seeds, losses));
  }

  private static List<TestedTrial> trials(String method, int seeds, double... losses) {
    List<TestedTrial> trials = new ArrayList<>();
    for (int level = 0; level < losses.length; level++) {
      for (int seed = 0; seed < seeds; seed++) {
        double sparsity = method.equals("dense") ? 0 : 1 - 1.0 / (2 << level);
        trials.add(trial(method, sparsity, seed, 0.8 - losses[level] + (sparsity > 0 ? NOISE[seed] : 0)));
      }
    }
    return trials;
  }

  private static TestedTrial trial(String method, double level, long seed, double accuracy) {
    return trial(method, level, seed, figures(accuracy, NONE, 10_000));
  }

  private static TestedTrial trial(String method, double level, long seed, Figures figures) {
    return new TestedTrial(method, level, level, seed, figures, new Ratios(0.1, 2, 0.2, 0.3, 0.25));
  }

  private static Figures figures(double accuracy, double auc, double examples) {
    return new Figures(accuracy, auc, 0.005, Double.isNaN(auc) ? NONE : 0.006, examples, 0.44, 0.52);
  }
}
