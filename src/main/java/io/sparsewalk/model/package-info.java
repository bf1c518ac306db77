/**
 * The networks, fully connected or over a graph: where parameters lie and how data go forward and backward.
 *
 * <p>Input: a parameter vector, kept connections, a batch or a graph. Output: logits and gradients. Imports kernel and common;
 * imported by sparsity, trainer and config.
 */
package io.sparsewalk.model;
