/**
 * Measures stages, kernels and engines: each against a simple twin, or against the engine that is there anyway.
 *
 * <p>Input: sizes. Output: rates. Imports the other rooms; imported by cli.
 */
package io.sparsewalk.spark.bench;
