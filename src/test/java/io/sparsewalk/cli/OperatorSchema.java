package io.sparsewalk.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The fields of the Spark operator's resources, as its own definitions have them. */
final class OperatorSchema {
  private final JsonNode kinds;

  OperatorSchema() throws IOException {
    try (InputStream in = OperatorSchema.class.getResourceAsStream("/deploy/spark-operator-schema.json")) {
      kinds = new ObjectMapper().readTree(in);
    }
  }

  /** What is wrong with a specification: unknown or missing fields, other types, values that are none of the choices. */
  List<String> faults(String kind, JsonNode spec) {
    List<String> faults = new ArrayList<>();
    ObjectNode schema = kinds.get(kind).deepCopy();
    if (kind.equals("ScheduledSparkApplication")) {
      ((ObjectNode) schema.get("properties")).set("template", kinds.get("SparkApplication"));
    }
    check("spec", schema, spec, faults);
    return faults;
  }

  private static void check(String path, JsonNode schema, JsonNode value, List<String> faults) {
    if (schema.has("type") && !isA(schema, value)) {
      faults.add(path + " must be " + schema.get("type") + ", was " + value);
      return;
    }
    if (schema.has("enum") && !contains(schema.get("enum"), value)) {
      faults.add(path + " must be one of " + schema.get("enum") + ", was " + value);
    }
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        check(path + "[" + i + "]", schema.path("items"), value.get(i), faults);
      }
    }
    if (value.isObject()) {
      schema.path("required").forEach(name -> {
        if (!value.has(name.asText())) {
          faults.add(path + "." + name.asText() + " is missing");
        }
      });
      each(value, (name, inner) -> {
        JsonNode known = schema.path("properties").has(name) ? schema.get("properties").get(name)
            : schema.path("additionalProperties");
        if (known.isMissingNode() && schema.has("properties")) {
          faults.add(path + "." + name + " is unknown");
        } else if (!known.isMissingNode()) {
          check(path + "." + name, known, inner, faults);
        }
      });
    }
  }

  private static void each(JsonNode object, BiConsumer<String, JsonNode> action) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      action.accept(field.getKey(), field.getValue());
    }
  }

  private static boolean contains(JsonNode choices, JsonNode value) {
    for (JsonNode choice : choices) {
      if (choice.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isA(JsonNode schema, JsonNode value) {
    return switch (schema.get("type").asText()) {
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "array" -> value.isArray();
      default -> value.isObject();
    };
  }
}
