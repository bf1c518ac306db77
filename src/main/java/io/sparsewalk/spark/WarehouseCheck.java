package io.sparsewalk.spark;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.table.DataFile;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.RowFile;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableSchema;
import io.sparsewalk.table.Warehouse;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;

/** A look at all that a warehouse has published, byte for byte, by tasks. */
public final class WarehouseCheck {
  private final Warehouse warehouse;
  private final List<Item> items = new ArrayList<>();
  private final Set<String> named = new HashSet<>();
  private final List<String> damage = new ArrayList<>();

  private WarehouseCheck(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /**
   * What was found.
   *
   * @param files that were read
   * @param damage a sentence for every file that is not as it was published, with its mend
   * @param unpublished files and directories of writers that have not published them: killed, or still at work
   */
  public record Finding(int files, List<String> damage, List<Path> unpublished) {}

  /** Reads every published file. */
  public static Finding of(SparkSession spark, Warehouse warehouse) {
    WarehouseCheck check = new WarehouseCheck(warehouse);
    Manifest.published(warehouse).forEach(check::addStage);
    SweepTables.ALL.forEach(check::addRows);
    if (!check.items.isEmpty()) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      check.damage
          .addAll(context.parallelize(check.items, Math.min(check.items.size(), 4 * context.defaultParallelism()))
              .map(new Look(warehouse))
              .filter(Objects::nonNull)
              .collect());
    }
    return new Finding(check.items.size(), check.damage, check.unpublished());
  }

  private void addStage(Path stage) {
    try {
      for (DataFile file : Manifest.read(warehouse, stage).files()) {
        Path path = new Path(stage, file.name());
        named.add(path.getParent().toString());
        items.add(new Item(stage.toString(), file,
            path + " is not as it was published: delete it and run the job again, which makes the" + " table again"));
      }
    } catch (DataRefusedException e) {
      damage.add(e.getMessage());
    }
  }

  private void addRows(TableSchema table) {
    try {
      for (FileStatus status : RowFile.list(warehouse, warehouse.table(table.name()))) {
        Path file = status.getPath();
        items.add(new Item(file.toString(), null, null));
        if (table.equals(SweepTables.TRIALS)) {
          for (DataFile part : RowFile.parts(warehouse.configuration(), file)) {
            items.add(new Item(warehouse.root().toString(), part,
                new Path(warehouse.root(), part.name()) + " is not as it was published with " + file
                    + ": delete both and run the sweep again, which trains the trial again"));
          }
        }
      }
    } catch (DataRefusedException e) {
      damage.add(e.getMessage());
    }
  }

  private List<Path> unpublished() {
    List<Path> found = new ArrayList<>();
    for (String pattern : List.of("*/fingerprint=*/" + Warehouse.DATA + "/*", "_attempts/*")) {
      Path glob = new Path(warehouse.root(), pattern);
      try {
        FileSystem files = glob.getFileSystem(warehouse.configuration());
        FileStatus[] all = files.globStatus(glob);
        for (FileStatus status : all == null ? new FileStatus[0] : all) {
          if (!named.contains(status.getPath().toString())) {
            found.add(status.getPath());
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot list " + glob, e);
      }
    }
    return found;
  }

  /**
   * A file to look at.
   *
   * @param file null: {@code place} is a file of rows of which nobody has noted the content
   * @param damaged what to say if it is not intact
   */
  private record Item(String place, DataFile file, String damaged) implements Serializable {}

  private static final class Look implements Function<Item, String> {
    private static final long serialVersionUID = 1L;

    private final Warehouse warehouse;

    Look(Warehouse warehouse) {
      this.warehouse = warehouse;
    }

    @Override
    public String call(Item item) {
      Configuration configuration = warehouse.configuration();
      if (item.file != null) {
        return item.file.isIntact(configuration, new Path(item.place)) ? null : item.damaged;
      }
      try {
        RowFile.readThrough(configuration, new Path(item.place));
        return null;
      } catch (DataRefusedException e) {
        return e.getMessage();
      }
    }
  }
}
