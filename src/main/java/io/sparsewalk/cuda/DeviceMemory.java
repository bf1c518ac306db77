package io.sparsewalk.cuda;

import com.sun.jna.ptr.LongByReference;

/** Memory of a GPU, which owns it. */
final class DeviceMemory {
  private static final long ALIGNMENT = 256;

  private final GpuDevice device;
  private long address;
  private long bytes;

  /**
   * Takes memory.
   *
   * @throws CudaException if so much is not free
   */
  DeviceMemory(GpuDevice device, long bytes) {
    this.device = device;
    grow(bytes);
    device.owns(this::free);
  }

  static DeviceMemory of(GpuDevice device, int[] values) {
    DeviceMemory memory = new DeviceMemory(device, (long) Integer.BYTES * values.length);
    memory.writer().put(values).flush();
    return memory;
  }

  static DeviceMemory of(GpuDevice device, float[] values) {
    DeviceMemory memory = new DeviceMemory(device, (long) Float.BYTES * values.length);
    memory.writer().put(values).flush();
    return memory;
  }

  /** Takes more if it is smaller; its contents are lost then. */
  DeviceMemory grow(long atLeast) {
    if (bytes < atLeast || bytes == 0) {
      free();
      long wanted = Math.max(ALIGNMENT, atLeast);
      LongByReference out = new LongByReference();
      Cuda.check(Cuda.driver().cuMemAlloc_v2(out, wanted), "cuMemAlloc of " + (wanted >> 20) + " MiB ("
          + (device.freeBytes() >> 20) + " MiB of " + device.name() + " are free)");
      address = out.getValue();
      bytes = wanted;
    }
    return this;
  }

  long address() {
    return address;
  }

  DeviceWriter writer() {
    return new DeviceWriter(device, address);
  }

  private void free() {
    if (bytes > 0) {
      bytes = 0;
      Cuda.check(Cuda.driver().cuMemFree_v2(address), "cuMemFree");
    }
  }
}
