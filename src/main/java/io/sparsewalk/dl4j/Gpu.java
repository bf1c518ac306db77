package io.sparsewalk.dl4j;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An NVIDIA GPU as its driver's tool tells it.
 *
 * @param capability compute capability
 * @param freeMib memory that is free
 */
public record Gpu(int index, String name, double capability, String driver, long freeMib) {
  private static final List<String> QUERY = List.of("nvidia-smi",
      "--query-gpu=index,name,compute_cap,driver_version,memory.free", "--format=csv,noheader,nounits");

  /** The GPUs of this machine; none if there is no driver. */
  public static List<Gpu> all() {
    try {
      Process process = new ProcessBuilder(QUERY).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      List<String> lines = process.inputReader().lines().toList();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return List.of();
      }
      return process.exitValue() == 0 ? lines.stream().map(Gpu::parse).toList() : List.of();
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  static Gpu parse(String line) {
    String[] fields = line.split("\\s*,\\s*");
    return new Gpu(Integer.parseInt(fields[0].strip()), fields[1], Double.parseDouble(fields[2]), fields[3],
        Long.parseLong(fields[4].strip()));
  }
}
