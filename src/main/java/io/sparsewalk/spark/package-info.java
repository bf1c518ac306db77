/**
 * Spark around the kernels of the pure rooms: sessions, the life of a stage's output, failures and memory of executors. The stages
 * are in the rooms below, one thin stage per arrow of the pipeline.
 *
 * <p>Input: settings of Spark. Output: sessions, published tables. Functions that run on executors are static classes whose
 * constructors list what they ship. Imports none of its own rooms; imported by all of them, by pipeline and cli.
 */
package io.sparsewalk.spark;
