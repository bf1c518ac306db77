package io.sparsewalk.sql;

import io.sparsewalk.config.JobFile;
import io.sparsewalk.config.ReportConfig;
import io.sparsewalk.report.Margin;
import io.sparsewalk.report.Views;
import io.sparsewalk.spark.SparkSessions;
import io.sparsewalk.table.Warehouse;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;

/** The view {@code summary} of a warehouse. The session that asks gets no view of it. */
final class SummaryTable extends AbstractFunction1<Seq<Expression>, LogicalPlan> {
  static final String NAME = "sparsewalk_summary";
  static final String USAGE = NAME + "('warehouse') - what the seeds of every cell of its sweeps have in common";

  @Override
  public LogicalPlan apply(Seq<Expression> given) {
    List<Expression> arguments = JavaConverters.seqAsJavaList(given);
    if (arguments.size() != 1 || !arguments.get(0).foldable()) {
      throw new IllegalArgumentException(NAME + " takes the path of a warehouse, a text: " + USAGE);
    }
    String root = String.valueOf(arguments.get(0).eval(InternalRow.empty()));
    SparkSession spark = SparkSessions.beside(SparkSession.active());
    ReportConfig report = JobFile.defaults(List.of()).config().report();
    Views.register(spark, new Warehouse(root, spark.sparkContext().hadoopConfiguration()),
        new Margin(report.margin().accuracy(), report.margin().auc()));
    return spark.table("summary").queryExecution().analyzed();
  }
}
