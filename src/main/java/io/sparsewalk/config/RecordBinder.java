package io.sparsewalk.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.sparsewalk.common.Inline;
import io.sparsewalk.common.Secrets;
import io.sparsewalk.common.Settings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fills a record from the keys of the same names in a resolved configuration. */
final class RecordBinder {
  private RecordBinder() {}

  /**
   * @param path of the record in the configuration, empty for the root
   * @throws JobConfigException if a value has the wrong type or the record refuses it
   */
  static <T extends Record> T bind(Config config, String path, Class<T> type) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int c = 0; c < components.length; c++) {
      String key = (path.isEmpty() ? "" : path + ".") + Settings.key(components[c].getName());
      types[c] = components[c].getType();
      values[c] = components[c].isAnnotationPresent(Inline.class)
          ? bind(config, path, types[c].asSubclass(Record.class)) : value(config, key, components[c].getGenericType());
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      throw refused(config, path, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot create " + type, e);
    }
  }

  static JobConfigException refused(Config config, String path, Throwable cause) {
    String message = cause.getMessage();
    // The records name the key first; its own place is better than that of the whole block.
    String key = (path.isEmpty() ? "" : path + ".") + message.split(" ", 2)[0];
    boolean known = key.matches("[a-z0-9.-]+") && config.hasPath(key);
    String place = known ? place(config.getValue(key)) : path.isEmpty() ? "" : place(config.getValue(path));
    return new JobConfigException(place + (path.isEmpty() ? "" : path + ".") + message, cause);
  }

  private static String place(ConfigValue value) {
    return JobFile.place(value.origin());
  }

  private static Object value(Config config, String key, Type type) {
    try {
      if (type instanceof ParameterizedType list) {
        return list(config, key, (Class<?>) list.getActualTypeArguments()[0]);
      }
      Class<?> plain = (Class<?>) type;
      if (plain.isRecord()) {
        return bind(config, key, plain.asSubclass(Record.class));
      }
      return scalar(config, key, plain);
    } catch (ConfigException.Null e) {
      throw new JobConfigException(place(nothing(config, key)) + key + " must be " + word(type) + ", was null", e);
    } catch (ConfigException.WrongType | ConfigException.BadValue e) {
      ConfigValue value = config.getValue(key);
      throw new JobConfigException(place(value) + key + " must be " + word(type) + ", was " + value.unwrapped(), e);
    }
  }

  /** The null at a key, or at what it is in: where there is none that a configuration gives away. */
  private static ConfigValue nothing(Config config, String key) {
    ConfigValue value = config.root();
    for (String part : key.split("[.]")) {
      value = value instanceof ConfigObject object ? object.get(part) : value;
    }
    return value;
  }

  private static Object scalar(Config config, String key, Class<?> type) {
    if (type == int.class) {
      return (int) NumberText.whole(config.getValue(key), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (type == long.class) {
      return NumberText.whole(config.getValue(key), Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (type == double.class) {
      return NumberText.finite(config.getValue(key));
    }
    if (type == boolean.class) {
      return config.getBoolean(key);
    }
    return type == String.class ? text(config, key, config.getString(key))
        : constant(config, key, config.getString(key), type);
  }

  /** Settings are kept with every result, and shown. */
  private static String text(Config config, String key, String text) {
    try {
      Secrets.check(key, text);
      return text;
    } catch (IllegalArgumentException e) {
      throw new JobConfigException(place(config.getValue(key)) + e.getMessage(), e);
    }
  }

  private static Object constant(Config config, String key, String word, Class<?> type) {
    Enum<?>[] constants = (Enum<?>[]) type.getEnumConstants();
    return Arrays.stream(constants)
        .filter(c -> Settings.word(c).equals(word))
        .findFirst()
        .orElseThrow(() -> new JobConfigException(place(config.getValue(key)) + key + " must be one of "
            + Stream.of(constants).map(Settings::word).collect(Collectors.joining(", ")) + ", was " + word));
  }

  private static List<?> list(Config config, String key, Class<?> element) {
    if (element == String.class) {
      boolean one = config.getValue(key).valueType() == ConfigValueType.STRING;
      List<String> texts = one ? List.of(config.getString(key)) : config.getStringList(key);
      texts.forEach(text -> text(config, key, text));
      return texts;
    }
    if (element == Integer.class) {
      return config.getList(key)
          .stream()
          .map(value -> (int) NumberText.whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE))
          .toList();
    }
    if (element == Long.class) {
      return config.getList(key)
          .stream()
          .map(value -> NumberText.whole(value, Long.MIN_VALUE, Long.MAX_VALUE))
          .toList();
    }
    if (element == Double.class) {
      return config.getList(key).stream().map(NumberText::finite).toList();
    }
    return config.getStringList(key).stream().map(word -> constant(config, key, word, element)).toList();
  }

  private static String word(Type type) {
    if (type instanceof ParameterizedType list) {
      Type element = list.getActualTypeArguments()[0];
      return "a list of " + (isWhole(element) ? "whole numbers" : element == Double.class ? "numbers" : "texts");
    }
    if (type == String.class || type instanceof Class<?> c && c.isEnum()) {
      return "text";
    }
    if (type == boolean.class) {
      return "true or false";
    }
    return isWhole(type) ? "a whole number" : "a number";
  }

  private static boolean isWhole(Type type) {
    return type == int.class || type == long.class || type == Integer.class || type == Long.class;
  }
}
