/**
 * A graph to walks, over a graph that every executor holds whole or over its parts: the table {@code walks}.
 *
 * <p>Input: the table {@code edges}. Output: walks. Other rooms may use {@link io.sparsewalk.spark.walk.WalkStage}. Imports
 * ingest; imported by embedding, examples, bench and pipeline.
 */
package io.sparsewalk.spark.walk;
