package io.sparsewalk.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.sparsity.Allocation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MethodTest {

  @Test
  void aMethodBearsTheTitleOfItsPaperAndElseItsKey() {
    assertThat(List.of("slr", "rigl", "dst-ee", "magnitude", "of-another-version")).map(Method::title)
        .containsExactly("SLR", "RigL", "DST-EE", "magnitude", "of-another-version");
  }

  @Test
  void onlyWhatRanksAllWeightsIsGlobalByItsAuthors() {
    assertThat(Method.values()).filteredOn(method -> method.own() == Allocation.GLOBAL)
        .isNotEmpty()
        .allMatch(Method::ranks);
  }

  @Test
  void vectorSupportsAllThatIsNeededAndAutoPromisesNoMore() {
    for (Engine.Need need : Engine.Need.values()) {
      assertThat(Engine.VECTOR.supports(need)).as("%s", need).isTrue();
      assertThat(Engine.AUTO.supports(need)).as("%s", need).isTrue();
    }
    assertThat(Engine.supporting(Engine.Need.WHOLE_GRAPHS)).isEqualTo("auto, vector");
    assertThat(Stream.of(Engine.values()).filter(Engine::averages)).containsExactly(Engine.AVERAGED, Engine.DL4J);
  }
}
