package io.sparsewalk.spark;

/** Into how many files the rows of a table are cut: by their bytes, whatever {@code spark.sql.shuffle.partitions} is. */
public final class FileParts {
  /** Less than this and opening a file costs more than reading it. */
  private static final long SMALLEST = 4L << 20;
  /** What a task reads or sorts in memory. */
  private static final long LARGEST = 64L << 20;

  private FileParts() {}

  /**
   * One file for every task that can run at a time, as long as the files are not small, and more if they would be large.
   *
   * @param rowBytes of a row in memory
   * @param slots tasks at a time, as {@link Slots#known} has them
   */
  public static int of(long rows, int rowBytes, long slots) {
    long bytes = Math.multiplyExact(rows, rowBytes);
    return Math.toIntExact(Math.max(1, Math.max((bytes + LARGEST - 1) / LARGEST, Math.min(slots, bytes / SMALLEST))));
  }
}
