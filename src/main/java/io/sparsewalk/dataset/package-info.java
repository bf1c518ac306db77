/**
 * Examples for link prediction: splits by time, negative edges, the leak audit.
 *
 * <p>Input: the edges in order of time. Output: (source, target, label) in train, validation and test; features are gathered
 * at batch time, never stored. Imports graph, embedding and common; imported by trainer, sweep, config and spark.
 */
package io.sparsewalk.dataset;
