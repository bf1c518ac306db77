/**
 * Temporal edges: how a line becomes one, synthetic graphs, and the graph in memory.
 *
 * <p>Input: bytes of edge lists. Output: {@link io.sparsewalk.graph.TemporalGraph}, compressed rows sorted by time. Imports only
 * common; imported by walk, config, pipeline and the rooms of Spark that read edges.
 */
package io.sparsewalk.graph;
