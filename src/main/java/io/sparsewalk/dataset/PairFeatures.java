package io.sparsewalk.dataset;

/**
 * What the network may be told about a pair besides embeddings, each about 0 to 2: degrees and recent activity of both ends,
 * earlier edges of the pair, common neighbours. Counts are log(1 + n) / 5; ages are 1 for the last moment of the history,
 * falling with the logarithm to 0 at its beginning, and 0 for what never was.
 */
public final class PairFeatures {
  /** Features of a pair. */
  public static final int WIDTH = 16;
  private static final double FINEST = 1e4;

  private final PairHistory history;

  /** What the features look at, and nothing else. */
  public PairFeatures(PairHistory history) {
    this.history = history;
  }

  /** The features of all examples, one example after the other. */
  public float[] of(Examples examples) {
    float[] features = new float[Math.multiplyExact(examples.size(), WIDTH)];
    for (int i = 0; i < examples.size(); i++) {
      write(examples.source()[i], examples.target()[i], features, i * WIDTH);
    }
    return features;
  }

  private void write(int source, int target, float[] out, int at) {
    int sent = history.outDegree(source);
    int got = history.inDegree(source);
    int sentByTarget = history.outDegree(target);
    int gotByTarget = history.inDegree(target);
    int there = history.count(source, target);
    int back = history.count(target, source);
    double[] sums = new double[2];
    history.common(source, target, vertex -> {
      sums[0]++;
      // Adamic and Adar (2003): rare neighbours tell more.
      sums[1] += 1 / Math.log(1 + history.neighbours(vertex));
    });
    double union = history.neighbours(source) + history.neighbours(target) - sums[0];
    double[] features = {count(sent), count(got), count(sentByTarget), count(gotByTarget), count(there), count(back),
        there > 0 ? 1 : 0, back > 0 ? 1 : 0, count(sums[0]), Math.log1p(sums[1]), union > 0 ? sums[0] / union : 0,
        sent > 0 ? age(history.lastOut(source)) : 0, got > 0 ? age(history.lastIn(source)) : 0,
        gotByTarget > 0 ? age(history.lastIn(target)) : 0, there > 0 ? age(history.lastTime(source, target)) : 0,
        back > 0 ? age(history.lastTime(target, source)) : 0};
    for (int f = 0; f < WIDTH; f++) {
      out[at + f] = (float) features[f];
    }
  }

  private static double count(double n) {
    return Math.log1p(n) / 5;
  }

  private double age(long time) {
    double span = Math.max(1, history.end() - history.begin());
    return 1 - Math.log1p(FINEST * (history.end() - time) / span) / Math.log1p(FINEST);
  }
}
