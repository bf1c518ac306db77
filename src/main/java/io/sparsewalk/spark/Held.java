package io.sparsewalk.spark;

import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What tasks of a JVM read and never change, held once for all of them: while one of them uses it, and what was asked for last also until
 * the next task, unless memory is short.
 */
public final class Held<T> {
  private final Map<List<Object>, WeakReference<T>> held = new HashMap<>();
  @SuppressWarnings("UnusedVariable") // being referred to is its use
  private SoftReference<T> last = new SoftReference<>(null);

  /**
   * What a key stands for.
   *
   * @param read called at most once at a time, if it is not held
   */
  public synchronized T of(List<Object> key, Supplier<T> read) {
    held.values().removeIf(each -> each.get() == null);
    T found = held.containsKey(key) ? held.get(key).get() : null;
    if (found == null) {
      found = read.get();
      held.put(key, new WeakReference<>(found));
    }
    last = new SoftReference<>(found);
    return found;
  }
}
