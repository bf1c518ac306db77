package io.sparsewalk.cuda;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A GPU, in the process's own context, for one thread at a time. Owns what is taken on it: what was taken last is given back first.
 */
public final class GpuDevice implements AutoCloseable {
  /** Volta: independent threads in a warp, 96 KiB of shared memory a block. */
  static final int OLDEST_CAPABILITY = 70;
  private static final int TEXT = 256;
  private static final int STAGING_BYTES = 8 << 20;

  private final DriverApi driver = Cuda.driver();
  private final int device;
  private final Pointer context;
  private final Pointer staging;
  private final Deque<Runnable> taken = new ArrayDeque<>();

  private GpuDevice(int device) {
    this.device = device;
    PointerByReference out = new PointerByReference();
    Cuda.check(driver.cuDevicePrimaryCtxRetain(out, device), "cuDevicePrimaryCtxRetain of " + name(device));
    context = out.getValue();
    taken.push(() -> Cuda.check(driver.cuDevicePrimaryCtxRelease_v2(device), "cuDevicePrimaryCtxRelease"));
    try {
      use();
      Cuda.check(driver.cuMemHostAlloc(out, STAGING_BYTES, 0), "cuMemHostAlloc of " + STAGING_BYTES + " bytes");
    } catch (CudaException e) {
      release(0);
      throw e;
    }
    staging = out.getValue();
    taken.push(() -> Cuda.check(driver.cuMemFreeHost(staging), "cuMemFreeHost"));
  }

  /** Remembers how to give something back. */
  void owns(Runnable giveBack) {
    taken.push(giveBack);
  }

  /** How much is taken now, for {@link #release}. */
  int mark() {
    return taken.size();
  }

  /**
   * Gives back all that was taken after a mark, whatever fails.
   *
   * @throws CudaException the first failure
   */
  void release(int mark) {
    RuntimeException failure = null;
    while (taken.size() > mark) {
      try {
        taken.pop().run();
      } catch (RuntimeException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Opens a GPU.
   *
   * @param address its index, counted by bus as nvidia-smi does; null = the first. A process that sees one only (a container,
   *     CUDA_VISIBLE_DEVICES) gets that one
   * @throws CudaException if there is no driver or GPU, or it is too old
   */
  public static GpuDevice open(String address) {
    DriverApi driver = Cuda.driver();
    IntByReference count = new IntByReference();
    Cuda.check(driver.cuDeviceGetCount(count), "cuDeviceGetCount");
    // The driver's own order may be by speed; nvidia-smi's is by bus.
    List<Integer> devices = IntStream.range(0, count.getValue())
        .map(GpuDevice::device)
        .boxed()
        .sorted(Comparator.comparing(GpuDevice::bus))
        .toList();
    if (address != null && devices.size() > 1 && !address.matches("\\d{1,4}")) {
      throw new CudaException("the address of a GPU must be its index (conf/gpu-discovery.sh), was " + address);
    }
    int index = address == null || devices.size() == 1 ? 0 : Integer.parseInt(address);
    if (index >= devices.size()) {
      throw new CudaException("Spark set GPU " + address + " aside, and this process sees " + devices.size());
    }
    int device = devices.get(index);
    int capability = capability(device);
    if (capability < OLDEST_CAPABILITY) {
      throw new CudaException(
          "the engine cuda needs compute capability " + OLDEST_CAPABILITY / 10 + "." + OLDEST_CAPABILITY % 10
              + " (Volta) or later; " + name(device) + " has " + capability / 10 + "." + capability % 10);
    }
    return new GpuDevice(device);
  }

  private static int device(int ordinal) {
    IntByReference out = new IntByReference();
    Cuda.check(Cuda.driver().cuDeviceGet(out, ordinal), "cuDeviceGet of " + ordinal);
    return out.getValue();
  }

  private static String bus(int device) {
    byte[] text = new byte[TEXT];
    Cuda.check(Cuda.driver().cuDeviceGetPCIBusId(text, text.length, device), "cuDeviceGetPCIBusId");
    return Native.toString(text);
  }

  private static String name(int device) {
    byte[] text = new byte[TEXT];
    Cuda.check(Cuda.driver().cuDeviceGetName(text, text.length, device), "cuDeviceGetName");
    return Native.toString(text);
  }

  private static int capability(int device) {
    return 10 * attribute(device, DriverApi.CAPABILITY_MAJOR) + attribute(device, DriverApi.CAPABILITY_MINOR);
  }

  private static int attribute(int device, int attribute) {
    IntByReference out = new IntByReference();
    Cuda.check(Cuda.driver().cuDeviceGetAttribute(out, attribute, device), "cuDeviceGetAttribute " + attribute);
    return out.getValue();
  }

  /** For example NVIDIA H100 80GB HBM3. */
  public String name() {
    return name(device);
  }

  /** For example 90 for 9.0. */
  int capability() {
    return capability(device);
  }

  /** Blocks that run at a time, at least. */
  int multiprocessors() {
    return attribute(device, DriverApi.MULTIPROCESSORS);
  }

  int sharedBytes() {
    return attribute(device, DriverApi.SHARED_MEMORY_OF_A_BLOCK);
  }

  long freeBytes() {
    LongByReference free = new LongByReference();
    Cuda.check(driver.cuMemGetInfo_v2(free, new LongByReference()), "cuMemGetInfo");
    return free.getValue();
  }

  /** Makes calls of this thread go to this GPU. */
  void use() {
    Cuda.check(driver.cuCtxSetCurrent(context), "cuCtxSetCurrent");
  }

  /** Waits for all launches. */
  void synchronize() {
    Cuda.check(driver.cuCtxSynchronize(), "a kernel on " + name());
  }

  /** Memory that does not move, through which all copies go; for one thread at a time. */
  Pointer staging() {
    return staging;
  }

  int stagingBytes() {
    return STAGING_BYTES;
  }

  @Override
  public void close() {
    use();
    release(0);
  }
}
