package io.sparsewalk.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.config.JobConfig;
import io.sparsewalk.config.JobConfigException;
import io.sparsewalk.config.JobFile;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every method has the epochs of the job, however it divides them. */
class EpochBudgetTest {
  private static final ParameterLayout LINK = new ParameterLayout(List.of(16, 128, 1));
  private static final List<Method> ALL =
      Arrays.stream(Method.values()).filter(method -> method != Method.UGS).toList();

  @TempDir
  private Path directory;

  @Test
  void thePhasesOfEveryMethodAddUpToTheEpochsOfTheJob() throws IOException {
    for (int epochs : new int[] {3, 4, 5, 7, 10, 11, 20, 40, 99, 100, 200, 1001}) {
      JobConfig job = job("training.epochs=" + epochs, "sweep.methods=" + names(ALL));
      Recipe recipe = new Recipe(job.model(), job.training(), job.methods(), job.sweep().halving());
      for (Method method : ALL) {
        Trial trial = new Trial(method, EmbeddingKind.DENSE, method == Method.DENSE ? 0 : 0.5, 1);
        List<Phase> phases = recipe.sparsifier(trial, LINK, 10).phases();
        EpochBudget budget = method.budget(job.methods());
        assertThat(phases.stream().mapToInt(Phase::epochs).sum()).as("%s of %s", method, epochs)
            .isEqualTo(budget.epochs());
        assertThat(phases).as("%s of %s", method, epochs).allMatch(phase -> phase.epochs() > 0);
        assertThat(budget.own() || budget.epochs() == epochs).as("%s of %s", method, epochs).isTrue();
      }
    }
  }

  @Test
  void sharesGiveTheEpochsThatTheyNameAndEveryPhaseOne() throws IOException {
    assertThat(lengths(Method.SLR, "training.epochs=40")).containsExactly(20, 10, 10);
    assertThat(lengths(Method.SLR, "training.epochs=3")).containsExactly(1, 1, 1);
    assertThat(lengths(Method.ADMM, "training.epochs=100", "methods.admm.dense-share=0.001",
        "methods.admm.reweight-share=0.998")).containsExactly(1, 98, 1);
    assertThat(lengths(Method.MAGNITUDE, "training.epochs=200", "methods.magnitude.dense-share=0.75"))
        .containsExactly(150, 50);
    assertThat(lengths(Method.SLR, "protocol=paper", "training.epochs=7")).as("the published ones")
        .containsExactly(20, 10, 10);
    assertThat(lengths(Method.SLR, "protocol=paper", "fairness=matched", "training.epochs=7")).containsExactly(4, 1, 2);
  }

  @Test
  void whatIsTooSmallOrNotSharedIsRefusedWithKeyAndValue() {
    assertRefused("methods.slr.epochs must be 3 or more, was 2", "training.epochs=2");
    assertRefused("methods.gradual-magnitude.epochs must be 2 or more, was 1", "training.epochs=1",
        "sweep.methods=[gradual-magnitude]");
    assertRefused("methods.slr.epochs must be training.epochs = 40 as for all methods, was 60",
        "methods.slr.epochs=60");
    assertRefused("methods.rigl.epochs must be training.epochs = 40 as for all methods, was 60",
        "methods.rigl.epochs=60", "protocol=paper", "fairness=matched");
    assertRefused("methods.slr.reweight-share must be below 1 - dense-share = 0.5, was 0.5",
        "methods.slr.reweight-share=0.5");
    assertRefused("methods.magnitude.dense-share must be above 0 and below 1, was 1.0",
        "methods.magnitude.dense-share=1");
    assertRefused("key 'methods.slr.dense-epochs' is unknown", "methods.slr.dense-epochs=20");
  }

  @Test
  void publishedMethodsAndRoundsOfTheirOwnHaveTheirOwnEpochs() throws IOException {
    assertThat(job("fairness=published", "methods.rigl.epochs=60").methods().rigl().epochs()).isEqualTo(60);
    assertThat(job("sweep.methods=[dense, lottery-ticket]", "methods.lottery-ticket.epochs=160").methods()
        .lotteryTicket()
        .epochs()).isEqualTo(160);
  }

  private void assertRefused(String message, String... overrides) {
    assertThatThrownBy(() -> job(overrides)).isInstanceOf(JobConfigException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(overrides[0]);
  }

  private List<Integer> lengths(Method method, String... overrides) throws IOException {
    String[] all = Arrays.copyOf(overrides, overrides.length + 1);
    all[overrides.length] = "sweep.methods=[dense, " + method.key() + "]";
    JobConfig job = job(all);
    return new Recipe(job.model(), job.training(), job.methods(), job.sweep().halving())
        .sparsifier(new Trial(method, EmbeddingKind.DENSE, 0.5, 1), LINK, 10)
        .phases()
        .stream()
        .map(Phase::epochs)
        .toList();
  }

  private static String names(List<Method> methods) {
    return methods.stream().map(Method::key).collect(Collectors.joining(", ", "[", "]"));
  }

  private JobConfig job(String... overrides) throws IOException {
    Path file = Files.writeString(directory.resolve("job.conf"), "name = x");
    return JobFile.read(file, List.of(overrides)).config();
  }
}
