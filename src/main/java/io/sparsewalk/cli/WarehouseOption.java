package io.sparsewalk.cli;

import io.sparsewalk.common.Secrets;
import io.sparsewalk.common.SparsewalkException;
import io.sparsewalk.common.SparsewalkException.Category;
import io.sparsewalk.config.DurationText;
import io.sparsewalk.config.JobConfigException;
import io.sparsewalk.table.Leftovers.Leftover;
import io.sparsewalk.table.Warehouse;
import java.time.Duration;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;

/** What commands that care for a warehouse have in common. */
final class WarehouseOption {
  private static final Duration SHORTEST = Duration.ofHours(1);

  private WarehouseOption() {}

  /** A warehouse that is there. */
  static Warehouse open(String root, Configuration configuration) {
    try {
      Secrets.check("--warehouse", root);
    } catch (IllegalArgumentException e) {
      throw new SparsewalkException(Category.USAGE, e.getMessage());
    }
    Warehouse warehouse = new Warehouse(root, configuration);
    if (!warehouse.exists(warehouse.root())) {
      throw new SparsewalkException(Category.USAGE,
          "there is no warehouse " + warehouse.root() + ": name another with --warehouse");
    }
    return warehouse;
  }

  /** The moment before which what was written last may be deleted. */
  static Instant before(String olderThan) {
    Duration age = DurationText.of("--older-than", olderThan);
    if (age.compareTo(SHORTEST) < 0) {
      throw new JobConfigException(
          "--older-than must be 1h or more, was '" + olderThan + "': a job that runs may not have written for a while");
    }
    return Instant.now().minus(age);
  }

  static String line(Leftover leftover) {
    return leftover.path() + ": " + leftover.kind().meaning() + ", " + size(leftover.bytes()) + ", last written "
        + leftover.written();
  }

  static String size(long bytes) {
    return bytes < 10 << 20 ? (bytes + 1023 >> 10) + " KiB" : (bytes >> 20) + " MiB";
  }
}
