/**
 * Parts of Sparsewalk as stages of {@code spark.ml}: a DataFrame in, a DataFrame out, in a pipeline with others. They run the stages of a
 * job over a scratch warehouse, so their results are those of a job, to the bit.
 *
 * <p>Input: a DataFrame of edges, of walks, or with a column of vectors. Output: DataFrames, models. The names, defaults and meanings of
 * params are those of {@code reference.conf}. Imports config and the doors of the rooms of Spark; imported by nobody.
 *
 * <p>The public classes of this package, their params and the columns that they name are stable: what is there in a version is there in
 * the next ones of the same first number. Everything below is not, and may change in any version.
 */
package io.sparsewalk.ml;
