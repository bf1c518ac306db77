package io.sparsewalk.spark.ingest;

import io.sparsewalk.common.Settings;
import io.sparsewalk.graph.GenerateConfig;
import io.sparsewalk.graph.SyntheticGraph;
import io.sparsewalk.spark.StageFiles;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.table.DataFile;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** Writes the edge list and the labels of a synthetic graph into the warehouse, once. */
public final class GenerateStage {
  private static final String TABLE = "_generated";
  private static final String EDGES = "edges.txt";
  private static final String LABELS = "labels.txt";

  private final Warehouse warehouse;

  public GenerateStage(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** The path of the edge list, {@code src dst time} a line, after it is written. */
  public String run(GenerateConfig config) {
    return edges(make(config));
  }

  /** The graph, to look up or to generate. */
  public StageOutput output(GenerateConfig config) {
    return new StageOutput(warehouse, TABLE, manifest(config).fingerprint(), spark -> make(config));
  }

  /** The path of the edge list of a generated graph. */
  public String edges(Manifest generated) {
    return new Path(warehouse.stage(TABLE, generated.fingerprint()), generated.files().get(0).name()).toString();
  }

  private static Manifest manifest(GenerateConfig config) {
    return Manifest.of("generate", GenerateStage.class, Settings.of(config));
  }

  private Manifest make(GenerateConfig config) {
    Manifest manifest = manifest(config);
    Path stage = warehouse.stage(TABLE, manifest.fingerprint());
    return StageFiles.intact(warehouse, stage).orElseGet(() -> generate(config, manifest, stage));
  }

  private Manifest generate(GenerateConfig config, Manifest manifest, Path stage) {
    Path data = warehouse.newData(stage);
    SyntheticGraph graph = new SyntheticGraph(config);
    List<Path> files = List.of(new Path(data, EDGES), new Path(data, LABELS));
    try {
      write(files.get(0), graph::write);
      write(files.get(1), graph::writeLabels);
      return StageFiles.publish(warehouse, stage, data,
          manifest.withFiles(files.stream().map(file -> DataFile.of(warehouse.configuration(), stage, file)).toList()));
    } catch (RuntimeException e) {
      StageFiles.abandon(warehouse, stage, data);
      throw e;
    }
  }

  /** The path of the labels of a generated edge list, {@code vertex label} a line. */
  public static String labels(String edges) {
    return new Path(new Path(edges).getParent(), LABELS).toString();
  }

  private interface Content {
    void write(OutputStream out) throws IOException;
  }

  private void write(Path file, Content content) {
    try (OutputStream out = file.getFileSystem(warehouse.configuration()).create(file)) {
      content.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
