package io.sparsewalk.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.config.JobFile;
import io.sparsewalk.pipeline.Pipeline;
import io.sparsewalk.spark.SparkTest;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SparsewalkExtensionsTest extends SparkTest {
  private SparkSession sql;

  /** One session more of the same Spark, which knows the functions. */
  @BeforeEach
  void extend() {
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
    sql = SparkSession.builder().withExtensions(new SparsewalkExtensions()).getOrCreate();
  }

  @AfterEach
  void restore() {
    SparkSession.setDefaultSession(spark);
    SparkSession.clearActiveSession();
  }

  private String value(String expression) {
    return String.valueOf(sql.sql("SELECT CAST(" + expression + " AS STRING)").head().get(0));
  }

  @Test
  void theLargestValuesStayAndTiesGoToTheLowerPlace() {
    assertThat(value("topk(array(0.5, -3, 2, 0.25), 50)")).isEqualTo("{4, [1, 2], [-3.0, 2.0]}");
    assertThat(value("topk(array(1D, -1D, 1D, 1D), 50)")).isEqualTo("{4, [0, 1], [1.0, -1.0]}");
    assertThat(value("topk(array(0D, 0D), 100)")).as("zeros are not kept").isEqualTo("{2, [], []}");
    assertThat(value("topk(NULL, 50)")).isEqualTo("null");
    assertThatThrownBy(() -> value("topk(array(1D), 0)")).hasStackTraceContaining("keep-percent must be in (0, 100]");
  }

  @Test
  void productsOfSparseVectorsAreThoseOfDenseOnes() {
    assertThat(value("sparse_dot(array(1, 2, 3), array(4, 5, 6))")).isEqualTo("32.0");
    assertThat(value("sparse_dot(topk(array(1, 2, 3), 67), array(4, 5, 6))")).isEqualTo("28.0");
    assertThat(value("sparse_dot(topk(array(1, 0, 3), 100), topk(array(0, 2, -3), 100))")).isEqualTo("-9.0");
    assertThat(value("hadamard(array(1, 2), array(3, 0.5))")).isEqualTo("[3.0, 1.0]");
    assertThatThrownBy(() -> value("hadamard(array(1), array(1, 2))")).hasStackTraceContaining("1 and 2 values");
    assertThatThrownBy(() -> value("sparse_dot(array(1))")).hasMessageContaining("takes 2 arguments, was given 1");
  }

  @Test
  void vectorsOfSparkMlAreVectors() {
    Row row = RowFactory.create(Vectors.sparse(3, new int[] {0, 2}, new double[] {2, 5}), Vectors.dense(1, 1, 10));
    sql.createDataFrame(List.of(row),
        new StructType().add("a", SQLDataTypes.VectorType()).add("b", SQLDataTypes.VectorType()))
        .createOrReplaceTempView("vectors");
    assertThat(sql.sql("SELECT sparse_dot(a, b) FROM vectors").head().getDouble(0)).isEqualTo(52);
  }

  @Test
  void theSummaryOfAWarehouseIsATable() {
    String tables = directory.resolve("tables").toString();
    Pipeline pipeline = new Pipeline(spark,
        JobFile
            .read(Path.of("jobs/quickstart.conf"),
                List.of("warehouse=" + tables, "generate.vertices=200", "generate.edges=2000", "sweep.seeds=[1]",
                    "sweep.methods=[dense,magnitude]", "sweep.sparsity=[0.5]", "sweep.embeddings=[dense]",
                    "sweep.engine=vector", "training.epochs=2"))
            .config());
    assertThat(pipeline.sweep()).isZero();
    assertThat(
        sql.sql("SELECT method, sparsity FROM sparsewalk_summary('" + tables + "') ORDER BY method").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[dense,0.0]", "[magnitude,0.5]");
    assertThat(sql.catalog().tableExists("summary")).as("the session gets no view").isFalse();
  }
}
