package io.sparsewalk.spark;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * What a stage makes of its inputs. Its identity is known without a run, and without Spark, so that whoever asks need start nothing.
 *
 * @param fingerprint its identity: a hash of settings and of the fingerprints of what it stands on
 * @param stage publishes it, unless it is published already, and returns its manifest
 */
public record StageOutput(Warehouse warehouse, String table, String fingerprint,
    Function<SparkSession, Manifest> stage) {

  /** How the rows of an output are made. */
  public interface Writing {
    /**
     * Writes the rows.
     *
     * @param attempt a directory that does not exist yet
     * @return what was found, for the manifest
     */
    Map<String, ?> write(SparkSession spark, Path attempt);
  }

  /**
   * An output that {@link StageRun} publishes.
   *
   * @param identity its manifest, without facts and files
   */
  public static StageOutput of(Warehouse warehouse, Manifest identity, Writing writing) {
    return new StageOutput(warehouse, identity.stage(), identity.fingerprint(),
        spark -> StageRun.of(warehouse, identity, attempt -> writing.write(spark, attempt)));
  }

  /**
   * Its manifest, if it is published. Nothing is computed and nothing written, and its files are looked at by who reads them.
   *
   * @throws DataRefusedException if the manifest is damaged
   */
  public Optional<Manifest> published() {
    Path stage = warehouse.stage(table, fingerprint);
    return StageFiles.isPublished(warehouse, stage) ? Optional.of(Manifest.read(warehouse, stage)) : Optional.empty();
  }

  /** Makes it, unless it is published. */
  public Manifest run(SparkSession spark) {
    return stage.apply(spark);
  }
}
