package io.sparsewalk.spark;

import io.sparsewalk.table.Warehouse;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test on real, embedded Spark with two task slots: one session for the whole JVM, a fresh warehouse for each test. */
public abstract class SparkTest {
  protected static SparkSession spark;

  @TempDir
  protected Path directory;

  protected Warehouse warehouse;

  @BeforeAll
  static void openSession() {
    spark = SparkSessions.open(new SparkConf().setAppName("tests").setMaster("local[2]")
        .set("spark.sql.shuffle.partitions", "2"));
  }

  @BeforeEach
  void openWarehouse() {
    warehouse = new Warehouse(directory.resolve("warehouse").toString(), spark.sparkContext().hadoopConfiguration());
  }
}
