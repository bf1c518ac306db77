package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.config.JobFile;
import io.sparsewalk.pipeline.Pipeline;
import io.sparsewalk.pipeline.RunRecord;
import io.sparsewalk.report.ReadingSql;
import io.sparsewalk.spark.SparkTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** The questions of {@code jobs/sql} have the same answers in Spark, over the program's views, and in DuckDB, over those of {@code deploy}. */
class QuestionsTest extends SparkTest {
  private static final List<String> SETTINGS = List.of("generate.vertices=200", "generate.communities=4",
      "sweep.seeds=[1, 2, 3]", "sweep.methods=[dense, magnitude]", "sweep.sparsity=[0.5, 0.9]",
      "sweep.embeddings=[dense, topk]", "training.epochs=2", "embedding.epochs=1", "model.hidden=[8]",
      "sweep.engine=vector", "report.margin.accuracy=0.02");
  /** What may be more than a question asks for, in an order that both know. */
  private static final List<String> VIEWS = List.of("trial_ratios ORDER BY sweep_id, trial_id",
      "summary ORDER BY sweep_id, embedding, method, sparsity_requested",
      "ranking_summary ORDER BY sweep_id, embedding, method, sparsity_requested, negatives",
      "comparisons ORDER BY sweep_id, embedding, sparsity_requested, measure, method, other",
      "recommendation ORDER BY sweep_id, embedding, method",
      "baselines ORDER BY sweep_id, seed, baseline, negatives NULLS FIRST, measure",
      "manifests ORDER BY table_name, fingerprint", "lineage ORDER BY table_name, fingerprint",
      "trial_embedding ORDER BY sweep_id, trial_id", "latest_runs ORDER BY run_id", "failures", "predictions");

  private Pipeline night(String graph) throws Exception {
    List<String> all = new ArrayList<>(SETTINGS);
    all.addAll(List.of(graph, "warehouse=" + warehouse.root()));
    Pipeline pipeline = new Pipeline(spark, JobFile.read(Path.of("src/test/resources/plain.conf"), all).config());
    try (RunRecord record = RunRecord.begin(pipeline, "sweep run")) {
      assertThat(pipeline.sweep()).isZero();
      record.completed(ExitCode.OK);
    }
    return pipeline;
  }

  @Test
  void everyQuestionAndEveryViewHasTheSameAnswerInDuckDb() throws Exception {
    night("generate.edges=2000");
    night("generate.edges=2400").registerViews();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:"); Statement statement = duck.createStatement()) {
      statement.execute("SET VARIABLE warehouse = '" + directory.resolve("warehouse") + "'");
      statement.execute(Files.readString(Path.of("deploy/catalog/views.sql")));
      for (String view : VIEWS) {
        assertSameAnswer(statement, view, "SELECT * FROM " + view);
      }
      List<Path> questions = questions();
      assertThat(questions).hasSize(15);
      for (Path question : questions) {
        List<String> statements = ReadingSql.statements(Files.readString(question));
        assertThat(statements).as("%s is one question", question).hasSize(1);
        assertThat(assertSameAnswer(statement, question.toString(), statements.get(0))).as("rows of %s", question)
            .isPositive();
      }
    }
  }

  private static List<Path> questions() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("jobs/sql"))) {
      return files.sorted().toList();
    }
  }

  /** @return number of rows */
  private static int assertSameAnswer(Statement duck, String what, String sql) throws Exception {
    Dataset<Row> ours = ReadingSql.rows(spark, sql);
    List<Row> rows = ours.collectAsList();
    try (ResultSet theirs = duck.executeQuery(sql)) {
      List<String> names = new ArrayList<>();
      for (int c = 1; c <= theirs.getMetaData().getColumnCount(); c++) {
        names.add(theirs.getMetaData().getColumnName(c));
      }
      assertThat(names).as("columns of %s", what).isEqualTo(Arrays.asList(ours.columns()));
      int n = 0;
      for (; theirs.next(); n++) {
        assertThat(n).as("rows of %s", what).isLessThan(rows.size());
        for (int c = 0; c < names.size(); c++) {
          assertSame(what + ", row " + n + ", " + names.get(c), rows.get(n).get(c), theirs.getObject(c + 1));
        }
      }
      assertThat(n).as("rows of %s", what).isEqualTo(rows.size());
      return n;
    }
  }

  private static void assertSame(String where, Object ours, Object theirs) {
    if (ours instanceof Number number && theirs instanceof Number other) {
      double size = Math.max(1, Math.abs(number.doubleValue()));
      assertThat(other.doubleValue()).as(where).isCloseTo(number.doubleValue(), within(1e-9 * size));
    } else if (ours instanceof Timestamp moment && theirs instanceof OffsetDateTime other) {
      assertThat(other.toInstant()).as(where).isEqualTo(moment.toInstant());
    } else if (where.endsWith("inputs_json")) {
      // Of the same file, spaces aside.
      assertThat(theirs.toString().replaceAll("\\s", "")).as(where).isEqualTo(ours.toString().replaceAll("\\s", ""));
    } else {
      assertThat(theirs).as(where).isEqualTo(ours);
    }
  }
}
