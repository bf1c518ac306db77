package io.sparsewalk.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelSetMetricsTest {

  @Test
  void figuresAreThoseByHand() {
    // Classes {0, 2}, {1}; called {0, 1} (the lower of equals), {1}.
    float[] logits = {3, 1, 1, -1, 2, 0};
    LabelSetMetrics metrics = LabelSetMetrics.of(logits, new int[] {0, 2, 3}, new int[] {0, 2, 1}, 3);
    assertThat(metrics.f1Micro()).isCloseTo(2 / 3.0, within(1e-12));
    // Class 0 2/2, class 1 2/(1+2), class 2 0.
    assertThat(metrics.f1Macro()).isCloseTo((1 + 2 / 3.0 + 0) / 3, within(1e-12));
    assertThat(LabelSetMetrics.of(new float[0], new int[] {0}, new int[0], 3).f1Micro()).isNaN();
  }

  @Test
  void figuresAreThoseOfSetsSortedAndCounted() {
    SplittableRandom random = new SplittableRandom(5);
    int outputs = 7;
    int n = 500;
    float[] logits = new float[n * outputs];
    int[] offsets = new int[n + 1];
    List<Integer> classes = new ArrayList<>();
    List<Set<Integer>> has = new ArrayList<>();
    List<Set<Integer>> called = new ArrayList<>();
    double loss = 0;
    for (int i = 0; i < n; i++) {
      Set<Integer> own = new HashSet<>();
      for (int c = 0; c < outputs; c++) {
        // Coarse, so that there are ties; class 6 never occurs.
        logits[i * outputs + c] = random.nextInt(9) - 4;
        if (c < 6 && random.nextInt(4) == 0 || own.isEmpty() && c == 5) {
          own.add(c);
        }
      }
      for (int c = 0; c < outputs; c++) {
        double p = 1 / (1 + Math.exp(-logits[i * outputs + c]));
        loss -= Math.log(own.contains(c) ? p : 1 - p);
      }
      own.stream().sorted().forEach(classes::add);
      offsets[i + 1] = classes.size();
      has.add(own);
      int at = i * outputs;
      called.add(new HashSet<>(IntStream.range(0, outputs)
          .boxed()
          .sorted(Comparator.comparingDouble((Integer c) -> -logits[at + c]))
          .limit(own.size())
          .toList()));
    }
    LabelSetMetrics metrics = LabelSetMetrics.of(logits, offsets, classes.stream().mapToInt(c -> c).toArray(), outputs);
    double right =
        IntStream.range(0, n).mapToLong(i -> has.get(i).stream().filter(called.get(i)::contains).count()).sum();
    assertThat(metrics.f1Micro()).isCloseTo(right / classes.size(), within(1e-12));
    double macro = 0;
    for (int c = 0; c < outputs; c++) {
      int own = c;
      double precisionBase = called.stream().filter(set -> set.contains(own)).count();
      double recallBase = has.stream().filter(set -> set.contains(own)).count();
      double both = IntStream.range(0, n).filter(i -> has.get(i).contains(own) && called.get(i).contains(own)).count();
      double precision = both / precisionBase;
      double recall = recallBase == 0 ? 0 : both / recallBase;
      macro += both == 0 ? 0 : 2 * precision * recall / (precision + recall) / outputs;
    }
    assertThat(metrics.f1Macro()).isCloseTo(macro, within(1e-12));
    assertThat(metrics.logLoss()).isCloseTo(loss / n, within(1e-9));
  }

  @Test
  void oneClassEachIsTheAccuracyOfClasses() {
    SplittableRandom random = new SplittableRandom(2);
    int[] labels = random.ints(300, 0, 4).toArray();
    float[] logits = new float[1200];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = random.nextInt(5);
    }
    ClassMetrics one = ClassMetrics.of(logits, labels, 4);
    LabelSetMetrics several = LabelSetMetrics.of(logits, IntStream.rangeClosed(0, 300).toArray(), labels, 4);
    assertThat(several.f1Micro()).isEqualTo(one.accuracy());
    assertThat(several.f1Macro()).isCloseTo(one.f1Macro(), within(1e-12));
  }
}
