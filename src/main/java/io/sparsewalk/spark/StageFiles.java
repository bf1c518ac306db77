package io.sparsewalk.spark;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.table.DataFile;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of stages: described after they are written, checked before they are relied on, read as their manifests name them. */
public final class StageFiles {
  private static final Logger LOG = LoggerFactory.getLogger(StageFiles.class);

  private StageFiles() {}

  /**
   * Describes what an attempt has written. Tasks read all of it once more, so what is published can be read.
   *
   * @param stage directory of the stage
   * @param data directory of the attempt, inside
   * @throws IllegalStateException if there is no file
   */
  public static List<DataFile> written(Warehouse warehouse, Path stage, Path data) {
    List<String> files = warehouse.exists(data)
        ? DataFile.parquet(warehouse.configuration(), data).stream().map(Path::toString).toList() : List.of();
    if (files.isEmpty()) {
      throw new IllegalStateException(
          "no file has arrived in " + data + ": executors write to disks that the driver does not see");
    }
    String directory = stage.toString();
    return JavaSparkContext.fromSparkContext(SparkSession.active().sparkContext())
        .parallelize(files, files.size())
        .map(file -> DataFile.of(warehouse.configuration(), new Path(directory), new Path(file)))
        .collect();
  }

  /**
   * The manifest of a stage whose files are all there and have their lengths, for a job that goes on from it.
   *
   * @return empty if nothing is published, or what is published is damaged, which the log says: then it has to be made again
   */
  public static Optional<Manifest> intact(Warehouse warehouse, Path stage) {
    try {
      if (!isPublished(warehouse, stage)) {
        return Optional.empty();
      }
      Manifest.renew(warehouse, stage);
      return Optional.of(checked(warehouse, stage));
    } catch (DataRefusedException e) {
      LOG.warn("{}: this is done now", e.getMessage());
      return Optional.empty();
    }
  }

  static Manifest checked(Warehouse warehouse, Path stage) {
    Manifest manifest = Manifest.read(warehouse, stage);
    manifest.paths(warehouse, stage);
    return manifest;
  }

  /** True if there is a manifest. */
  public static boolean isPublished(Warehouse warehouse, Path stage) {
    return warehouse.exists(new Path(stage, Manifest.FILE));
  }

  /**
   * Publishes the files of an attempt. If somebody else was faster, theirs are the stage's, and these are deleted; if what was
   * published before is damaged, these take its place.
   *
   * @param full with the files
   * @return the manifest that counts
   */
  public static Manifest publish(Warehouse warehouse, Path stage, Path data, Manifest full) {
    if (full.publish(warehouse, stage)) {
      return full;
    }
    try {
      Manifest theirs = checked(warehouse, stage);
      warehouse.discard(data);
      return theirs;
    } catch (DataRefusedException e) {
      LOG.debug("in the place of what is damaged", e);
      full.republish(warehouse, stage);
      return full;
    }
  }

  /** Deletes what a failed attempt has written, unless it was published after all, as when the answer of a store was lost. */
  public static void abandon(Warehouse warehouse, Path stage, Path data) {
    String attempt = Warehouse.DATA + "/" + data.getName() + "/";
    if (!isPublished(warehouse, stage)
        || Manifest.read(warehouse, stage).files().stream().noneMatch(file -> file.name().startsWith(attempt))) {
      warehouse.discard(data);
    }
  }

  /** The rows of a stage's table. */
  public static Dataset<Row> read(SparkSession spark, Warehouse warehouse, String table, String fingerprint) {
    Path stage = warehouse.stage(table, fingerprint);
    return read(spark, Manifest.read(warehouse, stage).paths(warehouse, stage));
  }

  /** The rows of files. */
  public static Dataset<Row> read(SparkSession spark, List<Path> files) {
    return spark.read().parquet(files.stream().map(Path::toString).toArray(String[]::new));
  }
}
