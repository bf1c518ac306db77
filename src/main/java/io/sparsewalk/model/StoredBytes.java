package io.sparsewalk.model;

/**
 * Bytes of 32-bit matrices as they are stored: dense, 4 bytes per entry; or in compressed sparse rows, 4 bytes per
 * entry that is kept, 4 for its column, and an offset per row and one more, of 4 bytes or, from 2^31 entries on, of 8. This is what numpy
 * and SciPy hold. Fewer than half of the entries must be kept for the sparse form to be the smaller one.
 *
 * @param dense bytes of the dense form
 * @param sparse bytes of compressed sparse rows
 */
public record StoredBytes(long dense, long sparse) {
  private static final long VALUE = 4;
  private static final long COLUMN = 4;

  /** Of a matrix. */
  public static StoredBytes ofMatrix(long rows, long columns, long kept) {
    long offset = kept < 1L << 31 ? 4 : 8;
    return new StoredBytes(VALUE * rows * columns, (VALUE + COLUMN) * kept + offset * (rows + 1));
  }

  /** Of a vector that has no zeros to leave out, in either form. */
  public static StoredBytes ofVector(long size) {
    return new StoredBytes(VALUE * size, VALUE * size);
  }

  /** Of both. */
  public StoredBytes plus(StoredBytes other) {
    return new StoredBytes(dense + other.dense, sparse + other.sparse);
  }
}
