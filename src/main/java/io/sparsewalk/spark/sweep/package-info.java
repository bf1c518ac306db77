/**
 * Examples and embeddings to trials: {@link io.sparsewalk.spark.sweep.Sweep} is the identity,
 * {@link io.sparsewalk.spark.sweep.TrainingInputs} what is trained on, {@link io.sparsewalk.spark.sweep.SweepStage} trains.
 *
 * <p>Input: a sweep and published tables. Output: the sweep tables, models, answers of models. Imports ingest, embedding and
 * examples for their tables; imported by bench, pipeline and cli.
 */
package io.sparsewalk.spark.sweep;
