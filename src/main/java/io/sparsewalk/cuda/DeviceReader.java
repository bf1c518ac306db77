package io.sparsewalk.cuda;

/** Reads arrays one after the other from memory of a GPU. */
final class DeviceReader {
  private final GpuDevice device;
  private long at;
  private long left;
  private int staged;
  private int taken;

  /**
   * @param bytes that will be read in all
   */
  DeviceReader(GpuDevice device, long address, long bytes) {
    this.device = device;
    at = address;
    left = bytes;
  }

  /** Overwrites values of an array. */
  DeviceReader take(float[] values, int first, int size) {
    int done = 0;
    while (done < size) {
      fill();
      int count = Math.min(size - done, (staged - taken) / Float.BYTES);
      device.staging().read(taken, values, first + done, count);
      done += count;
      taken += count * Float.BYTES;
    }
    return this;
  }

  DeviceReader take(double[] values) {
    for (int i = 0; i < values.length; i++) {
      fill();
      values[i] = device.staging().getDouble(taken);
      taken += Double.BYTES;
    }
    return this;
  }

  private void fill() {
    if (taken == staged) {
      staged = (int) Math.min(left, device.stagingBytes());
      Cuda.check(Cuda.driver().cuMemcpyDtoH_v2(device.staging(), at, staged), "cuMemcpyDtoH of " + staged + " bytes");
      at += staged;
      left -= staged;
      taken = 0;
    }
  }
}
