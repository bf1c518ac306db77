package io.sparsewalk.spark;

import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a stage's output: skipped if it is there, else written, described and published by its manifest. */
public final class StageRun {
  private static final Logger LOG = LoggerFactory.getLogger(StageRun.class);

  private StageRun() {}

  /**
   * Runs a stage unless its output is there.
   *
   * @param manifest the output's identity
   * @param work writes the rows into a directory that does not exist yet and returns what it found
   */
  static Manifest of(Warehouse warehouse, Manifest manifest, Function<Path, Map<String, ?>> work) {
    String table = manifest.stage();
    Path stage = warehouse.stage(table, manifest.fingerprint());
    Optional<Manifest> published = StageFiles.intact(warehouse, stage);
    if (published.isPresent()) {
      LOG.info("{}: reused, fingerprint {}", table, manifest.fingerprint());
      return published.get();
    }
    Path data = warehouse.newData(stage);
    try {
      Manifest found = manifest.withFacts(work.apply(data));
      Manifest full =
          StageFiles.publish(warehouse, stage, data, found.withFiles(StageFiles.written(warehouse, stage, data)));
      LOG.info("{}: {}", table, scalars(full));
      return full;
    } catch (Exception e) {
      StageFiles.abandon(warehouse, stage, data);
      throw TaskFailures.refusal(e);
    }
  }

  private static Map<String, Object> scalars(Manifest manifest) {
    Map<String, Object> scalars = new TreeMap<>(manifest.facts());
    scalars.values().removeIf(value -> !(value instanceof Number || value instanceof String));
    return scalars;
  }
}
