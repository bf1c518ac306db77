/**
 * The networks, fully connected or over a graph: where parameters lie, how data go forward and backward, and what that costs by the
 * formulas of a paper.
 *
 * <p>Input: a parameter vector, kept connections, a batch or a graph. Output: logits and gradients. Imports kernel and common;
 * imported by sparsity, trainer, config and report.
 */
package io.sparsewalk.model;
