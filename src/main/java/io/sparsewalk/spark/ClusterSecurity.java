package io.sparsewalk.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;

/** What a cluster leaves open to whoever reaches its ports. */
public final class ClusterSecurity {
  private ClusterSecurity() {}

  /**
   * A sentence for what is off. Spark has all of it off by default.
   *
   * @param conf of a session that would be opened; in this process there is nobody to keep out
   */
  public static List<String> warnings(SparkConf conf) {
    if (conf.get("spark.master", "local").startsWith("local")) {
      return List.of();
    }
    List<String> warnings = new ArrayList<>();
    warn(conf, "spark.authenticate", "whoever reaches the ports of driver and executors runs code in them", warnings);
    warn(conf, "spark.network.crypto.enabled", "what goes over the net can be read", warnings);
    warn(conf, "spark.io.encryption.enabled", "what tasks write to local disks can be read", warnings);
    return warnings;
  }

  private static void warn(SparkConf conf, String key, String danger, List<String> warnings) {
    if (!conf.getBoolean(key, false)) {
      warnings.add(key + " is off: " + danger + "; --profile secure");
    }
  }
}
