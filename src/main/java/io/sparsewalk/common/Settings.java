package io.sparsewalk.common;

import static io.sparsewalk.common.Checks.check;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Setting records in the words of a job file: the component {@code learningRate} is the key {@code learning-rate}, the constant
 * {@code AFTER_MINIMUM} the value {@code after-minimum}.
 */
public final class Settings {
  private Settings() {}

  /**
   * A record as a map of plain values, keys sorted, that any JSON writer takes. Numbers, booleans and strings stay as they
   * are, enums become strings, records maps, collections lists. The queries of web addresses, which may be secret, lose their values.
   *
   * @throws IllegalArgumentException if a component is null or of another type
   */
  public static SortedMap<String, Object> of(Record settings) {
    SortedMap<String, Object> values = new TreeMap<>();
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      String key = key(component.getName());
      if (component.isAnnotationPresent(Inline.class)) {
        values.putAll(of((Record) read(component, settings)));
      } else {
        values.put(key, plain(key, read(component, settings)));
      }
    }
    return Collections.unmodifiableSortedMap(values);
  }

  /** The key of a record component: {@code perVertex} is {@code per-vertex}. */
  public static String key(String component) {
    return component.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /** The word for an enum constant: {@code AFTER_MINIMUM} is {@code after-minimum}. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Object plain(String key, Object value) {
    if (value instanceof Record nested) {
      return of(nested);
    }
    if (value instanceof Enum<?> constant) {
      return word(constant);
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(element -> plain(key, element)).toList();
    }
    if (value instanceof String text) {
      return Secrets.shown(text);
    }
    check(value instanceof Number || value instanceof Boolean,
        "setting %s must be a number, boolean, string, enum, record or list of them, was %s", key, value);
    return value;
  }

  private static Object read(RecordComponent component, Record settings) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(settings);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + component + " of " + settings.getClass(), e);
    }
  }
}
