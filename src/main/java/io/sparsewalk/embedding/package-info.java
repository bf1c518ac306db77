/**
 * Skip-gram with negative sampling over walks (Mikolov et al., "Distributed representations of words and phrases", 2013).
 *
 * <p>Input: walks, in stretches. Output: one row of floats per vertex. Imports common; imported by config,
 * spark.embedding, spark.bench and pipeline.
 */
package io.sparsewalk.embedding;
