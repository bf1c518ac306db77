package io.sparsewalk.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commit on a real HDFS in this process, which the profile nightly brings. */
@Tag("nightly")
class HdfsTest {
  private static final String CLUSTER = "org.apache.hadoop.hdfs.MiniDFSCluster";

  @TempDir
  private Path directory;

  @Test
  void racesAndKillsOfWritersLeaveNothingThatAReaderSees() throws Exception {
    assumeThatCode(() -> Class.forName(CLUSTER)).as("HDFS is on the class path: mvn -Pnightly")
        .doesNotThrowAnyException();
    Configuration configuration = new Configuration();
    configuration.set("hdfs.minidfs.basedir", directory.toString());
    // By its name: without the profile there is no such class to compile with.
    Class<?> builder = Class.forName(CLUSTER + "$Builder");
    Object cluster =
        builder.getMethod("build").invoke(builder.getConstructor(Configuration.class).newInstance(configuration));
    try {
      Method uri = cluster.getClass().getMethod("getURI");
      CommitRace race = new CommitRace(uri.invoke(cluster) + "/warehouse", Map.of());
      race.raceInThreads(10);
      assertThat(race.check(true)).isEqualTo(20);
      race.killAndFinish(1, 29, true);
    } finally {
      cluster.getClass().getMethod("shutdown").invoke(cluster);
    }
  }
}
