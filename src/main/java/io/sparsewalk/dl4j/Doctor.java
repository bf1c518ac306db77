package io.sparsewalk.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Looks at driver, GPUs and ND4J's backend, and says in one line what to do. */
public final class Doctor {
  private static final int SIZE = 512;

  private Doctor() {}

  /**
   * What was found.
   *
   * @param lines last: what to do
   * @param healthy true if the engine dl4j can run here
   */
  public record Finding(List<String> lines, boolean healthy) {}

  /** Looks, and multiplies two matrices unless that would crash. */
  public static Finding examine() {
    List<Gpu> gpus = Gpu.all();
    List<String> lines = new ArrayList<>();
    lines.add("driver    " + (gpus.isEmpty() ? "none: nvidia-smi finds no GPU" : gpus.get(0).driver()));
    for (Gpu gpu : gpus) {
      lines.add(String.format(Locale.ROOT, "gpu %d     %s, compute capability %.1f, %d MiB free: %s", gpu.index(),
          gpu.name(), gpu.capability(), gpu.freeMib(),
          (Dl4jBackend.supports(gpu) ? "" : "not ") + "supported by nd4j-cuda 11.6"));
    }
    lines.add("backend   " + (Dl4jBackend.isCuda() ? "nd4j-cuda 11.6" : "nd4j-native (CPU)"));
    boolean refused = Dl4jBackend.isCuda() && (gpus.isEmpty() || !gpus.stream().allMatch(Dl4jBackend::supports));
    if (!refused) {
      try {
        lines.add("product   " + product());
      } catch (RuntimeException | LinkageError e) {
        lines.add("product   failed: " + e);
        lines.add("to do     install the library that the line above names, or build with -Pcpu");
        return new Finding(lines, false);
      }
    }
    lines.add("to do     " + advice(gpus, Dl4jBackend.isCuda()));
    return new Finding(lines, !refused);
  }

  /** One line for each of the cases that there are. */
  static String advice(List<Gpu> gpus, boolean cuda) {
    if (cuda && gpus.isEmpty()) {
      return "install an NVIDIA driver, or build with -Pcpu";
    }
    List<Gpu> unsupported = gpus.stream().filter(gpu -> !Dl4jBackend.supports(gpu)).toList();
    if (cuda) {
      return unsupported.isEmpty() ? "nothing: sweep.engine = dl4j trains on the GPU"
          : Dl4jBackend.refusal(unsupported.get(0));
    }
    if (gpus.isEmpty()) {
      return "nothing: the engine dl4j trains on the CPU";
    }
    return unsupported.isEmpty()
        ? "build with -Pcuda to train on the GPU with sweep.engine = dl4j, which now trains on the CPU"
        : "nothing: the engine dl4j trains on the CPU; ND4J has no code for this GPU";
  }

  private static String product() {
    INDArray a = Nd4j.ones(DataType.FLOAT, SIZE, SIZE);
    double sum = a.mmul(a).sumNumber().doubleValue();
    double expected = (double) SIZE * SIZE * SIZE;
    return sum == expected ? SIZE + " x " + SIZE + " matrices: right" : "wrong: sum is " + sum + ", not " + expected;
  }
}
