/**
 * Sparse embeddings: only the largest values of a dense embedding are kept.
 *
 * <p>Input: rows of floats. Output: rows of (column, value). Imports common; imported by sweep, config, spark.embedding
 * and spark.bench. Sparse weights are the matter of the room sparsity, not of this one.
 */
package io.sparsewalk.topk;
