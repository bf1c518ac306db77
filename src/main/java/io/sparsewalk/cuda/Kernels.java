package io.sparsewalk.cuda;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import io.sparsewalk.common.Sha256;
import io.sparsewalk.model.Activations;
import io.sparsewalk.model.ParameterLayout;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kernels, compiled for a GPU and a shape of network. */
final class Kernels {
  private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);
  private static final String SHAPE = "shape.cu";
  private static final List<String> REST = List.of("passes.cu", "gradients.cu", "rounds.cu", "gather.cu");
  /** Examples a tile. The larger the tile, the less a network waits between the parts of a step. */
  private static final int[] TILES = {256, 128, 64};
  private static final int THREADS = 512;
  /** Threads that gather a tile of examples. */
  private static final int GATHERERS = 256;
  private static final long PARAMETER_BUFFER = 1;
  private static final long PARAMETER_SIZE = 2;

  private final GpuDevice device;
  private final DriverApi driver = Cuda.driver();
  private final Pointer module;
  private final int sharedBytes;
  private final int paddedSize;
  private final boolean inShared;
  private final int rows;

  /**
   * What a network is compiled for.
   *
   * @param labelRows labels an example
   */
  record Shape(ParameterLayout layout, int labelRows, boolean softmax, boolean reluLogits) {

    static Shape of(ParameterLayout layout, int labelRows, Activations activations) {
      return new Shape(layout, labelRows, layout.outputs() > labelRows, activations.reluLogits());
    }

    private String definitions(Placing placing) {
      String widths = layout.widths().stream().map(String::valueOf).collect(Collectors.joining(", "));
      return "#define LAYERS " + layout.layers() + "\n#define WIDTHS " + widths + "\n#define LABEL_ROWS " + labelRows
          + "\n#define SOFTMAX " + (softmax ? 1 : 0) + "\n#define RELU_LOGITS " + (reluLogits ? 1 : 0)
          + "\n#define IN_SHARED " + (placing.inShared() ? 1 : 0) + "\n#define ROWS " + placing.rows()
          + "\n#define THREADS " + THREADS + "\n";
    }
  }

  /** How a block lies in shared memory. */
  private record Placing(int rows, boolean inShared) {}

  /**
   * Compiles them, unless they are kept from an earlier time.
   *
   * @param batch examples a step at most
   * @throws CudaException if a block's activations do not fit the GPU's shared memory, or NVRTC refuses
   */
  Kernels(GpuDevice device, Shape shape, int batch) {
    this.device = device;
    device.use();
    Placing placing = placing(shape, batch);
    rows = placing.rows();
    inShared = placing.inShared();
    module = load(
        shape.definitions(placing) + source(SHAPE) + REST.stream().map(Kernels::source).collect(Collectors.joining()));
    device.owns(() -> unload(module));
    int[] needs = needs(module);
    sharedBytes = needs[0];
    paddedSize = needs[1];
    for (String name : List.of("train", "score")) {
      Cuda.check(driver.cuFuncSetAttribute(function(name), DriverApi.DYNAMIC_SHARED_MEMORY, sharedBytes),
          "cuFuncSetAttribute");
    }
  }

  /** The first that fits: weights in shared memory before larger tiles. */
  private Placing placing(Shape shape, int batch) {
    int least = Integer.MAX_VALUE;
    for (boolean shared : new boolean[] {true, false}) {
      for (int tile : TILES) {
        Placing placing = new Placing(tile, shared);
        Pointer probe = load(shape.definitions(placing) + source(SHAPE));
        int bytes;
        try {
          bytes = needs(probe)[0];
        } finally {
          unload(probe);
        }
        least = Math.min(least, bytes);
        // A tile of which half would be empty is no gain.
        if (bytes <= device.sharedBytes() && (tile / 2 < batch || tile == TILES[TILES.length - 1])) {
          return placing;
        }
      }
    }
    throw new CudaException(
        "the outputs of a network of " + shape.layout() + " need " + least + " bytes of shared memory, and a block has "
            + device.sharedBytes() + " on " + device.name() + "; use sweep.engine = vector");
  }

  /** Examples a tile. */
  int rows() {
    return rows;
  }

  /** Floats of a network's weights, in the kernels' own order; its gradient takes as many. */
  int paddedSize() {
    return paddedSize;
  }

  /** True if weights and gradient are in shared memory and need no scratch. */
  boolean isInShared() {
    return inShared;
  }

  void train(int networks, Arguments arguments) {
    launch("train", networks, 1, THREADS, sharedBytes, arguments);
  }

  void score(int networks, int parts, Arguments arguments) {
    launch("score", networks, parts, THREADS, sharedBytes, arguments);
  }

  void unpack(int networks, Arguments arguments) {
    launch("unpack", networks, 1, THREADS, 0, arguments);
  }

  void gather(int tiles, int batches, Arguments arguments) {
    launch("gather", tiles, batches, GATHERERS, 0, arguments);
  }

  private void launch(String name, int x, int y, int threads, int shared, Arguments arguments) {
    try (Memory parameters = new Memory(arguments.size());
        Memory size = new Memory(Long.BYTES);
        Memory extra = new Memory(5L * Long.BYTES)) {
      parameters.write(0, arguments.array(), 0, arguments.size());
      size.setLong(0, arguments.size());
      extra.setLong(0, PARAMETER_BUFFER);
      extra.setPointer(Long.BYTES, parameters);
      extra.setLong(2L * Long.BYTES, PARAMETER_SIZE);
      extra.setPointer(3L * Long.BYTES, size);
      extra.setLong(4L * Long.BYTES, 0);
      Cuda.check(driver.cuLaunchKernel(function(name), x, y, 1, threads, 1, 1, shared, null, null, extra),
          "launch of " + name + " with " + x + " x " + y + " blocks");
    }
  }

  private Pointer function(String name) {
    PointerByReference out = new PointerByReference();
    Cuda.check(driver.cuModuleGetFunction(out, module, name), "cuModuleGetFunction of " + name);
    return out.getValue();
  }

  private int[] needs(Pointer loaded) {
    LongByReference address = new LongByReference();
    Cuda.check(driver.cuModuleGetGlobal_v2(address, new LongByReference(), loaded, "needs"),
        "cuModuleGetGlobal of needs");
    Cuda.check(driver.cuMemcpyDtoH_v2(device.staging(), address.getValue(), 2L * Integer.BYTES),
        "cuMemcpyDtoH of needs");
    return device.staging().getIntArray(0, 2);
  }

  private void unload(Pointer loaded) {
    Cuda.check(driver.cuModuleUnload(loaded), "cuModuleUnload");
  }

  private Pointer load(String text) {
    PointerByReference out = new PointerByReference();
    Cuda.check(driver.cuModuleLoadData(out, image(text)), "cuModuleLoadData");
    return out.getValue();
  }

  private static String source(String name) {
    try (InputStream in = Kernels.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }

  /** Machine code; kept under a name made of all that it depends on. */
  private byte[] image(String text) {
    String target = "sm_" + device.capability();
    Path kept = cache()
        .resolve(Sha256.hex((text + target + Cuda.compilerVersion()).getBytes(StandardCharsets.UTF_8)) + ".cubin");
    try {
      if (Files.exists(kept)) {
        return Files.readAllBytes(kept);
      }
    } catch (IOException e) {
      LOG.warn("kernels are compiled again, as {} cannot be read: {}", kept, e.toString());
    }
    byte[] image = compile(text, target);
    keep(kept, image);
    return image;
  }

  private static void keep(Path kept, byte[] image) {
    Path attempt = null;
    try {
      Files.createDirectories(kept.getParent());
      attempt = Files.createTempFile(kept.getParent(), "attempt", ".cubin");
      Files.write(attempt, image);
      Files.move(attempt, kept, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warn("kernels are not kept, as {} cannot be written: {}", kept, e.toString());
      delete(attempt);
    }
  }

  private static void delete(Path attempt) {
    try {
      if (attempt != null) {
        Files.deleteIfExists(attempt);
      }
    } catch (IOException e) {
      LOG.debug("{} stays", attempt, e);
    }
  }

  /** XDG's place for what can be made again. */
  private static Path cache() {
    String set = System.getenv("XDG_CACHE_HOME");
    return (set == null || set.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(set))
        .resolve("sparsewalk");
  }

  private static byte[] compile(String text, String target) {
    CompilerApi compiler = Cuda.compiler();
    PointerByReference program = new PointerByReference();
    checkCompiler(compiler.nvrtcCreateProgram(program, text, "rounds.cu", 0, null, null), "nvrtcCreateProgram");
    try {
      String[] options = {"--gpu-architecture=" + target, "--std=c++17"};
      int status = compiler.nvrtcCompileProgram(program.getValue(), options.length, options);
      LongByReference size = new LongByReference();
      if (status != 0) {
        checkCompiler(compiler.nvrtcGetProgramLogSize(program.getValue(), size), "nvrtcGetProgramLogSize");
        byte[] log = new byte[(int) size.getValue()];
        checkCompiler(compiler.nvrtcGetProgramLog(program.getValue(), log), "nvrtcGetProgramLog");
        throw new CudaException("NVRTC " + Cuda.compilerVersion() + " does not compile the kernels for " + target
            + " (status " + status + "): " + Native.toString(log));
      }
      checkCompiler(compiler.nvrtcGetCUBINSize(program.getValue(), size), "nvrtcGetCUBINSize");
      byte[] image = new byte[(int) size.getValue()];
      checkCompiler(compiler.nvrtcGetCUBIN(program.getValue(), image), "nvrtcGetCUBIN");
      return image;
    } finally {
      compiler.nvrtcDestroyProgram(program);
    }
  }

  private static void checkCompiler(int status, String what) {
    if (status != 0) {
      throw new CudaException(what + " of NVRTC " + Cuda.compilerVersion() + " failed with status " + status);
    }
  }
}
