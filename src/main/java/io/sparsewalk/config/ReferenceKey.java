package io.sparsewalk.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A key of {@code reference.conf}.
 *
 * @param path for example {@code walk.length}
 * @param value its default as HOCON; empty for a block, whose keys follow it
 * @param meaning what the file says of it, with its unit
 */
public record ReferenceKey(String path, Optional<String> value, String meaning) {
  private static final ConfigRenderOptions CONCISE = ConfigRenderOptions.concise().setJson(false);

  /** All keys, in the order of the file. */
  public static List<ReferenceKey> all() {
    List<ReferenceKey> keys = new ArrayList<>();
    add("", JobFile.reference().root(), keys);
    return keys;
  }

  private static void add(String above, ConfigObject object, List<ReferenceKey> keys) {
    object.entrySet()
        .stream()
        .sorted(Comparator.comparingInt((Map.Entry<String, ConfigValue> entry) -> line(entry.getValue())))
        .forEach(entry -> {
          String path = above.isEmpty() ? entry.getKey() : above + "." + entry.getKey();
          ConfigValue value = entry.getValue();
          boolean isBlock =
              value instanceof ConfigObject block && !JobFile.isUnresolvedOptimizer(path) && !block.isEmpty();
          keys.add(new ReferenceKey(path, isBlock ? Optional.empty() : Optional.of(value.render(CONCISE)),
              String.join(" ", value.origin().comments()).strip()));
          if (isBlock) {
            add(path, (ConfigObject) value, keys);
          }
        });
  }

  private static int line(ConfigValue value) {
    return value.origin().lineNumber();
  }
}
