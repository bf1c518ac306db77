/**
 * Files to a graph: what form files have, their lines and columns, ids, and the tables {@code edges}, {@code vertices} and
 * {@code quarantine}.
 *
 * <p>Input: paths and settings of the graph. Output: edges in the order of their times. Other rooms may use its stages,
 * {@link io.sparsewalk.spark.ingest.EdgeTable} to read edges, and {@link io.sparsewalk.spark.ingest.TextTable} and
 * {@link io.sparsewalk.spark.ingest.InputPaths} to read small files in the same way. Imported by walk, examples, sweep, bench and
 * pipeline.
 */
package io.sparsewalk.spark.ingest;
