/**
 * Sparse weights: masks, allocation to layers, the methods that choose them, and what they cost.
 *
 * <p>Input: parameters, scores, schedules. Output: masks, anchors and FLOPs. Imports model and common; imported by sweep,
 * trainer and config. Sparse embeddings are the matter of the room topk.
 */
package io.sparsewalk.sparsity;
