/**
 * The network: where its parameters lie and how a batch goes forward and backward.
 *
 * <p>Input: a parameter vector, kept connections, a batch. Output: logits and gradients. Imports kernel and common; imported by
 * sparsity, trainer and config.
 */
package io.sparsewalk.model;
