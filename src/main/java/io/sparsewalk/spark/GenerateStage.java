package io.sparsewalk.spark;

import io.sparsewalk.common.Settings;
import io.sparsewalk.graph.GenerateConfig;
import io.sparsewalk.graph.SyntheticGraph;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;

/** Writes the edge list of a synthetic graph into the warehouse, once. */
public final class GenerateStage {
  private static final String TABLE = "_generated";

  private final Warehouse warehouse;

  public GenerateStage(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** The path of the edge list, {@code src dst time} a line. */
  public String run(GenerateConfig config) {
    Manifest manifest = Manifest.of("generate", Settings.of(config));
    Path target = warehouse.stage(TABLE, manifest.fingerprint());
    Path file = new Path(target, "edges.txt");
    if (!warehouse.exists(target)) {
      Path attempt = warehouse.newAttempt();
      Path draft = new Path(attempt, "edges.txt");
      try (OutputStream out = draft.getFileSystem(warehouse.configuration()).create(draft)) {
        new SyntheticGraph(config).write(out);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write " + draft, e);
      }
      manifest.write(warehouse, attempt);
      warehouse.publish(attempt, target);
    }
    return file.toString();
  }
}
