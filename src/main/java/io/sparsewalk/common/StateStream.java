package io.sparsewalk.common;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Takes down what of some objects changes, or gives it back, by the same calls in the same order: {@code weights = state.floats(weights)}.
 * While it takes down, every call returns what it was given, the same object. Values come back bit by bit. No object is ever made from what
 * is read but numbers, texts and arrays.
 */
public final class StateStream {
  private static final int ABSENT = -1;

  /** Null if values are given back. */
  private final DataOutputStream out;
  private final ByteArrayOutputStream taken;
  private final DataInputStream in;

  private StateStream(ByteArrayOutputStream taken, DataInputStream in) {
    this.taken = taken;
    this.in = in;
    out = taken == null ? null : new DataOutputStream(taken);
  }

  /** One that takes down. */
  public static StateStream taking() {
    return new StateStream(new ByteArrayOutputStream(), null);
  }

  /** One that gives back what another one has taken down. */
  public static StateStream giving(byte[] taken) {
    return new StateStream(null, new DataInputStream(new ByteArrayInputStream(taken)));
  }

  /** True if values come back. */
  public boolean isGiving() {
    return in != null;
  }

  /** What was taken down so far. */
  public byte[] taken() {
    return taken.toByteArray();
  }

  /** Refuses a state of which something is left: it was taken down by other calls. */
  public void end() {
    if (bytesLeft() > 0) {
      throw new IllegalStateException(bytesLeft() + " bytes of the state are left");
    }
  }

  private int bytesLeft() {
    try {
      return in.available();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Taking {
    void to(DataOutputStream out) throws IOException;
  }

  private interface Giving<T> {
    T from(DataInputStream in) throws IOException;
  }

  private <T> T value(T now, Taking taking, Giving<T> giving) {
    try {
      if (isGiving()) {
        return giving.from(in);
      }
      taking.to(out);
      return now;
    } catch (IOException e) {
      throw new UncheckedIOException("a state ends early", e);
    }
  }

  public int number(int now) {
    return value(now, to -> to.writeInt(now), DataInputStream::readInt);
  }

  public long number(long now) {
    return value(now, to -> to.writeLong(now), DataInputStream::readLong);
  }

  public double real(double now) {
    return value(now, to -> to.writeDouble(now), DataInputStream::readDouble);
  }

  public boolean flag(boolean now) {
    return value(now, to -> to.writeBoolean(now), DataInputStream::readBoolean);
  }

  public String text(String now) {
    return value(now, to -> to.writeUTF(now), from -> from.readUTF());
  }

  /** An array or null; so are the others. */
  public float[] floats(float[] now) {
    return array(now, () -> {
      ByteBuffer buffer = ByteBuffer.allocate(Float.BYTES * now.length);
      buffer.asFloatBuffer().put(now);
      return buffer;
    }, buffer -> {
      float[] back = new float[buffer.remaining() / Float.BYTES];
      buffer.asFloatBuffer().get(back);
      return back;
    });
  }

  public int[] ints(int[] now) {
    return array(now, () -> {
      ByteBuffer buffer = ByteBuffer.allocate(Integer.BYTES * now.length);
      buffer.asIntBuffer().put(now);
      return buffer;
    }, buffer -> {
      int[] back = new int[buffer.remaining() / Integer.BYTES];
      buffer.asIntBuffer().get(back);
      return back;
    });
  }

  public long[] longs(long[] now) {
    return array(now, () -> {
      ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES * now.length);
      buffer.asLongBuffer().put(now);
      return buffer;
    }, buffer -> {
      long[] back = new long[buffer.remaining() / Long.BYTES];
      buffer.asLongBuffer().get(back);
      return back;
    });
  }

  public boolean[] flags(boolean[] now) {
    return array(now, () -> {
      ByteBuffer buffer = ByteBuffer.allocate(now.length);
      for (boolean flag : now) {
        buffer.put((byte) (flag ? 1 : 0));
      }
      return buffer;
    }, buffer -> {
      boolean[] back = new boolean[buffer.remaining()];
      for (int i = 0; i < back.length; i++) {
        back[i] = buffer.get() != 0;
      }
      return back;
    });
  }

  private <T> T array(T now, Supplier<ByteBuffer> packed, Function<ByteBuffer, T> unpacked) {
    byte[] bytes = bytes(isGiving() || now == null ? null : packed.get().array());
    return !isGiving() ? now : bytes == null ? null : unpacked.apply(ByteBuffer.wrap(bytes));
  }

  private byte[] bytes(byte[] now) {
    int length = number(now == null ? ABSENT : now.length);
    if (length == ABSENT) {
      return null;
    }
    if (isGiving() && (length < 0 || length > bytesLeft())) {
      throw new IllegalStateException("an array of " + length + " bytes in a state that has " + bytesLeft() + " more");
    }
    return value(now, to -> to.write(now), from -> from.readNBytes(length));
  }

  /**
   * A list.
   *
   * @param blank any element, from which those that come back are made
   * @param each takes an element down, or gives one back
   */
  public <T> List<T> list(List<T> now, T blank, UnaryOperator<T> each) {
    int size = number(now.size());
    List<T> back = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      back.add(each.apply(isGiving() ? blank : now.get(i)));
    }
    return isGiving() ? back : now;
  }
}
