package io.sparsewalk.spark;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.table.CompactedFile;
import io.sparsewalk.table.DataFile;
import io.sparsewalk.table.Leftovers;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.RowFile;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableSchema;
import io.sparsewalk.table.Warehouse;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A look at all that a warehouse has published, by tasks. */
public final class WarehouseCheck {
  private static final Logger LOG = LoggerFactory.getLogger(WarehouseCheck.class);

  private final Warehouse warehouse;
  private final List<Item> items = new ArrayList<>();
  private final List<Damage> damage = new ArrayList<>();

  private WarehouseCheck(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** How much of a file is looked at. */
  public enum Depth {
    /** Whether it is there, has its length, and the end of a file of rows can be read. */
    LENGTH,
    /** Every byte. */
    CONTENT
  }

  /**
   * A file that is not as it was published.
   *
   * @param file of rows, or a manifest
   * @param complaint with what mends it
   */
  public record Damage(Path file, String complaint) implements Serializable {}

  /**
   * What was found.
   *
   * @param files that were looked at
   * @param damage that was found
   * @param leftovers of writers that have not published them: killed, or still at work
   */
  public record Finding(int files, List<Damage> damage, List<Leftovers.Leftover> leftovers) {}

  /** Looks at every published file. */
  public static Finding of(SparkSession spark, Warehouse warehouse, Depth depth) {
    WarehouseCheck check = new WarehouseCheck(warehouse);
    Manifest.published(warehouse).forEach(check::addStage);
    SweepTables.ALL.forEach(check::addRows);
    CompactedFile.all(warehouse).forEach(file -> check.items.add(new Item(file.toString(), null, null)));
    if (!check.items.isEmpty()) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      check.damage
          .addAll(context.parallelize(check.items, Math.min(check.items.size(), 4 * context.defaultParallelism()))
              .map(new Look(warehouse, depth))
              .filter(Objects::nonNull)
              .collect());
    }
    return new Finding(check.items.size(), check.damage, Leftovers.of(warehouse));
  }

  private void addStage(Path stage) {
    try {
      for (DataFile file : Manifest.read(warehouse, stage).files()) {
        items.add(new Item(stage.toString(), file, new Path(stage, file.name())
            + " is not as it was published: delete it and run the job again, which makes the" + " table again"));
      }
    } catch (DataRefusedException e) {
      damage.add(new Damage(new Path(stage, Manifest.FILE), e.getMessage()));
    }
  }

  private void addRows(TableSchema table) {
    for (Path file : RowFile.all(warehouse, table)) {
      items.add(new Item(file.toString(), null, null));
      if (table.equals(SweepTables.TRIALS)) {
        addParts(file);
      }
    }
  }

  private void addParts(Path trial) {
    try {
      for (DataFile part : RowFile.parts(warehouse.configuration(), trial)) {
        items.add(new Item(warehouse.root().toString(), part,
            new Path(warehouse.root(), part.name()) + " is not as it was published with " + trial
                + ": delete both and run the sweep again, which trains the trial again"));
      }
    } catch (DataRefusedException e) {
      LOG.debug("its task finds out, too", e);
    }
  }

  /**
   * A file to look at.
   *
   * @param file null: {@code place} is a file of rows of which nobody has noted the content
   * @param damaged what to say if it is not intact
   */
  private record Item(String place, DataFile file, String damaged) implements Serializable {}

  private static final class Look implements Function<Item, Damage> {
    private static final long serialVersionUID = 1L;

    private final Warehouse warehouse;
    private final Depth depth;

    Look(Warehouse warehouse, Depth depth) {
      this.warehouse = warehouse;
      this.depth = depth;
    }

    @Override
    public Damage call(Item item) {
      if (item.file != null) {
        Path directory = new Path(item.place);
        return isAsPublished(item.file, directory) ? null
            : new Damage(new Path(directory, item.file.name()), item.damaged);
      }
      Path file = new Path(item.place);
      try {
        if (depth == Depth.CONTENT) {
          RowFile.readThrough(warehouse.configuration(), file);
        } else {
          RowFile.parts(warehouse.configuration(), file);
        }
        return null;
      } catch (DataRefusedException e) {
        return new Damage(file, e.getMessage());
      }
    }

    private boolean isAsPublished(DataFile file, Path directory) {
      return depth == Depth.CONTENT ? file.isIntact(warehouse.configuration(), directory)
          : file.isThere(warehouse.configuration(), directory);
    }
  }
}
