/**
 * One thin stage per arrow of the pipeline: Spark around the kernels of the pure rooms.
 *
 * <p>Input: stage settings and published tables. Output: published tables with a manifest. Functions that run on executors are
 * static classes whose constructors list what they ship. Imported by cli.
 */
package io.sparsewalk.spark;
