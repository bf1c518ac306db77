package io.sparsewalk.spark.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.udf;

import io.sparsewalk.common.DataRefusedException;
import java.math.BigDecimal;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * What the raw ids of a graph are: integers, whole numbers that a program wrote as floats (1.0, 1e3), which are integers too if all ids
 * are numbers, or text.
 *
 * @param integers true if all are 64-bit integers
 * @param floats true if all are, but some are written as floats
 */
record RawIds(boolean integers, boolean floats) {
  /** In front of the id of a source and of a target where they are different vertices. */
  static final String SOURCE = "source:";
  static final String TARGET = "target:";

  private static final String CANONICAL_INTEGER = "^(0|-?[1-9][0-9]{0,18})$";
  private static final String WHOLE = "^[+-]?[0-9]+([.][0-9]*)?([eE][+-]?[0-9]{1,3})?$";
  private static final String FLOAT = "^.*[.eE].*$";
  private static final long LARGEST_DOUBLE = 1L << 53;

  static RawIds of(Dataset<Row> edges) {
    Row found = edges.agg(min(isInteger("source").and(isInteger("target"))),
        min(col("source").rlike(WHOLE).and(col("target").rlike(WHOLE))), max(isFloat("source").or(isFloat("target"))))
        .head();
    boolean floats = !found.getBoolean(0) && found.getBoolean(1) && found.getBoolean(2) && allWhole(edges);
    return new RawIds(found.getBoolean(0) || floats, floats);
  }

  private static boolean allWhole(Dataset<Row> edges) {
    return edges.agg(min(plainId("source").isNotNull().and(plainId("target").isNotNull()))).head().getBoolean(0);
  }

  private static Column plainId(String column) {
    return udf(new Plain(), DataTypes.StringType).apply(col(column));
  }

  private static Column isFloat(String column) {
    return col(column).rlike(FLOAT);
  }

  /** Such text is the only spelling of its number; 19 digits beyond 64 bits make the cast null. */
  private static Column isInteger(String column) {
    return col(column).rlike(CANONICAL_INTEGER)
        .and(col(column).cast(DataTypes.createDecimalType(20, 0)).between(Long.MIN_VALUE, Long.MAX_VALUE));
  }

  /** The ids of a column in their plain spelling. */
  Column plain(String column) {
    return floats ? plainId(column) : col(column);
  }

  /**
   * The integer that a number is, or null.
   *
   * @throws DataRefusedException if it is so large that different ids may have become the same float
   */
  static String whole(String text) {
    if (!text.matches(WHOLE)) {
      return null;
    }
    BigDecimal value = new BigDecimal(text).stripTrailingZeros();
    if (value.scale() > 0) {
      return null;
    }
    if (text.matches(FLOAT) && value.abs().compareTo(BigDecimal.valueOf(LARGEST_DOUBLE)) > 0) {
      throw new DataRefusedException("the id " + text
          + " is a float above 2^53: different ids may have become the same; save ids as" + " integers or text");
    }
    return value.toBigInteger().toString();
  }

  private static final class Plain implements UDF1<String, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String call(String text) {
      return whole(text);
    }
  }
}
