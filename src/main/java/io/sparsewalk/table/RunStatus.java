package io.sparsewalk.table;

/** How a run of a job ended. */
public enum RunStatus {
  FINISHED("finished"), NOTHING_TO_DO("nothing to do"), FAILED("failed"), REFUSED("refused"),
  INTERRUPTED("interrupted");

  private final String word;

  RunStatus(String word) {
    this.word = word;
  }

  /** As in the column {@code runs.status}. */
  public String word() {
    return word;
  }

  /** True if all trials of the job were there when the run ended. */
  public boolean isWell() {
    return this == FINISHED || this == NOTHING_TO_DO;
  }

  static RunStatus of(String word) {
    for (RunStatus status : values()) {
      if (status.word.equals(word)) {
        return status;
      }
    }
    throw new IllegalArgumentException("a run has no status '" + word + "'");
  }
}
