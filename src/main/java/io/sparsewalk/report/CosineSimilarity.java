package io.sparsewalk.report;

import org.apache.spark.sql.api.java.UDF2;
import scala.collection.Seq;

/** Cosine of the angle between two vectors, as a Spark function; null if one is zero everywhere, or they are of different lengths. */
public final class CosineSimilarity implements UDF2<Seq<Float>, Seq<Float>, Double> {
  /** As queries call it. */
  static final String NAME = "cosine_similarity";
  private static final long serialVersionUID = 1L;

  @Override
  public Double call(Seq<Float> one, Seq<Float> other) {
    if (one == null || other == null || one.length() != other.length()) {
      return null;
    }
    double product = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < one.length(); i++) {
      double a = one.apply(i);
      double b = other.apply(i);
      product += a * b;
      first += a * a;
      second += b * b;
    }
    return first == 0 || second == 0 ? null : product / Math.sqrt(first * second);
  }
}
