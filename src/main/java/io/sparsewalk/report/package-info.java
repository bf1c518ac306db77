/**
 * Answers from the tables: the SQL views, printed results and the HTML report.
 *
 * <p>Input: a published {@link io.sparsewalk.table.Warehouse}. Output: temporary views in a Spark session
 * ({@link io.sparsewalk.report.Views}), text, CSV or JSON on a stream, one self-contained HTML file. All statistics are
 * computed here, once, so that the terminal, SQL and the charts show the same figures. Imported by pipeline and cli.
 *
 * <p>Other engines read the same directories. Hive-partitioned globs name exactly what is published, for example in
 * DuckDB
 * <pre>
 * select * from read_parquet('WAREHOUSE/trials/sweep_id=*&#47;trial_id=*&#47;*.parquet',
 *     hive_partitioning = true, hive_types_autocast = false)
 * </pre>
 * and likewise for every other sweep table, {@code audits} with {@code audit_id=*}. A {@code **} glob over the whole
 * warehouse would also match attempts that were never published.
 */
package io.sparsewalk.report;
