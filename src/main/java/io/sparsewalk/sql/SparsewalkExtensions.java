package io.sparsewalk.sql;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import scala.Option;
import scala.Tuple3;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Brings the functions into every session: {@code spark.sql.extensions=io.sparsewalk.sql.SparsewalkExtensions}.
 *
 * <ul>
 * <li>{@code topk(array, percent)}: the largest values by magnitude, in single precision, as a sparse vector, a struct of {@code size},
 * {@code indices} and {@code values}
 * <li>{@code sparse_dot(a, b)}: the sum of the products of two vectors, sparse or not
 * <li>{@code hadamard(a, b)}: the products, an array
 * <li>{@code sparsewalk_summary('warehouse')}: a table, the view {@code summary} of a warehouse
 * </ul>
 *
 * <p>A vector is an array of numbers, a struct as above, or a vector of {@code spark.ml}. What is made of a null is null.
 */
public final class SparsewalkExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {

  /** A function of two vectors, or of a vector and a number. */
  private record Binary(String name, UserDefinedFunction function, String usage) {

    Tuple3<FunctionIdentifier, ExpressionInfo, scala.Function1<Seq<Expression>, Expression>> injected() {
      return new Tuple3<>(identifier(name), new ExpressionInfo(Functions.class.getName(), null, name, usage, ""),
          new AbstractFunction1<Seq<Expression>, Expression>() {
            @Override
            public Expression apply(Seq<Expression> given) {
              return of(given);
            }
          });
    }

    private Expression of(Seq<Expression> given) {
      List<Expression> arguments = JavaConverters.seqAsJavaList(given);
      if (arguments.size() != 2) {
        throw new IllegalArgumentException(name + " takes 2 arguments, was given " + arguments.size() + ": " + usage);
      }
      return function.apply(arguments.stream().map(Column::new).toArray(Column[]::new)).expr();
    }
  }

  private static final List<Binary> FUNCTIONS = List.of(
      new Binary("topk", functions.udf(new Functions.TopK(), SparseStruct.TYPE),
          "topk(array, percent) - the largest values by magnitude as a sparse vector"),
      new Binary("sparse_dot", functions.udf(new Functions.Dot(), DataTypes.DoubleType),
          "sparse_dot(a, b) - the sum of the products of two vectors, sparse or not"),
      new Binary("hadamard", functions.udf(new Functions.Hadamard(), DataTypes.createArrayType(DataTypes.DoubleType)),
          "hadamard(a, b) - the products of two vectors, an array"));

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    FUNCTIONS.forEach(function -> extensions.injectFunction(function.injected()));
    extensions.injectTableFunction(new Tuple3<>(identifier(SummaryTable.NAME),
        new ExpressionInfo(SummaryTable.class.getName(), null, SummaryTable.NAME, SummaryTable.USAGE, ""),
        new SummaryTable()));
    return BoxedUnit.UNIT;
  }

  private static FunctionIdentifier identifier(String name) {
    return new FunctionIdentifier(name, Option.empty());
  }
}
