/**
 * The warehouse: table schemas, Parquet files, manifests and the commit protocol.
 *
 * <p>Input: rows and primitive arrays. Output: immutable directories of Parquet files, published once by a rename that never
 * replaces. Knows Hadoop, Parquet and Spark's types; imported by spark and its rooms, report,
 * pipeline and cli.
 */
package io.sparsewalk.table;
