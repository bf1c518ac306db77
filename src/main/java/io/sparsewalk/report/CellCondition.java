package io.sparsewalk.report;

import io.sparsewalk.common.SparsewalkException;
import io.sparsewalk.common.SparsewalkException.Category;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.JavaConverters;

/** A condition in Spark SQL on the columns of a {@link BestCell}. */
public final class CellCondition {
  private CellCondition() {}

  /**
   * Whether a condition holds, in a sentence. Where a figure that it names is null it counts as holding, as nothing says that it does not.
   *
   * @param cell one row
   * @return the sentence; empty if the condition does not hold
   * @throws AnalysisException if it is no SQL, or names a column that is not there
   * @throws SparsewalkException if it is not true or false, or does more than read
   */
  public static Optional<String> complaint(SparkSession spark, Dataset<Row> cell, String condition)
      throws AnalysisException {
    Expression expression = spark.sessionState().sqlParser().parseExpression(condition);
    ReadingSql.check(expression);
    Dataset<Row> asked = cell.select(new Column(expression));
    if (!asked.schema().fields()[0].dataType().equals(DataTypes.BooleanType)) {
      throw new SparsewalkException(Category.USAGE,
          "'" + condition + "' is no condition: write one that is true or false, for example \"auc_all < 0.75\"");
    }
    List<Row> rows = cell.collectAsList();
    if (rows.isEmpty()) {
      return Optional.of("'" + condition + "' cannot be checked: the sweep has no finished dense trial");
    }
    Row answer = asked.first();
    if (!answer.isNullAt(0) && !answer.getBoolean(0)) {
      return Optional.empty();
    }
    return Optional.of("'" + condition + "' " + (answer.isNullAt(0) ? "cannot be told of" : "holds for")
        + " the best cell, " + name(rows.get(0)) + ": " + figures(rows.get(0), expression));
  }

  /** For example "rigl on the dense embedding at sparsity 0.9". */
  private static String name(Row cell) {
    return cell.getAs("method") + " on the " + cell.getAs("embedding") + " embedding at sparsity "
        + Numbers.shortNumber(cell.<Double>getAs("sparsity"));
  }

  private static String figures(Row cell, Expression expression) {
    return JavaConverters.seqAsJavaList(expression.collectLeaves())
        .stream()
        .filter(UnresolvedAttribute.class::isInstance)
        .map(leaf -> ((UnresolvedAttribute) leaf).name())
        .distinct()
        .map(column -> column + " = " + text(cell.getAs(column)))
        .collect(Collectors.joining(", "));
  }

  private static String text(Object value) {
    return value instanceof Double number ? Numbers.shortNumber(number) : String.valueOf(value);
  }
}
