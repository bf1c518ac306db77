package io.sparsewalk.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The configurations of all trials of a sweep as one list of keys, each with the distinct values it takes. */
final class ConfigDigest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Comparator<String> NUMBERS_BY_VALUE =
      Comparator.comparingDouble(ConfigDigest::number).thenComparing(Comparator.naturalOrder());

  private final Map<String, Set<String>> values = new TreeMap<>();

  void add(String configJson) {
    try {
      add("", JSON.readTree(configJson));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("config_json of a trial is no JSON: " + configJson, e);
    }
  }

  Map<String, List<String>> values() {
    Map<String, List<String>> lists = new TreeMap<>();
    values.forEach((key, distinct) -> lists.put(key, new ArrayList<>(distinct)));
    return lists;
  }

  private void add(String path, JsonNode node) {
    if (node.isObject() && !node.isEmpty()) {
      node.fields()
          .forEachRemaining(
              field -> add(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue()));
    } else {
      values.computeIfAbsent(path, key -> new TreeSet<>(NUMBERS_BY_VALUE))
          .add(node.isTextual() ? node.textValue() : node.toString());
    }
  }

  private static double number(String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      return Double.MAX_VALUE;
    }
  }
}
