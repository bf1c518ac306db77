/**
 * Training: one controller a trial, one executor of rounds for all trials of a group.
 *
 * <p>Input: examples, features, trials. Output: {@link io.sparsewalk.trainer.TrialResult}. Imports sweep and what it imports,
 * kernel and metric; imported by spark.
 */
package io.sparsewalk.trainer;
