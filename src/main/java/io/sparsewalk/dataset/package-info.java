/**
 * Examples and what their labels are: splits by time, negative edges, negatives to rank against, the leak audit, what pairs look
 * like without a model.
 *
 * <p>Input: the edges in order of time. Output: (source, target, label, pair features) in train, validation, test and ranking;
 * embeddings are gathered at batch time, never stored. Imports common and metric; imported by trainer, config, the engines, pipeline and
 * all rooms of Spark but that of embeddings.
 */
package io.sparsewalk.dataset;
