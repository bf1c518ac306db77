/**
 * The public way in: the stages of a job in their order, for programs, notebooks and the command line.
 *
 * <p>Input: a Spark session and a {@link io.sparsewalk.config.JobConfig}. Output: published tables, views, the report. Prints
 * nothing. Imports config, the rooms of Spark, report and what they stand on; imported by cli.
 *
 * <p>{@code Pipeline}, {@code JobPlan}, {@code Embeddings} and {@code IngestSummary} are stable; what is not public is not.
 */
package io.sparsewalk.pipeline;
