/**
 * Random walks over temporal graphs (Nguyen et al., "Continuous-time dynamic network embeddings", 2018) and over graphs without
 * times (DeepWalk, node2vec): many at once over a layout for walking, plainly over rows, or from part to part of a graph.
 *
 * <p>Input: edges in the order of time and a stream of random numbers. Output: walks as arrays of vertices, the same to the bit
 * from every walker.
 * Imports graph and common; imported by config, spark.walk, spark.examples and spark.bench.
 */
package io.sparsewalk.walk;
