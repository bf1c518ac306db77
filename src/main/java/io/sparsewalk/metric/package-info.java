/**
 * How good scores are: accuracy, area under the ROC curve, average precision, ranks, log loss, calibration, F1.
 *
 * <p>Input: scores and labels. Output: figures in [0, 1]. Imports only common; imported by dataset, sweep, trainer,
 * spark.examples and spark.sweep.
 */
package io.sparsewalk.metric;
