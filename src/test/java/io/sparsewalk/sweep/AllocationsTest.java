package io.sparsewalk.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.config.JobConfig;
import io.sparsewalk.config.JobConfigException;
import io.sparsewalk.config.JobFile;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Allocation;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.sparsity.Sparsifier;
import io.sparsewalk.sparsity.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which allocation each method has, and that it is the one that runs. */
class AllocationsTest {
  private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(16, 128, 1));
  private static final Set<Method> GLOBAL = EnumSet.of(Method.MAGNITUDE, Method.LOTTERY_TICKET, Method.SNIP,
      Method.GRASP, Method.SYNFLOW, Method.SALIENCY, Method.UGS);
  private static final Set<Method> ERK = EnumSet.of(Method.SET, Method.SNFS, Method.RIGL, Method.DST_EE);

  @TempDir
  private Path directory;

  private JobConfig job(String... overrides) throws IOException {
    Path file = Files.writeString(directory.resolve("job.conf"), "name = x");
    return JobFile.read(file, Arrays.asList(overrides)).config();
  }

  private static Set<Method> having(MethodsConfig methods, Allocation allocation) {
    return Arrays.stream(Method.values())
        .filter(method -> methods.allocation(method) == allocation)
        .collect(Collectors.toSet());
  }

  @Test
  void everyMethodHasItsAuthorsUnlessTheJobSaysOtherwise() throws IOException {
    MethodsConfig own = job().methods();
    assertThat(having(own, Allocation.GLOBAL)).isEqualTo(GLOBAL);
    assertThat(having(own, Allocation.ERK)).isEqualTo(ERK);
    assertThat(GLOBAL).allMatch(Method::ranks);
    assertThat(job("protocol=paper").methods().allocation(Method.RIGL)).as("the paper's").isEqualTo(Allocation.UNIFORM);
    assertThat(job("protocol=paper").methods().allocation(Method.SET)).isEqualTo(Allocation.ERK);
    MethodsConfig listed =
        job("methods.allocations.erk=[snip]", "methods.allocations.global=[slr]", "methods.allocations.uniform=[set]")
            .methods();
    assertThat(listed.allocation(Method.SNIP)).isEqualTo(Allocation.ERK);
    assertThat(listed.allocation(Method.SLR)).isEqualTo(Allocation.GLOBAL);
    assertThat(listed.allocation(Method.SET)).isEqualTo(Allocation.UNIFORM);
    assertThat(having(job("methods.allocation=uniform").methods(), Allocation.UNIFORM)).hasSize(Method.values().length);
    assertThat(having(job("methods.allocation=erk").methods(), Allocation.UNIFORM)).containsExactly(Method.DENSE);
  }

  @Test
  void whatCannotBeGlobalIsLayerByLayerOrRefused() throws IOException {
    assertThat(having(job("methods.layers=first").methods(), Allocation.UNIFORM)).hasSize(Method.values().length);
    MethodsConfig grouped =
        job("methods.structure.kind=rows", "sweep.methods=[dense, magnitude]", "sweep.sparsity=[0.5]").methods();
    assertThat(grouped.allocation(Method.MAGNITUDE)).isEqualTo(Allocation.UNIFORM);
    assertThat(grouped.allocation(Method.RIGL)).isEqualTo(Allocation.ERK);
    assertThatThrownBy(() -> job("methods.layers=first", "methods.allocation=erk"))
        .isInstanceOf(JobConfigException.class)
        .hasMessageContaining("methods.allocation must be own or uniform with layers = first");
    assertThatThrownBy(
        () -> job("methods.structure.kind=rows", "methods.allocation=global", "sweep.methods=[dense, magnitude]"))
        .hasMessageContaining("methods.allocation must be own, uniform or erk with structure.kind = rows");
    assertThatThrownBy(() -> job("methods.allocation=global"))
        .hasMessageContaining("the method rigl needs methods.allocation = own, uniform or erk");
    assertThat(
        having(job("methods.allocation=global", "sweep.methods=[dense, slr, snip]").methods(), Allocation.UNIFORM))
        .containsExactly(Method.DENSE);
    assertThatThrownBy(() -> job("methods.allocations.global=[set]")).hasMessageContaining(
        "methods.allocations.global must not have the method set, which does not rank all weights");
    assertThatThrownBy(() -> job("methods.allocations.uniform=[snip]", "methods.allocations.erk=[snip]"))
        .hasMessageContaining("must not have a method in common, but snip is in 2 of them");
  }

  @Test
  void theAllocationThatAMethodSaysIsTheOneThatRuns() throws IOException {
    for (String allocation : new String[] {"own", "uniform", "erk"}) {
      JobConfig job = job("methods.allocation=" + allocation, "methods.mest.soft-bound=0");
      Recipe recipe = new Recipe(job.model(), job.training(), job.methods(), job.sweep().halving());
      for (Method method : EnumSet.of(Method.RANDOM, Method.RIGL, Method.SET, Method.MEST, Method.BUTTERFLY,
          Method.SYNFLOW, Method.TOP_KAST)) {
        Sparsifier sparsifier = recipe.sparsifier(new Trial(method, EmbeddingKind.DENSE, 0.75, 1), LAYOUT, 100);
        sparsifier.beginPhase(sparsifier.phases().get(0), TrainingState.of(LAYOUT.initial(Seeds.of(1))), null);
        Mask mask = sparsifier.mask();
        Allocation says = job.methods().allocation(method);
        int[] counts = says.counts(LAYOUT, 0.75);
        assertThat(mask.count()).as("%s %s", allocation, method).isEqualTo(counts[0] + counts[1]);
        assertThat(mask.count(1) == counts[1]).as("%s %s", allocation, method).isEqualTo(says != Allocation.GLOBAL);
      }
    }
  }
}
