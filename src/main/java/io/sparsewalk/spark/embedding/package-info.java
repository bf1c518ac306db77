/**
 * Walks to embeddings, and embeddings to sparse embeddings: the tables {@code embeddings} and {@code sparse_embeddings}.
 *
 * <p>Input: the table {@code walks}. Output: one row per vertex. Other rooms may use its stages. Imports walk; imported by sweep,
 * bench and pipeline.
 */
package io.sparsewalk.spark.embedding;
