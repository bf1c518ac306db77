package io.sparsewalk.cli;

import io.sparsewalk.common.SparsewalkException;
import io.sparsewalk.common.SparsewalkException.Category;
import io.sparsewalk.cuda.CudaSupport;
import io.sparsewalk.dl4j.Doctor;
import io.sparsewalk.kernel.LaneKernel;
import io.sparsewalk.spark.ClusterSecurity;
import io.sparsewalk.spark.SparkSessions;
import io.sparsewalk.spark.StageUse;
import io.sparsewalk.spark.WarehouseCheck;
import io.sparsewalk.spark.WarehouseCheck.Depth;
import io.sparsewalk.table.Warehouse;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "doctor", mixinStandardHelpOptions = true, description = "Tells what this machine has for training; exit code 5 if something that was asked for does not work. Or what a warehouse has.", footer = {
    "", "Example: sparsewalk doctor --gpu", "         sparsewalk doctor --verify --warehouse warehouse"})
final class DoctorCommand implements Callable<Integer> {
  @Option(names = "--gpu", description = "Also driver, GPU, ND4J's backend and a matrix product on it; whether the engine cuda agrees with the CPU.")
  private boolean gpu;

  @Option(names = "--warehouse", paramLabel = "DIR", description = "Instead looks at all tables of a warehouse: what is damaged, what nobody reads; exit code 4 if a published file is"
      + " damaged.")
  private String root;

  @Option(names = "--verify", description = "With --warehouse: reads every published file and compares its content with what was published.")
  private boolean verify;

  @Override
  public Integer call() {
    if (root != null) {
      return looked();
    }
    if (verify) {
      throw new SparsewalkException(Category.USAGE, "--verify needs --warehouse DIR");
    }
    Runtime runtime = Runtime.getRuntime();
    System.out.println("java      " + System.getProperty("java.runtime.version") + ", " + runtime.availableProcessors()
        + " cores, heap of at most " + (runtime.maxMemory() >> 20) + " MiB");
    System.out.println("kernels   " + LaneKernel.best().getClass().getSimpleName());
    ClusterSecurity.warnings(new SparkConf()).forEach(warning -> System.out.println("security  " + warning));
    if (!gpu) {
      return ExitCode.OK;
    }
    Doctor.Finding finding = Doctor.examine();
    finding.lines().forEach(System.out::println);
    System.out.println("cuda      " + CudaSupport.line());
    return finding.healthy() ? ExitCode.OK : ExitCode.ENVIRONMENT;
  }

  private int looked() {
    try (SparkSession spark = SparkSessions.open("sparsewalk doctor")) {
      Warehouse warehouse = WarehouseOption.open(root, spark.sparkContext().hadoopConfiguration());
      WarehouseCheck.Finding finding = WarehouseCheck.of(spark, warehouse, verify ? Depth.CONTENT : Depth.LENGTH);
      finding.damage().forEach(each -> System.out.println("damaged      " + each.complaint()));
      finding.leftovers().forEach(leftover -> System.out.println("leftover     " + WarehouseOption.line(leftover)));
      if (!finding.leftovers().isEmpty()) {
        System.out.println("             'sparsewalk gc --warehouse " + root + "' says which of them may be deleted");
      }
      if (finding.damage().isEmpty()) {
        StageUse.unused(spark, warehouse)
            .forEach(stage -> System.out.println("unused       " + stage + ": no trial is made from it"));
      }
      System.out.println((verify ? "verified     " : "looked at    ") + finding.files() + " files, "
          + finding.damage().size() + " damaged");
      return finding.damage().isEmpty() ? ExitCode.OK : ExitCode.DATA_REFUSED;
    }
  }
}
