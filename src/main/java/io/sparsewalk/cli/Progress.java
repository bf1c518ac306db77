package io.sparsewalk.cli;

import java.util.Locale;

/** Counts finished work on a terminal, with rate and time left; silent elsewhere. The launcher knows if stderr is one. */
final class Progress {
  private final boolean shown = Boolean.getBoolean("sparsewalk.progress");
  private final String what;
  private final int all;
  private final long start = System.nanoTime();
  private int done;

  Progress(String what, int all) {
    this.what = what;
    this.all = all;
  }

  synchronized void add(int more) {
    done += more;
    if (shown) {
      double seconds = (System.nanoTime() - start) * 1e-9;
      double rate = done / seconds;
      System.err.printf(Locale.ROOT, "\r%d/%d %s, %.1f/s, %.0f s left  %s", done, all, what, rate, (all - done) / rate,
          done == all ? "\n" : "");
    }
  }
}
