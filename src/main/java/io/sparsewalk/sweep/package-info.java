/**
 * What a sweep is: its grid, its trials and what comes of one.
 *
 * <p>Input: settings. Output: the list of trials, each with an identity. Imports dataset, sparsity, model and common; imported
 * by trainer, config, table and spark.
 */
package io.sparsewalk.sweep;
