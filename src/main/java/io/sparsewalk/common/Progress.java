package io.sparsewalk.common;

import java.util.Locale;

/**
 * Counts finished work on a terminal, with rate and time left; silent elsewhere. The launcher knows if stderr is one and sets
 * {@code sparsewalk.progress}; executors of a cluster are silent.
 */
public final class Progress {
  private final boolean shown = Boolean.getBoolean("sparsewalk.progress");
  private final String what;
  private final long all;
  private final long start = System.nanoTime();
  private long done;

  /**
   * @param what is counted
   * @param all how much there is
   */
  public Progress(String what, long all) {
    this.what = what;
    this.all = all;
  }

  /** Counts more. */
  public synchronized void add(long more) {
    done += more;
    if (shown) {
      double seconds = (System.nanoTime() - start) * 1e-9;
      double rate = done / seconds;
      System.err.printf(Locale.ROOT, "\r%d/%d %s, %.1f/s, %.0f s left  %s", done, all, what, rate, (all - done) / rate,
          done == all ? "\n" : "");
    }
  }
}
