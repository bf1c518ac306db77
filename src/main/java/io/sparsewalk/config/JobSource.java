package io.sparsewalk.config;

/** The text of a job file that is not on this machine's disk: at a Hadoop path, or given on standard input. */
public interface JobSource {
  /** Where it is, for messages. */
  String name();

  /**
   * What stands in it.
   *
   * @throws io.sparsewalk.common.SparsewalkException if there is no such file, or it is no text
   */
  String text();

  /**
   * The file that this one includes.
   *
   * @param name as the including file writes it
   */
  JobSource beside(String name);
}
