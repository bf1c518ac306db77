package io.sparsewalk.graph;

/** How an edge list is laid out. */
public enum EdgeFormat {
  /** By content: Parquet by its magic number, text by the number of columns of the first line that has some. */
  AUTO,
  /** Text lines {@code src dst time}. */
  TEMPORAL,
  /** Text lines {@code src dst x time}; x is ignored. */
  TEMPORAL4,
  /** Text lines {@code src dst}; all times are 0. */
  STATIC,
  /** Text lines {@code src dst weight}; all times are 0. Never found by content. */
  WEIGHTED,
  /** Parquet with named columns. */
  PARQUET
}
