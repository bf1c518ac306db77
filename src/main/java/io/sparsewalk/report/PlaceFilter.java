package io.sparsewalk.report;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.sources.And;
import org.apache.spark.sql.sources.EqualNullSafe;
import org.apache.spark.sql.sources.EqualTo;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.sources.In;
import org.apache.spark.sql.sources.Not;
import org.apache.spark.sql.sources.Or;

/** What conditions of a query say of a whole file, whose rows have the same values in the columns of its directories. */
final class PlaceFilter {
  /** What is known of a condition without looking at a row. */
  private enum Answer {
    YES, NO, UNKNOWN
  }

  private final Map<String, String> places;

  /** @param places values by column */
  PlaceFilter(Map<String, String> places) {
    this.places = places;
  }

  /** True unless a condition, all of which must hold, is false for every row of the file. */
  boolean mayPass(Filter[] all) {
    return Arrays.stream(all).noneMatch(filter -> answer(filter) == Answer.NO);
  }

  private Answer answer(Filter filter) {
    if (filter instanceof EqualTo equal) {
      return among(equal.attribute(), equal.value());
    }
    if (filter instanceof EqualNullSafe equal) {
      return among(equal.attribute(), equal.value());
    }
    if (filter instanceof In in) {
      return among(in.attribute(), in.values());
    }
    if (filter instanceof Not not) {
      return switch (answer(not.child())) {
        case YES -> Answer.NO;
        case NO -> Answer.YES;
        case UNKNOWN -> Answer.UNKNOWN;
      };
    }
    if (filter instanceof And and) {
      return both(answer(and.left()), answer(and.right()), Answer.NO, Answer.YES);
    }
    if (filter instanceof Or or) {
      return both(answer(or.left()), answer(or.right()), Answer.YES, Answer.NO);
    }
    return Answer.UNKNOWN;
  }

  private Answer among(String column, Object... values) {
    if (!places.containsKey(column)) {
      return Answer.UNKNOWN;
    }
    return Arrays.stream(values).anyMatch(value -> Objects.equals(value, places.get(column))) ? Answer.YES : Answer.NO;
  }

  /** One of two decides alone if it has a value; both must have the other to decide together. */
  private static Answer both(Answer one, Answer other, Answer alone, Answer together) {
    if (one == alone || other == alone) {
      return alone;
    }
    return one == together && other == together ? together : Answer.UNKNOWN;
  }
}
