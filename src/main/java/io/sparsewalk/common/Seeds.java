package io.sparsewalk.common;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * A stateless random stream: value number {@code counter} of the stream {@code key} is a pure function of both, so a result
 * never depends on partitions, threads or retries. Streams are derived by hashing, never by adding to a seed.
 *
 * <p>Value {@code n} is output {@code n} of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014) started at {@code key}; keys are spread with the MurmurHash3 finaliser (Appleby 2011), a different
 * mixer, so that the streams of neighbouring entities are not shifted copies of each other.
 *
 * @param key the stream's identity
 */
public record Seeds(long key) implements Serializable {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  /** The root stream of a run's seed. */
  public static Seeds of(long seed) {
    return new Seeds(spread(seed));
  }

  /** The stream for one purpose, for example {@code "walk"}. */
  public Seeds child(String purpose) {
    long hash = 0xCBF29CE484222325L;
    for (byte b : purpose.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
    }
    return child(hash);
  }

  /** The stream of one entity (vertex, walk, epoch, ...) within this purpose. */
  public Seeds child(long entity) {
    return new Seeds(childKey(key, entity));
  }

  /** {@link #child(long)} on bare keys, for kernels. */
  public static long childKey(long key, long entity) {
    return spread(spread(entity + GOLDEN_GAMMA) ^ key);
  }

  /** 64 random bits: value {@code counter} of this stream. */
  public long bits(long counter) {
    return bits(key, counter);
  }

  /** {@link #bits(long)} on a bare key, for kernels. */
  public static long bits(long key, long counter) {
    long z = key + (counter + 1) * GOLDEN_GAMMA;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** A double uniform on [0, 1), with 53 random bits. */
  public double uniform(long counter) {
    return toUniform(bits(key, counter));
  }

  /** The upper 53 bits as a double on [0, 1). */
  public static double toUniform(long bits) {
    return (bits >>> 11) * 0x1.0p-53;
  }

  /**
   * An int uniform on [0, bound). Multiply-shift without rejection: the bias is below bound / 2^63.
   *
   * @param bound positive
   */
  public int below(int bound, long counter) {
    return toBelow(bits(key, counter), bound);
  }

  /** The bits as an int on [0, bound). */
  public static int toBelow(long bits, int bound) {
    return (int) Math.multiplyHigh(bits >>> 1, (long) bound << 1);
  }

  /** A sequential generator for code that needs many values in order; each call starts the same sequence. */
  public SplittableRandom generator() {
    return new SplittableRandom(key);
  }

  private static long spread(long value) {
    long z = value;
    z = (z ^ (z >>> 33)) * 0xFF51AFD7ED558CCDL;
    z = (z ^ (z >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return z ^ (z >>> 33);
  }
}
