package io.sparsewalk.cuda;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The libraries of CUDA that this machine has, loaded when first asked for. */
final class Cuda {
  /** Newest first; also where a toolkit puts them, which need not be on the library path. */
  private static final List<String> COMPILER_NAMES = List.of("libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2");
  private static final List<String> COMPILER_PLACES = List.of("", "/usr/local/cuda/lib64/");

  private static DriverApi driver;
  private static CompilerApi compiler;

  private Cuda() {}

  /**
   * The driver.
   *
   * @throws CudaException if there is none, or it finds no GPU
   */
  static synchronized DriverApi driver() {
    if (driver == null) {
      DriverApi found;
      try {
        found = Native.load("libcuda.so.1", DriverApi.class);
      } catch (UnsatisfiedLinkError e) {
        throw new CudaException(
            "the engine cuda needs an NVIDIA driver, and there is no libcuda.so.1; use sweep.engine = vector");
      }
      int status = found.cuInit(0);
      if (status != 0) {
        throw new CudaException("the NVIDIA driver finds no GPU that it can use: " + name(found, status));
      }
      driver = found;
    }
    return driver;
  }

  /**
   * The compiler.
   *
   * @throws CudaException if there is none that is not newer than the driver
   */
  static synchronized CompilerApi compiler() {
    if (compiler == null) {
      // The driver may not load what a compiler newer than itself has made.
      int newest = Integer.parseInt(driverVersion().split("\\.")[0]);
      List<String> tried = COMPILER_NAMES.stream()
          .filter(name -> Integer.parseInt(name.split("\\.")[2]) <= newest)
          .flatMap(name -> COMPILER_PLACES.stream().map(place -> place + name))
          .toList();
      for (String each : tried) {
        try {
          compiler = Native.load(each, CompilerApi.class);
          return compiler;
        } catch (UnsatisfiedLinkError e) {
          // The next one.
        }
      }
      throw new CudaException(
          "the engine cuda needs NVRTC, CUDA's compiler as a library, on the library path (LD_LIBRARY_PATH); "
              + "there is none of " + String.join(", ", tried));
    }
    return compiler;
  }

  /** Version of CUDA that the driver knows, for example 13.0. */
  static String driverVersion() {
    IntByReference version = new IntByReference();
    check(driver().cuDriverGetVersion(version), "cuDriverGetVersion");
    return version.getValue() / 1000 + "." + version.getValue() % 1000 / 10;
  }

  static String compilerVersion() {
    IntByReference major = new IntByReference();
    IntByReference minor = new IntByReference();
    compiler().nvrtcVersion(major, minor);
    return major.getValue() + "." + minor.getValue();
  }

  /**
   * Looks at a status of the driver.
   *
   * @param what was called, with its sizes
   * @throws CudaException unless it is success
   */
  static void check(int status, String what) {
    if (status != 0) {
      throw new CudaException(what + " failed: " + name(driver, status));
    }
  }

  private static String name(DriverApi api, int status) {
    PointerByReference name = new PointerByReference();
    Pointer text = api.cuGetErrorName(status, name) == 0 ? name.getValue() : null;
    return (text == null ? "status" : text.getString(0, StandardCharsets.US_ASCII.name())) + " (" + status + ")";
  }
}
