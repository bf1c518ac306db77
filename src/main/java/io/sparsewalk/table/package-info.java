/**
 * The warehouse: table schemas, Parquet files, manifests and the commit protocol.
 *
 * <p>Input: rows and primitive arrays. Output: Parquet files that a manifest publishes, or that appear whole, and never
 * change. Knows Hadoop, Parquet and Spark's types; imported by spark and its rooms, report,
 * pipeline and cli.
 */
package io.sparsewalk.table;
