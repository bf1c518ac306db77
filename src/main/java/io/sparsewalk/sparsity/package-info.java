/**
 * Sparse weights: masks, allocation to layers, and the methods that choose them.
 *
 * <p>Input: parameters, scores, schedules. Output: masks and anchors. Imports model and common; imported by sweep,
 * trainer and config. Sparse embeddings are the matter of the room topk.
 */
package io.sparsewalk.sparsity;
