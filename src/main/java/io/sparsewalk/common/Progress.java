package io.sparsewalk.common;

import java.util.Locale;

/**
 * Counts finished work on a terminal, with rate and time left; silent elsewhere. The launcher knows if stderr is one and sets
 * {@code sparsewalk.progress}; executors of a cluster are silent.
 *
 * <p>A count stays on its line, which is overwritten. What else is written to a terminal begins with {@link #FRESH}, log lines too, so that
 * nothing is ever written behind a count.
 */
public final class Progress {
  /** Begins the line anew: to its start, and what stands there is erased. */
  public static final String FRESH = "\r\u001b[K";
  private static final String SHOWN = "sparsewalk.progress";

  private final boolean shown = isShown();
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

  /** True if somebody looks at a terminal. */
  public static boolean isShown() {
    return Boolean.getBoolean(SHOWN);
  }

  /** A line for who looks at a terminal. */
  public static void say(String line) {
    if (isShown()) {
      System.err.print(FRESH + line + "\n");
    }
  }

  /** Counts more. */
  public synchronized void add(long more) {
    done += more;
    if (shown) {
      double seconds = (System.nanoTime() - start) * 1e-9;
      double rate = done / seconds;
      System.err.printf(Locale.ROOT, "%s%d/%d %s, %.1f/s, %.0f s left%s", FRESH, done, all, what, rate,
          (all - done) / rate, done == all ? "\n" : "");
    }
  }
}
