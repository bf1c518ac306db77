/**
 * Temporal random walks (Nguyen et al., "Continuous-time dynamic network embeddings", 2018).
 *
 * <p>Input: {@link io.sparsewalk.graph.TemporalGraph} and a stream of random numbers. Output: walks as arrays of vertices.
 * Imports graph and common; imported by config and spark.
 */
package io.sparsewalk.walk;
