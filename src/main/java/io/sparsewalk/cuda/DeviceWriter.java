package io.sparsewalk.cuda;

/** Writes arrays one after the other to memory of a GPU. */
final class DeviceWriter {
  private final GpuDevice device;
  private long at;
  private int staged;

  /** Begins at an address. */
  DeviceWriter(GpuDevice device, long address) {
    this.device = device;
    at = address;
  }

  /** Where the next value goes. */
  long at() {
    return at + staged;
  }

  /** How an array's values get to the staging memory. */
  private interface Piece {
    void move(long to, int first, int count);
  }

  DeviceWriter put(float[] values) {
    put(values.length, Float.BYTES, (to, first, count) -> device.staging().write(to, values, first, count));
    return this;
  }

  DeviceWriter put(int[] values) {
    put(values.length, Integer.BYTES, (to, first, count) -> device.staging().write(to, values, first, count));
    return this;
  }

  DeviceWriter put(long[] values) {
    put(values.length, Long.BYTES, (to, first, count) -> device.staging().write(to, values, first, count));
    return this;
  }

  /** Padded to the next multiple of 16. */
  DeviceWriter put(byte[] values) {
    put(values.length, 1, (to, first, count) -> device.staging().write(to, values, first, count));
    byte[] padding = new byte[(16 - values.length % 16) % 16];
    put(padding.length, 1, (to, first, count) -> device.staging().write(to, padding, first, count));
    return this;
  }

  private void put(int size, int width, Piece piece) {
    int first = 0;
    while (first < size) {
      int count = Math.min(size - first, (device.stagingBytes() - staged) / width);
      if (count == 0) {
        flush();
      } else {
        piece.move(staged, first, count);
        first += count;
        staged += count * width;
      }
    }
  }

  /** Sends what is still staged; to be called at the end. */
  void flush() {
    if (staged > 0) {
      Cuda.check(Cuda.driver().cuMemcpyHtoD_v2(at, device.staging(), staged), "cuMemcpyHtoD of " + staged + " bytes");
      at += staged;
      staged = 0;
    }
  }
}
