package io.sparsewalk.spark;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** A session that is opened when somebody first asks for it, as Spark takes seconds to start. Not for several threads. */
public final class SessionOnDemand implements Supplier<SparkSession>, AutoCloseable {
  private final String name;
  private final Consumer<SparkSession> opened;
  private SparkSession session;

  /**
   * Opens nothing yet.
   *
   * @param name of the application
   * @param opened is told the session as soon as it is there
   */
  public SessionOnDemand(String name, Consumer<SparkSession> opened) {
    this.name = name;
    this.opened = opened;
  }

  @Override
  public SparkSession get() {
    if (session == null) {
      session = SparkSessions.open(name);
      opened.accept(session);
    }
    return session;
  }

  /** What the session tells Hadoop, whether it is open or not. */
  public Configuration configuration() {
    return session == null ? SparkSessions.hadoop() : session.sparkContext().hadoopConfiguration();
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
  }
}
