/**
 * The command line: one small class a command, all over {@link io.sparsewalk.cli.Pipeline}.
 *
 * <p>Input: arguments and a job file. Output: tables, the report, printed answers, an exit code. Imports everything; imported by
 * nobody.
 */
package io.sparsewalk.cli;
