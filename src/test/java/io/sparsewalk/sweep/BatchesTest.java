package io.sparsewalk.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.config.JobConfig;
import io.sparsewalk.config.JobFile;
import io.sparsewalk.model.ParameterLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private static Batches batches;
  private static List<Trial> trials;

  @BeforeAll
  static void readAJobOfAllMethods() throws Exception {
    String methods = String.join(",",
        Arrays.stream(Method.values()).filter(method -> method != Method.UGS).map(Method::key).toList());
    JobConfig job =
        JobFile
            .read(Path.of("src/test/resources/plain.conf"), List.of("sweep.methods=[" + methods + "]",
                "sweep.seeds=[1,2]", "sweep.sparsity=[0.5,0.75,0.9]", "sweep.embeddings=[dense,topk]"))
            .config();
    batches = new Batches(new Recipe(job.model(), job.training(), job.methods(), job.sweep().halving()),
        ParameterLayout.of(16, job.model(), 1));
    trials = Grid.trials(job.sweep());
  }

  @Test
  void everyTrialIsInOneBatchWithOthersOfItsGroup() {
    int group = trials.size() / 4;
    List<BatchSize> sizes = new ArrayList<>(List.of(BatchSize.WHOLE));
    for (int n = 1; n <= group + 1; n++) {
      sizes.add(BatchSize.atMost(n));
      sizes.add(BatchSize.filling(trials.size(), n, 1));
      sizes.add(BatchSize.filling(trials.size(), n, n));
    }
    for (BatchSize size : sizes) {
      List<List<Trial>> cut = batches.of(trials, size);
      assertThat(cut.stream().flatMap(List::stream).toList()).as("%s", size)
          .containsExactlyInAnyOrderElementsOf(trials);
      for (List<Trial> batch : cut) {
        assertThat(batch).as("%s", size)
            .hasSizeLessThanOrEqualTo(size.most())
            .hasSizeGreaterThanOrEqualTo(Math.min(group, size.least()))
            .allMatch(
                trial -> trial.seed() == batch.get(0).seed() && trial.embedding().equals(batch.get(0).embedding()));
      }
    }
    assertThat(batches.of(trials, BatchSize.atMost(1))).hasSameSizeAs(trials);
    assertThat(batches.of(trials, BatchSize.WHOLE)).hasSize(4);
  }

  @Test
  void allSlotsAreBusyTwiceUnlessBatchesWouldBeTooSmallToShareAnything() {
    for (long slots : new long[] {2, 3, 10, 1000, Integer.MAX_VALUE * 64L}) {
      int tasks = batches.of(trials, BatchSize.filling(trials.size(), slots, 1)).size();
      int smallest = batches.of(trials, BatchSize.filling(trials.size(), slots, 1))
          .stream()
          .mapToInt(List::size)
          .min()
          .orElseThrow();
      // Less than one batch per group is lost to rounding.
      assertThat(tasks + 4 > 2 * slots || smallest < 8).as("%s slots, %s tasks", slots, tasks).isTrue();
      assertThat(smallest).isGreaterThanOrEqualTo(4);
    }
    List<Trial> group = Batches.groups(trials).get(0);
    assertThat(batches.of(group, BatchSize.filling(group.size(), 3, 1))).as("three slots").hasSize(6);
    assertThat(batches.of(trials, BatchSize.filling(trials.size(), 1, 1))).as("one slot").hasSize(4);
    assertThat(batches.of(trials, BatchSize.filling(trials.size(), 1000, 132))).as("a GPU is not full with a group")
        .hasSize(4);
    assertThat(batches.of(trials, BatchSize.filling(trials.size(), 1000, 26))).as("with half of a group").hasSize(8);
  }

  @Test
  void noOtherCutOfTheseSizesIsCheaper() {
    // Nine trials, of which five begin alike, in an order that scatters them.
    List<Trial> few = trials.stream()
        .filter(trial -> trial.seed() == 1 && trial.embedding().isDense() && trial.sparsity() < 0.8
            && Set.of(Method.DENSE, Method.SLR, Method.SET, Method.ADMM, Method.RIGL).contains(trial.method()))
        .sorted(Comparator.comparingDouble(Trial::sparsity))
        .toList();
    assertThat(few).hasSize(9);
    for (int most = 5; most <= 8; most++) {
      double cheapest = Double.MAX_VALUE;
      for (int subset = 1; subset < 1 << few.size(); subset++) {
        List<Trial> in = new ArrayList<>();
        List<Trial> out = new ArrayList<>();
        for (int i = 0; i < few.size(); i++) {
          ((subset >> i & 1) == 1 ? in : out).add(few.get(i));
        }
        if (in.size() <= most && out.size() <= most) {
          cheapest = Math.min(cheapest, batches.cost(in) + batches.cost(out));
        }
      }
      assertThat(batches.of(few, BatchSize.atMost(most)).stream().mapToDouble(batches::cost).sum())
          .as("at most %s", most)
          .isCloseTo(cheapest, within(1e-9));
    }
  }

  @Test
  void aCommonBeginningIsPaidForOnceAndOfAGroupTheLongestBatchIsFirst() {
    List<Trial> slr = trials.stream().filter(trial -> trial.method() == Method.SLR).limit(3).toList();
    double one = batches.cost(slr.subList(0, 1));
    // Half of the epochs are dense, a quarter re-weights, a quarter keeps what the mask keeps.
    double epochs = 40;
    double dense = 20;
    assertThat(one).isCloseTo(dense + 10 + 10 * (1 - slr.get(0).sparsity()), within(1e-9));
    assertThat(batches.cost(slr))
        .isCloseTo(slr.stream().mapToDouble(trial -> batches.cost(List.of(trial))).sum() - 2 * dense, within(1e-9));
    assertThat(batches.cost(Stream.concat(Stream.of(trials.get(0)), slr.stream()).toList()))
        .as("the baseline begins so too")
        .isCloseTo(batches.cost(slr) + epochs - dense, within(1e-9));
    Set<List<Object>> seen = new HashSet<>();
    List<List<Trial>> cut = batches.of(trials, BatchSize.atMost(7));
    for (int b = 1; b < cut.size(); b++) {
      List<Object> group = List.of(cut.get(b).get(0).seed(), cut.get(b).get(0).embedding());
      List<Object> before = List.of(cut.get(b - 1).get(0).seed(), cut.get(b - 1).get(0).embedding());
      if (group.equals(before)) {
        assertThat(batches.cost(cut.get(b))).isLessThanOrEqualTo(batches.cost(cut.get(b - 1)));
      } else {
        assertThat(seen.add(before)).as("a group is not taken up again").isTrue();
      }
    }
    assertThat(seen).hasSize(3);
  }
}
