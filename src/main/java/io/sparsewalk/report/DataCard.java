package io.sparsewalk.report;

import java.util.List;

/**
 * What a graph looks like: histograms that the stages counted when they had the data in hand. A picture of it has a query that counts the
 * same from the tables.
 *
 * @param histograms without those of which nothing is known
 * @param facts name and value, in words
 */
public record DataCard(List<Histogram> histograms, List<List<String>> facts) {
  public DataCard {
    histograms = List.copyOf(histograms);
    facts = List.copyOf(facts);
  }

  /**
   * Counts in bins.
   *
   * @param title of the picture
   * @param axis what the bins are of
   * @param counted what is counted
   * @param scale of the axis
   * @param bars with their ends on the axis
   * @param marks on the axis
   * @param query that counts the same
   */
  public record Histogram(String title, String axis, String counted, Scale scale, List<Bar> bars, List<Mark> marks,
      String query) {
    public Histogram {
      bars = List.copyOf(bars);
      marks = List.copyOf(marks);
    }
  }

  /** A bin. */
  public record Bar(double from, double to, long count) {}

  /** A place on the axis with a name. */
  public record Mark(double at, String name) {}

  /** What an axis shows. */
  public enum Scale {
    /** Numbers. */
    LINEAR,
    /** Numbers whose powers of two are evenly spaced. */
    LOG,
    /** Milliseconds since 1970, as dates. */
    TIME
  }
}
