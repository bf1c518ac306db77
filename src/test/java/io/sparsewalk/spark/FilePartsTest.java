package io.sparsewalk.spark;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class FilePartsTest {
  private static final long MIB = 1L << 20;

  @Property
  void filesAreNeitherLargeNorSmallAndNoMoreThanTasksUnlessTheyWouldBeLarge(
      @ForAll @LongRange(min = 0, max = 10_000_000_000L) long rows, @ForAll @IntRange(min = 1, max = 400) int rowBytes,
      @ForAll @LongRange(min = 1, max = 10_000) long slots) {
    int parts = FileParts.of(rows, rowBytes, slots);
    long bytes = rows * rowBytes;
    assertThat(bytes / parts).isLessThanOrEqualTo(64 * MIB);
    if (parts > 1) {
      assertThat(bytes / parts).isGreaterThanOrEqualTo(4 * MIB);
    }
    if (parts > slots) {
      assertThat(bytes / (parts - 1)).isGreaterThanOrEqualTo(64 * MIB);
    }
    if (parts < slots) {
      assertThat(bytes / (parts + 1)).as("another file would be small").isLessThan(4 * MIB);
    }
  }
}
