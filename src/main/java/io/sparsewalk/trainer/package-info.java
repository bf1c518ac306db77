/**
 * Training: one controller a trial, one executor of rounds for all trials of a group.
 *
 * <p>Input: examples, features, trials. Output: {@link io.sparsewalk.sweep.TrialOutcome}. Imports sweep and what it imports,
 * kernel and metric; imported by dl4j, cuda, spark.sweep and spark.bench.
 */
package io.sparsewalk.trainer;
