package io.sparsewalk.common;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of this process as the operating system sees it, native libraries included. Linux tells it, others do not. */
public final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ProcessMemory() {}

  /** Resident now; null where it is not known. */
  public static Long residentBytes() {
    return kibibytes("VmRSS:");
  }

  /** Most that was ever resident; null where it is not known. */
  public static Long peakBytes() {
    return kibibytes("VmHWM:");
  }

  private static Long kibibytes(String name) {
    if (!Files.isReadable(STATUS)) {
      return null;
    }
    try {
      return Files.readAllLines(STATUS)
          .stream()
          .filter(line -> line.startsWith(name))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + STATUS, e);
    }
  }
}
