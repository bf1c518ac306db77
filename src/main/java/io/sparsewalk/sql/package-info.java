/**
 * Functions for SQL: sparse vectors, and the results of a warehouse as a table.
 *
 * <p>Input: arrays, structs of {@code size}, {@code indices} and {@code values}, vectors of {@code spark.ml}. Imports topk, report and config;
 * imported by nobody, but named in {@code spark.sql.extensions}.
 *
 * <p>The functions that a session has, and the name of the class that brings them, are stable; the other classes are not.
 */
package io.sparsewalk.sql;
