/**
 * What a sweep is: its grid, its trials and what comes of one.
 *
 * <p>Input: settings. Output: the list of trials, each with an identity. Imports sparsity, model, topk, metric and
 * common; imported by trainer, config, dl4j, spark.sweep, spark.bench, report, pipeline and cli.
 */
package io.sparsewalk.sweep;
