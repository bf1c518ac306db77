package io.sparsewalk.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private enum Pace { VERY_SLOW, FAST2 }

  private record Inner(List<Pace> paces, boolean oneSchedule) {}

  private record Outer(int perVertex, double l2, String name, Inner inner) {}

  private record Odd(Object any) {}

  @Test
  void aRecordIsTheMapItsJobFileWouldHold() {
    Outer settings = new Outer(10, 1e-3, "x", new Inner(List.of(Pace.VERY_SLOW, Pace.FAST2), true));

    assertThat(Settings.of(settings)).isEqualTo(Map.of("per-vertex", 10, "l2", 1e-3, "name", "x", "inner",
        Map.of("paces", List.of("very-slow", "fast2"), "one-schedule", true)));
  }

  @Test
  void keysAreInAlphabeticalOrder() {
    assertThat(Settings.of(new Outer(1, 2, "x", new Inner(List.of(), false))).keySet()).containsExactly("inner", "l2",
        "name", "per-vertex");
  }

  @Test
  void keysFollowTheWordsOfAComponent() {
    assertThat(Settings.key("finalDropFraction")).isEqualTo("final-drop-fraction");
    assertThat(Settings.key("beta1")).isEqualTo("beta1");
    assertThat(Settings.key("m")).isEqualTo("m");
  }

  @Test
  void whatNoJobFileCanSayIsRefused() {
    assertThatThrownBy(() -> Settings.of(new Odd(new Object() {
      @Override
      public String toString() {
        return "odd";
      }
    }))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("setting any must be a number, boolean, string, enum, record or list of them, was odd");
    assertThatThrownBy(() -> Settings.of(new Odd(null))).hasMessageEndingWith("was null");
  }
}
