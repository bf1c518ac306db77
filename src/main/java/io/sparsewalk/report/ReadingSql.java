package io.sparsewalk.report;

import io.sparsewalk.common.SparsewalkException;
import io.sparsewalk.common.SparsewalkException.Category;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CodePointCharStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.Interval;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.ExpressionWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.PlanWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.RelationTimeTravel;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableOrView;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.UpperCaseCharStream;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.DescribeColumn;
import org.apache.spark.sql.catalyst.plans.logical.DescribeRelation;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoDir;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;
import org.apache.spark.sql.catalyst.plans.logical.ShowColumns;
import org.apache.spark.sql.catalyst.plans.logical.ShowTables;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.execution.command.DescribeQueryCommand;
import org.apache.spark.sql.execution.command.ExplainCommand;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * SQL that only reads the tables and views of a session: queries, {@code DESCRIBE}, {@code EXPLAIN} and {@code SHOW TABLES} or
 * {@code COLUMNS}. Whatever writes, changes a setting, reads files by their path or runs other code is refused before it is analyzed.
 */
public final class ReadingSql {
  private static final Set<String> OTHER_CODE = Set.of("reflect", "java_method", "try_reflect");

  private ReadingSql() {}

  /**
   * Divides a text at its semicolons, those in quotes and comments aside, as Spark's own lexer sees them.
   *
   * @return the statements as they stand; what is only space and comments is left out
   */
  public static List<String> statements(String text) {
    CodePointCharStream characters = CharStreams.fromString(text);
    SqlBaseLexer lexer = new SqlBaseLexer(new UpperCaseCharStream(characters));
    // What it cannot read is for the parser to complain about.
    lexer.removeErrorListeners();
    List<String> statements = new ArrayList<>();
    int first = 0;
    boolean said = false;
    for (Token token = lexer.nextToken(); true; token = lexer.nextToken()) {
      boolean end = token.getType() == Token.EOF;
      if (!end && token.getType() != SqlBaseLexer.SEMICOLON) {
        said |= token.getChannel() == Token.DEFAULT_CHANNEL;
        continue;
      }
      int last = end ? characters.size() : token.getStartIndex();
      if (said) {
        statements.add(characters.getText(Interval.of(first, last - 1)).strip());
      }
      if (end) {
        return statements;
      }
      first = last + 1;
      said = false;
    }
  }

  /**
   * The rows of a statement, which are computed when they are read.
   *
   * @throws SparsewalkException if it does more than read
   * @throws AnalysisException if it is no SQL, or names what is not there
   */
  public static Dataset<Row> rows(SparkSession spark, String statement) throws AnalysisException {
    check(spark, statement);
    return spark.sql(statement);
  }

  /**
   * Checks a statement without running it.
   *
   * @throws SparsewalkException if it does more than read
   * @throws AnalysisException if it is no SQL
   */
  public static void check(SparkSession spark, String statement) throws AnalysisException {
    check(spark.sessionState().sqlParser().parsePlan(statement));
  }

  /**
   * The names that a query reads from, in lower case; those that it defines itself with {@code WITH} are among them.
   *
   * @throws SparsewalkException if it is no SQL
   */
  static Set<String> names(SparkSession spark, String query) {
    Set<String> names = new HashSet<>();
    collect(plan(spark, query), names);
    return names;
  }

  /**
   * The tables and views that some statements read from, as {@link #names}.
   *
   * @return nothing if one of them asks what there is
   */
  public static Optional<Set<String>> tables(SparkSession spark, List<String> statements) {
    Set<String> names = new HashSet<>();
    for (String statement : statements) {
      LogicalPlan plan = plan(spark, statement);
      if (plan instanceof ShowTables) {
        return Optional.empty();
      }
      collect(plan, names);
    }
    return Optional.of(names);
  }

  private static LogicalPlan plan(SparkSession spark, String statement) {
    try {
      return spark.sessionState().sqlParser().parsePlan(statement);
    } catch (ParseException e) {
      throw new SparsewalkException(Category.USAGE, e.getMessage(), e);
    }
  }

  private static void collect(LogicalPlan plan, Set<String> names) {
    if (plan instanceof ExplainCommand explain) {
      collect(explain.logicalPlan(), names);
    } else if (plan instanceof DescribeQueryCommand describe) {
      collect(describe.plan(), names);
    } else if (plan instanceof UnresolvedRelation relation) {
      names.add(last(relation.multipartIdentifier()));
    } else if (plan instanceof UnresolvedTableOrView table) {
      names.add(last(table.multipartIdentifier()));
    }
    each(plan.expressions()).forEach(expression -> collect(expression, names));
    children(plan).forEach(child -> collect(child, names));
  }

  private static void collect(Expression expression, Set<String> names) {
    if (expression instanceof SubqueryExpression subquery) {
      collect(subquery.plan(), names);
    }
    children(expression).forEach(child -> collect(child, names));
  }

  private static String last(Seq<String> parts) {
    return parts.last().toLowerCase(Locale.ROOT);
  }

  private static void check(LogicalPlan plan) {
    if (plan instanceof ExplainCommand explain) {
      check(explain.logicalPlan());
    } else if (plan instanceof DescribeQueryCommand describe) {
      check(describe.plan());
    } else if (plan instanceof ParsedStatement || plan instanceof InsertIntoDir
        || plan instanceof Command && !describes(plan)) {
      throw refused(
          "only queries, DESCRIBE, EXPLAIN and SHOW TABLES are run: this is no place for commands that write or change settings");
    } else if (plan instanceof ScriptTransformation) {
      throw refused("TRANSFORM would run another program");
    } else if (plan instanceof PlanWithUnresolvedIdentifier || plan instanceof RelationTimeTravel) {
      throw refused("name tables as they are, without IDENTIFIER and without versions");
    } else if (plan instanceof UnresolvedRelation relation) {
      checkName(relation.multipartIdentifier());
    } else if (plan instanceof UnresolvedTableOrView table) {
      checkName(table.multipartIdentifier());
    }
    each(plan.expressions()).forEach(ReadingSql::check);
    children(plan).forEach(ReadingSql::check);
  }

  private static boolean describes(LogicalPlan plan) {
    return plan instanceof DescribeRelation || plan instanceof DescribeColumn || plan instanceof ShowTables
        || plan instanceof ShowColumns;
  }

  /** A name of parts is a file with its format, or a table of somebody else's catalog. */
  private static void checkName(Seq<String> parts) {
    if (parts.size() > 1) {
      throw refused(String.join(".", each(parts))
          + " is no table of the warehouse: files and other catalogs are not read; SHOW TABLES lists what is there");
    }
  }

  /** Checks an expression without running it. */
  static void check(Expression expression) {
    if (expression instanceof SubqueryExpression subquery) {
      check(subquery.plan());
    } else if (expression instanceof ExpressionWithUnresolvedIdentifier) {
      throw refused("name columns and functions as they are, without IDENTIFIER");
    } else if (expression instanceof UnresolvedFunction function) {
      List<String> name = each(function.nameParts());
      if (OTHER_CODE.contains(name.get(name.size() - 1).toLowerCase(Locale.ROOT))) {
        throw refused("the function " + String.join(".", name) + " would run other code");
      }
    }
    children(expression).forEach(ReadingSql::check);
  }

  /** Children, and for a plan what it defines for them with {@code WITH}. */
  @SuppressWarnings("unchecked")
  private static <T extends TreeNode<T>> List<T> children(T node) {
    List<T> children = new ArrayList<>(each(node.children()));
    for (TreeNode<?> inner : each((Seq<TreeNode<?>>) (Seq<?>) node.innerChildren())) {
      if (node instanceof LogicalPlan && inner instanceof LogicalPlan) {
        children.add((T) inner);
      }
    }
    return children;
  }

  private static <T> List<T> each(Seq<T> all) {
    return JavaConverters.seqAsJavaList(all);
  }

  private static SparsewalkException refused(String why) {
    return new SparsewalkException(Category.USAGE, "the query is refused: " + why);
  }
}
