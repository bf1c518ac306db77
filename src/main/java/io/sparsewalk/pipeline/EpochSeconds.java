package io.sparsewalk.pipeline;

import io.sparsewalk.table.PastRun;
import io.sparsewalk.table.RowFile;
import io.sparsewalk.table.RunLog;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.Warehouse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;

/** What an epoch of dense training took in the last run of a job, from the table {@code trials}. */
final class EpochSeconds {
  /** Rows that are read, of which a share is of dense trainings. */
  private static final int MOST = 200;

  private EpochSeconds() {}

  /** The mean over dense trials; empty if there is none. Reads no more than some rows. */
  static OptionalDouble measured(Warehouse warehouse, String job) {
    return new RunLog(warehouse, job).newestFirst()
        .map(PastRun::sweepId)
        .flatMap(sweep -> sweep.stream())
        .findFirst()
        .map(sweep -> mean(warehouse, sweep))
        .orElse(OptionalDouble.empty());
  }

  private static OptionalDouble mean(Warehouse warehouse, String sweep) {
    List<FileStatus> files = RowFile.list(warehouse, warehouse.sweep(SweepTables.TRIALS.name(), sweep));
    Stream<Map<String, Object>> rows = files.stream()
        .limit(MOST)
        .map(file -> RowFile.read(warehouse.configuration(), file.getPath(), SweepTables.TRIALS).get(0));
    return rows.filter(row -> Objects.equals(row.get("method"), "dense"))
        .mapToDouble(row -> (double) row.get("train_seconds") / (int) row.get("epochs"))
        .average();
  }
}
