package io.sparsewalk.cli;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.cuda.CudaSupport;
import io.sparsewalk.dl4j.Doctor;
import io.sparsewalk.kernel.LaneKernel;
import io.sparsewalk.spark.SparkSessions;
import io.sparsewalk.spark.WarehouseCheck;
import io.sparsewalk.table.Warehouse;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "doctor", mixinStandardHelpOptions = true, description = "Tells what this machine has for training; exit code 5 if something that was asked for does not work. Or verifies a warehouse.", footer = {
    "", "Example: sparsewalk doctor --gpu", "         sparsewalk doctor --verify --warehouse warehouse"})
final class DoctorCommand implements Callable<Integer> {
  @Option(names = "--gpu", description = "Also driver, GPU, ND4J's backend and a matrix product on it; whether the engine cuda agrees with the CPU.")
  private boolean gpu;

  @Option(names = "--verify", description = "Instead reads every published file of a warehouse and compares its content with what was"
      + " published; exit code 4 if one is damaged.")
  private boolean verify;

  @Option(names = "--warehouse", paramLabel = "DIR", defaultValue = "warehouse", description = "Root of all tables, for --verify.")
  private String root;

  @Override
  public Integer call() {
    if (verify) {
      return verified();
    }
    Runtime runtime = Runtime.getRuntime();
    System.out.println("java      " + System.getProperty("java.runtime.version") + ", " + runtime.availableProcessors()
        + " cores, heap of at most " + (runtime.maxMemory() >> 20) + " MiB");
    System.out.println("kernels   " + LaneKernel.best().getClass().getSimpleName());
    if (!gpu) {
      return ExitCode.OK;
    }
    Doctor.Finding finding = Doctor.examine();
    finding.lines().forEach(System.out::println);
    System.out.println("cuda      " + CudaSupport.line());
    return finding.healthy() ? ExitCode.OK : ExitCode.ENVIRONMENT;
  }

  private int verified() {
    try (SparkSession spark = SparkSessions.open("sparsewalk doctor")) {
      Warehouse warehouse = new Warehouse(root, spark.sparkContext().hadoopConfiguration());
      if (!warehouse.exists(warehouse.root())) {
        throw new DataRefusedException(warehouse.root() + ": no such warehouse; --warehouse names one");
      }
      WarehouseCheck.Finding finding = WarehouseCheck.of(spark, warehouse);
      finding.damage().forEach(line -> System.out.println("damaged      " + line));
      finding.unpublished()
          .forEach(path -> System.out.println("unpublished  " + path + ": may be deleted if nobody is writing"));
      System.out.println("verified     " + finding.files() + " files, " + finding.damage().size() + " damaged");
      return finding.damage().isEmpty() ? ExitCode.OK : ExitCode.DATA_REFUSED;
    }
  }
}
