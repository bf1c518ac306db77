package io.sparsewalk.kernel;

/**
 * Sparse rows of a batch: row r has the entries from {@code starts[r]} to {@code starts[r + 1]}, exclusive. Not copied.
 *
 * @param columns feature of each entry
 * @param values of each entry
 */
public record Entries(int[] starts, int[] columns, float[] values) {}
