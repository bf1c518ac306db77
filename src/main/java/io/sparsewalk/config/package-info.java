/**
 * Job files: HOCON text to validated records.
 *
 * <p>Input: a job file, overrides, the defaults in {@code reference.conf}. Output: {@link io.sparsewalk.config.JobConfig}. Every
 * complaint names file, line, key and value. Imports the setting records of the pure rooms; imported by pipeline and cli.
 */
package io.sparsewalk.config;
