package io.sparsewalk.spark.bench;

import io.sparsewalk.common.ProcessMemory;

/**
 * One result.
 *
 * @param rate units a second of wall clock
 * @param baseline what the ratio compares with; null without one
 * @param bytesPerItem memory held or bytes written per item; null where it says nothing
 * @param peakBytes largest resident set of this process until then; null where the system does not tell
 */
public record BenchLine(String benchmark, String variant, int threads, double rate, String unit, String baseline,
    Double ratio, Double bytesPerItem, Long peakBytes) {

  /** On one thread, compared with nothing. */
  static BenchLine of(String benchmark, String variant, double rate, String unit) {
    return new BenchLine(benchmark, variant, 1, rate, unit, null, null, null, ProcessMemory.peakBytes());
  }

  BenchLine on(int others) {
    return new BenchLine(benchmark, variant, others, rate, unit, baseline, ratio, bytesPerItem, peakBytes);
  }

  /** Compared with a baseline in the same run. */
  BenchLine against(String other, Double times) {
    return new BenchLine(benchmark, variant, threads, rate, unit, other, times, bytesPerItem, peakBytes);
  }

  BenchLine perItem(double bytes) {
    return new BenchLine(benchmark, variant, threads, rate, unit, baseline, ratio, bytes, peakBytes);
  }
}
