/**
 * A graph to examples, with labels, features, the leak audit and what baselines reach: the tables {@code examples},
 * {@code labels} and {@code graph_nodes}.
 *
 * <p>Input: the table {@code edges}, files of labels, features and splits. Output: train, valid, test and ranking. Other rooms may
 * use its stages and {@link io.sparsewalk.spark.examples.ExampleFiles}. Imports ingest and walk; imported by sweep and pipeline.
 */
package io.sparsewalk.spark.examples;
