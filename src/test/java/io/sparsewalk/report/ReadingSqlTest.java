package io.sparsewalk.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.common.SparsewalkException;
import io.sparsewalk.spark.SparkTest;
import java.nio.file.Files;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingSqlTest extends SparkTest {

  @BeforeEach
  void makeView() {
    spark.sql("SELECT * FROM VALUES (1, 'a;b'), (2, 'c') AS t(id, name)").createOrReplaceTempView("words");
  }

  @Test
  void semicolonsInQuotesAndCommentsDivideNothing() {
    assertThat(ReadingSql.statements(
        "SELECT 'a;b', \"c;\\\";d\", `e;``f` -- g;h\nFROM t /* i; /* j; */ k; */ ; ; -- nothing;\n VALUES ('\uD83D\uDE00;');"))
        .containsExactly("SELECT 'a;b', \"c;\\\";d\", `e;``f` -- g;h\nFROM t /* i; /* j; */ k; */",
            "-- nothing;\n VALUES ('\uD83D\uDE00;')");
    assertThat(ReadingSql.statements(" ; -- only a comment\n/* and another; */")).isEmpty();
    assertThat(ReadingSql.statements("SELECT 1")).containsExactly("SELECT 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT count(*) FROM words WHERE name IN (SELECT name FROM words)",
      "WITH w AS (SELECT * FROM words) SELECT count(*) FROM w", "FROM words SELECT count(*)",
      "SELECT count(*) FROM (TABLE words) w",
      "SELECT id FROM words LATERAL VIEW explode(split(name, ';')) parts AS part LIMIT 1", "VALUES (2)",
      "DESCRIBE words", "DESCRIBE QUERY SELECT * FROM words", "EXPLAIN SELECT * FROM words", "SHOW TABLES",
      "SHOW COLUMNS IN words", "SELECT sum(id) FROM range(3)"})
  void whateverReadsIsRun(String sql) throws AnalysisException {
    List<Row> rows = ReadingSql.rows(spark, sql).collectAsList();
    assertThat(rows).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CREATE VIEW v AS SELECT 1", "CREATE OR REPLACE TEMPORARY VIEW words AS SELECT 1",
      "CREATE TABLE t USING parquet AS SELECT 1", "INSERT INTO words VALUES (3, 'd')",
      "INSERT OVERWRITE DIRECTORY '%s' USING parquet SELECT 1 AS a",
      "WITH w AS (SELECT 1 AS a) INSERT INTO words SELECT a, 'x' FROM w",
      "FROM words INSERT INTO t SELECT id INSERT INTO u SELECT id", "DROP VIEW words",
      "SET spark.sql.runSQLOnFiles=true", "RESET", "ADD JAR '/tmp/x.jar'", "ADD FILE '/etc/passwd'",
      "CACHE TABLE words", "USE default", "TRUNCATE TABLE words", "LOAD DATA INPATH '/etc/passwd' INTO TABLE words",
      "ANALYZE TABLE words COMPUTE STATISTICS", "CREATE FUNCTION f AS 'java.lang.System'",
      "EXPLAIN CREATE TABLE t USING parquet AS SELECT 1", "SELECT * FROM parquet.`/etc`",
      "SELECT * FROM text.`/etc/passwd`", "SELECT (SELECT max(value) FROM csv.`/etc/passwd`)",
      "DESCRIBE text.`/etc/passwd`", "WITH w AS (SELECT * FROM text.`/etc/passwd`) SELECT 1",
      "SELECT * FROM words WHERE EXISTS (SELECT * FROM text.`/etc/passwd`)",
      "SELECT * FROM IDENTIFIER('text.`/etc/passwd`')",
      "SELECT * FROM words UNION ALL SELECT 1, value FROM text.`/etc/passwd`",
      "SELECT reflect('java.lang.System', 'getenv', 'HOME')",
      "SELECT upper(JAVA_METHOD('java.lang.System', 'getenv', 'HOME'))",
      "SELECT * FROM words ORDER BY `reflect`('java.lang.System', 'getenv', 'HOME')",
      "SELECT IDENTIFIER('reflect')('java.lang.System', 'getenv', 'HOME')",
      "SELECT TRANSFORM(id) USING 'cat' FROM words"})
  void whateverDoesMoreIsRefusedAndDoesNothing(String sql) throws Exception {
    java.nio.file.Path out = directory.resolve("out");
    assertThatThrownBy(() -> ReadingSql.rows(spark, sql.replace("%s", out.toString())))
        .isInstanceOf(SparsewalkException.class)
        .hasMessageStartingWith("the query is refused: ")
        .hasMessageNotContaining("\n")
        .extracting(failure -> ((SparsewalkException) failure).category())
        .isEqualTo(SparsewalkException.Category.USAGE);
    assertThat(Files.exists(out)).isFalse();
    assertThat(spark.table("words").count()).isEqualTo(2);
  }

  @Test
  void whatIsNoSqlIsForSparkToTell() {
    assertThatThrownBy(() -> ReadingSql.rows(spark, "SELEC 1")).isInstanceOf(AnalysisException.class);
    assertThatThrownBy(() -> ReadingSql.rows(spark, "SELECT nothing FROM words")).isInstanceOf(AnalysisException.class)
        .hasMessageContaining("nothing");
  }
}
