package io.sparsewalk.cli;

import io.sparsewalk.cuda.CudaSupport;
import io.sparsewalk.dl4j.Doctor;
import io.sparsewalk.kernel.LaneKernel;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "doctor", mixinStandardHelpOptions = true,
    description = "Tells what this machine has for training; exit code 5 if something that was asked for does not work.",
    footer = {"", "Example: sparsewalk doctor --gpu"})
final class DoctorCommand implements Callable<Integer> {
  @Option(names = "--gpu", description = "Also driver, GPU, ND4J's backend and a matrix product on it; whether the engine cuda agrees with the CPU.")
  private boolean gpu;

  @Override
  public Integer call() {
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
}
