package io.sparsewalk.dl4j;

import java.io.File;
import java.util.List;

import java.util.Locale;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceInformation;
import org.nd4j.linalg.factory.Nd4j;
import scala.collection.JavaConverters;

/** The backend that ND4J was built with, and whether it can run here. */
public final class Dl4jBackend {
  /** The newest GPUs that nd4j-cuda 11.6 has machine code for; it carries none that a driver could translate. */
  private static final double NEWEST_CAPABILITY = 8.6;
  private static final double OLDEST_CAPABILITY = 3.7;
  private static final String JARS = "sparsewalk.dl4j.jars";
  private static final String CUDA_BACKEND = "org/nd4j/linalg/jcublas/JCublasBackend.class";

  private Dl4jBackend() {}

  /** True if this build's ND4J computes on GPUs (Maven profile {@code cuda}). */
  public static boolean isCuda() {
    return Dl4jBackend.class.getClassLoader().getResource(CUDA_BACKEND) != null;
  }

  /**
   * Refuses, before ND4J loads its native code, a GPU that it would crash on.
   *
   * @throws UnsupportedGpuException if there is one, or none where this build needs one
   */
  public static void require() {
    if (isCuda()) {
      List<Gpu> gpus = Gpu.all();
      if (gpus.isEmpty()) {
        throw new UnsupportedGpuException(
            "this build of the engine dl4j needs an NVIDIA GPU and its driver, and nvidia-smi "
                + "finds none; build with -Pcpu or use sweep.engine = vector");
      }
      gpus.forEach(gpu -> {
        if (!supports(gpu)) {
          throw new UnsupportedGpuException(refusal(gpu));
        }
      });
    }
  }

  /**
   * Sends DL4J and ND4J to the executors, if they are other JVMs and the launcher told where the jars are (system property
   * {@value #JARS}); else the cluster must have them.
   */
  static synchronized void ship(JavaSparkContext context) {
    String directory = System.getProperty(JARS);
    if (context.isLocal() || directory == null) {
      return;
    }
    File[] jars = new File(directory).listFiles((where, name) -> name.endsWith(".jar"));
    String sent = String.join(" ", JavaConverters.seqAsJavaList(context.sc().listJars()));
    for (File jar : jars == null ? new File[0] : jars) {
      if (!sent.contains("/" + jar.getName())) {
        context.addJar(jar.getPath());
      }
    }
  }

  static boolean supports(Gpu gpu) {
    return gpu.capability() >= OLDEST_CAPABILITY && gpu.capability() <= NEWEST_CAPABILITY;
  }

  static String refusal(Gpu gpu) {
    return String.format(Locale.ROOT,
        "the engine dl4j has no code for %s (compute capability %.1f; nd4j-cuda 11.6 goes from %.1f "
            + "to %.1f): build with -Pcpu or use sweep.engine = vector",
        gpu.name(), gpu.capability(), OLDEST_CAPABILITY, NEWEST_CAPABILITY);
  }

  /** Gives the thread of a task the GPU that Spark set aside for it; on a CPU nothing. */
  static void bind() {
    require();
    ResourceInformation gpu = TaskContext.get() == null ? null : TaskContext.get().resourcesJMap().get("gpu");
    if (gpu != null && isCuda()) {
      Nd4j.getAffinityManager().unsafeSetDevice(Integer.valueOf(gpu.addresses()[0]));
    }
  }

  /** What networks are trained on: cpu, or the GPU's name. */
  public static String device() {
    return isCuda() ? Gpu.all().stream().findFirst().map(Gpu::name).orElse("unknown GPU") : "cpu";
  }
}
