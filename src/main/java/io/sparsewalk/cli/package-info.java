/**
 * The command line: one small class per command, most of them over {@link io.sparsewalk.pipeline.Pipeline}.
 *
 * <p>Input: arguments and a job file. Output: tables, the report, printed answers, an exit code. Imports everything; imported by
 * nobody.
 */
package io.sparsewalk.cli;
