package io.sparsewalk.cli;

import io.sparsewalk.spark.SparkSessions;
import io.sparsewalk.spark.bench.BenchLine;
import io.sparsewalk.spark.bench.BenchStage;
import io.sparsewalk.table.CodeVersion;
import io.sparsewalk.table.RowFile;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableRow;
import io.sparsewalk.table.Warehouse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "bench", mixinStandardHelpOptions = true, description = "Measures whole stages and kernels beside simple twins, prints rates and adds them to the table benchmarks.", footer = {
    "", "Example: sparsewalk bench --scale medium",
    "Scale large needs SPARSEWALK_JAVA_OPTIONS=-Xmx14g and 6 GiB of disk."})
final class BenchCommand implements Callable<Integer> {
  @Option(names = "--scale", defaultValue = "small", description = "${COMPLETION-CANDIDATES}: 1, 8 or 63.5 million edges.")
  private BenchStage.Scale scale;

  @Option(names = "--warehouse", paramLabel = "DIR", defaultValue = "warehouse", description = "Root of all tables.")
  private String root;

  private final List<TableRow> rows = new ArrayList<>();

  @Override
  public Integer call() {
    try (SparkSession spark = SparkSessions.open("sparsewalk bench")) {
      Warehouse warehouse = new Warehouse(root, spark.sparkContext().hadoopConfiguration());
      Path scratch = warehouse.newAttempt();
      try {
        System.out.println("benchmark | variant | threads | rate | ratio to baseline | bytes per item | peak memory");
        new BenchStage(spark, new Warehouse(scratch.toString(), warehouse.configuration()), scale, this::tell).run();
      } finally {
        warehouse.discard(scratch);
      }
      Path run = new Path(warehouse.table(SweepTables.BENCHMARKS.name()), "run_id=b" + UUID.randomUUID());
      RowFile.publish(warehouse, run, SweepTables.BENCHMARKS, rows, List.of());
    }
    return ExitCode.OK;
  }

  private void tell(BenchLine line) {
    rows.add(SweepTables.BENCHMARKS.row()
        .set("benchmark", line.benchmark())
        .set("variant", line.variant())
        .set("scale", name())
        .set("threads", line.threads())
        .set("rate", line.rate())
        .set("unit", line.unit())
        .set("baseline", line.baseline())
        .set("ratio", line.ratio())
        .set("bytes_per_item", line.bytesPerItem())
        .set("peak_bytes", line.peakBytes())
        .set("measured_at", Instant.now())
        .set("code_version", CodeVersion.current()));
    System.out.println(String.join(" | ", line.benchmark(), line.variant(), Integer.toString(line.threads()),
        String.format(Locale.ROOT, "%.3g %s", line.rate(), line.unit()),
        line.ratio() == null ? "-" : String.format(Locale.ROOT, "%.2f x %s", line.ratio(), line.baseline()),
        line.bytesPerItem() == null ? "-" : String.format(Locale.ROOT, "%.1f", line.bytesPerItem()),
        line.peakBytes() == null ? "-" : String.format(Locale.ROOT, "%.2f GiB", line.peakBytes() * 0x1.0p-30)));
  }

  private String name() {
    return scale.name().toLowerCase(Locale.ROOT);
  }
}
