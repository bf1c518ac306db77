package io.sparsewalk.spark;

import io.sparsewalk.common.DataRefusedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sessions with the settings that the tables and kernels rely on. */
public final class SparkSessions {
  private static final Logger LOG = LoggerFactory.getLogger(SparkSessions.class);

  private static final String TABLES_OF_SPARK = temporary();

  /** What a site sets for its own SQL: ours means the same everywhere. An identity such as 1234e567 is a string, never a number. */
  private static final Map<String, String> SQL =
      Map.of("spark.sql.session.timeZone", "UTC", "spark.sql.ansi.enabled", "false", "spark.sql.caseSensitive", "false",
          "spark.sql.files.ignoreMissingFiles", "false", "spark.sql.sources.partitionColumnTypeInference.enabled",
          "false", "spark.sql.files.ignoreCorruptFiles", "false", "spark.sql.parquet.mergeSchema", "false");

  private static final String EXECUTORS = "spark.executor.extraJavaOptions";
  private static final String VECTORS = "jdk.incubator.vector";

  private SparkSessions() {}

  /**
   * A session for our stages beside one that somebody else has opened and set as they like, with the same tables and views.
   *
   * @throws DataRefusedException if its serializer cannot write what we send, or its JVMs lack the module of the kernels
   */
  public static SparkSession beside(SparkSession given) {
    String serializer = given.sparkContext().conf().get("spark.serializer", "");
    if (serializer.contains("Kryo")) {
      throw new DataRefusedException("spark.serializer = " + serializer
          + " writes neither records nor arrays of other libraries: leave spark.serializer as Spark sets it");
    }
    boolean module = ModuleLayer.boot().findModule(VECTORS).isPresent()
        && (given.sparkContext().isLocal() || given.sparkContext().conf().get(EXECUTORS, "").contains(VECTORS));
    if (!module) {
      throw new DataRefusedException("the kernels need a module of Java: start Spark with --driver-java-options "
          + "--add-modules=" + VECTORS + " --conf " + EXECUTORS + "=--add-modules=" + VECTORS);
    }
    SparkSession own = given.cloneSession();
    SQL.forEach((key, value) -> own.conf().set(key, value));
    return own;
  }

  private static String temporary() {
    try {
      Path directory = Files.createTempDirectory("sparsewalk-spark-");
      directory.toFile().deleteOnExit();
      return directory.toUri().toString();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary directory", e);
    }
  }

  /** A session on the master that spark-submit names, or else embedded in this JVM on all cores. */
  public static SparkSession open(String name) {
    return open(new SparkConf().setAppName(name));
  }

  /** As {@link #open(String)}, from prepared settings; what they set stays. */
  public static SparkSession open(SparkConf conf) {
    HadoopUser.ensure();
    return SparkSession.builder().config(completed(conf)).getOrCreate();
  }

  /** What Hadoop is told in such a session, without one. */
  public static Configuration hadoop() {
    HadoopUser.ensure();
    return SparkHadoopUtil.get().newConfiguration(completed(new SparkConf().setAppName("sparsewalk")));
  }

  private static SparkConf completed(SparkConf conf) {
    conf.setIfMissing("spark.master", "local[*]");
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.ui.enabled", "false");
      conf.setIfMissing("spark.driver.host", "127.0.0.1");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
      conf.setIfMissing("spark.ui.showConsoleProgress", "false");
      // A task without memory fails as others do, and we say what helps; Spark would end the process, which here is ours too.
      conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
      conf.setIfMissing("spark.sql.shuffle.partitions", Integer.toString(Runtime.getRuntime().availableProcessors()));
    }
    if (localFiles(conf.get("spark.master"))) {
      conf.setIfMissing("spark.hadoop.fs.file.impl", LocalFiles.class.getName());
    }
    // A table of more than 32 directories is listed by a job, by default of a task a directory: a trial is one, and a task costs more.
    conf.setIfMissing("spark.sql.sources.parallelPartitionDiscovery.parallelism", Integer
        .toString(Math.max(Runtime.getRuntime().availableProcessors(), conf.getInt("spark.default.parallelism", 1))));
    // Pages of Parquet have checksums; a flipped bit is refused rather than read, also where the file system has none.
    conf.setIfMissing("spark.hadoop.parquet.page.verify-checksum.enabled", "true");
    // Groups of trials whose workers average share the executors evenly, so that none waits for the last round of another.
    conf.setIfMissing("spark.scheduler.mode", "FAIR");
    // Kryo writes neither records nor ND4J's arrays.
    conf.set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    // Spark adds its own --add-opens to executors, but not the vector module of the kernels.
    String given = conf.get(EXECUTORS, "");
    if (!given.contains(VECTORS)) {
      conf.set(EXECUTORS, (given + " " + jvmOptions()).strip());
    }
    SQL.forEach(conf::set);
    // The trials table is wide; Spark warns when it shortens a plan for its own display.
    conf.setIfMissing("spark.sql.debug.maxToStringFields", "1000");
    if (!conf.get("spark.sql.catalogImplementation", "in-memory").equals("hive")) {
      // Spark makes this folder even for sessions that save no table, by default in the current directory.
      conf.setIfMissing("spark.sql.warehouse.dir", TABLES_OF_SPARK);
    }
    return conf;
  }

  /** True if everything runs in this JVM, which has our classes whenever Hadoop asks for one. */
  static boolean localFiles(String master) {
    return master.startsWith("local") && !master.startsWith("local-cluster");
  }

  /** Bytes of the heap of the JVM that tasks run in. */
  public static long heapOfTasks(SparkSession spark) {
    return spark.sparkContext().isLocal() ? Runtime.getRuntime().maxMemory()
        : spark.sparkContext().conf().getSizeAsBytes("spark.executor.memory", "1g");
  }

  /**
   * True if something takes at most half of the heap of the JVM that tasks run in; says so in the log.
   *
   * @param what takes the bytes
   */
  public static boolean fitsExecutor(SparkSession spark, String what, long bytes) {
    long memory = heapOfTasks(spark);
    boolean fits = bytes <= memory / 2;
    LOG.info("{} takes {} MiB, an executor has {} MiB: {}", what, bytes >> 20, memory >> 20,
        fits ? "kept whole" : "spread");
    return fits;
  }

  /** The options of {@code conf/jvm.options}, which the build puts into the jar. */
  static String jvmOptions() {
    try (InputStream in = SparkSessions.class.getResourceAsStream("/jvm.options");
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().map(String::strip).collect(Collectors.joining(" "));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read jvm.options from the jar", e);
    }
  }
}
