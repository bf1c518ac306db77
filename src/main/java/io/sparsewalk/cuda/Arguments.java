package io.sparsewalk.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Fields of a struct or parameters of a kernel, one after the other in the machine's order, each at a multiple of its width. */
final class Arguments {
  private final ByteBuffer bytes;

  Arguments(int capacity) {
    bytes = ByteBuffer.allocate(capacity).order(ByteOrder.nativeOrder());
  }

  private void align(int width) {
    bytes.position((bytes.position() + width - 1) / width * width);
  }

  Arguments put(int value) {
    align(Integer.BYTES);
    bytes.putInt(value);
    return this;
  }

  Arguments put(float value) {
    align(Float.BYTES);
    bytes.putFloat(value);
    return this;
  }

  /** Also an address. */
  Arguments put(long value) {
    align(Long.BYTES);
    bytes.putLong(value);
    return this;
  }

  int size() {
    return bytes.position();
  }

  byte[] array() {
    return bytes.array();
  }
}
