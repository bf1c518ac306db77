package io.sparsewalk.cli;

import io.sparsewalk.common.Progress;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.DefaultConfiguration;

/** What is logged where nobody has said it: the jar alone, given to {@code spark-submit}, logs as the launcher does. */
final class LogSettings {
  /** What Spark takes if it finds no file. */
  private static final String OF_SPARK = "org/apache/spark/log4j2-defaults.properties";

  private LogSettings() {}

  /** On a terminal a line of the log begins where a count of progress stands, and takes its place. */
  static void freshLines() {
    if (Progress.isShown()) {
      System.setProperty("sparsewalk.log.fresh", Progress.FRESH);
    }
  }

  /** Takes those in the jar, in JSON if {@code -Dsparsewalk.log.layout=json}; a file of the site or of the command line stays. */
  static void complete() {
    if (LogManager.getContext(false) instanceof LoggerContext context && isNobodys(context.getConfiguration())) {
      context.setConfigLocation(ours());
    }
  }

  private static boolean isNobodys(Configuration settings) {
    String location = String.valueOf(settings.getConfigurationSource().getLocation());
    return settings instanceof DefaultConfiguration || location.endsWith(OF_SPARK);
  }

  private static URI ours() {
    boolean json = "json".equals(System.getProperty("sparsewalk.log.layout"));
    String name = json ? "log4j2-json.properties" : "log4j2.properties";
    try {
      return LogSettings.class.getResource(name).toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the jar is at no place that has an address", e);
    }
  }
}
