/**
 * Skip-gram with negative sampling over walks (Mikolov et al., "Distributed representations of words and phrases", 2013).
 *
 * <p>Input: walks, in stretches. Output: one row of floats a vertex. Imports walk, graph and common; imported by topk,
 * dataset, config and spark.
 */
package io.sparsewalk.embedding;
