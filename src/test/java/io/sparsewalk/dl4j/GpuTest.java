package io.sparsewalk.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GpuTest {
  private static final Gpu HOPPER = Gpu.parse("0, NVIDIA H200, 9.0, 570.12, 141000");
  private static final Gpu AMPERE = Gpu.parse("1, NVIDIA A10G, 8.6, 535.1, 22000");

  @Test
  void theDriversLineIsRead() {
    assertThat(AMPERE).isEqualTo(new Gpu(1, "NVIDIA A10G", 8.6, "535.1", 22000));
  }

  @Test
  void onlyGpusThatTheReleaseHasCodeForAreSupported() {
    assertThat(Dl4jBackend.supports(AMPERE)).isTrue();
    assertThat(Dl4jBackend.supports(HOPPER)).isFalse();
    assertThat(Dl4jBackend.refusal(HOPPER)).contains("NVIDIA H200", "9.0", "8.6", "-Pcpu", "sweep.engine = vector");
  }

  @Test
  void adviceIsOneLineForEveryCase() {
    assertThat(Doctor.advice(List.of(), true)).contains("driver");
    assertThat(Doctor.advice(List.of(HOPPER), true)).isEqualTo(Dl4jBackend.refusal(HOPPER));
    assertThat(Doctor.advice(List.of(AMPERE), true)).contains("trains on the GPU");
    assertThat(Doctor.advice(List.of(AMPERE), false)).contains("-Pcuda");
    assertThat(Doctor.advice(List.of(HOPPER), false)).contains("no code for this GPU");
    assertThat(Doctor.advice(List.of(), false)).contains("the engine dl4j trains on the CPU");
  }

  @Test
  void thisBuildComputesOnTheCpuAndItsProductIsRight() {
    assertThat(Dl4jBackend.isCuda()).isFalse();
    assertThat(Dl4jBackend.device()).isEqualTo("cpu");
    assertThat(Doctor.examine()).satisfies(finding -> {
      assertThat(finding.healthy()).isTrue();
      assertThat(finding.lines()).anyMatch(line -> line.contains("512 x 512 matrices: right"));
    });
  }
}
