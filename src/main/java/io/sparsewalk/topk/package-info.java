/**
 * Sparse embeddings: only the largest values of a dense embedding are kept.
 *
 * <p>Input: rows of floats. Output: rows of (column, value). Imports embedding and common; imported by dataset, sweep, config
 * and spark. Sparse weights are the matter of the room sparsity, not of this one.
 */
package io.sparsewalk.topk;
