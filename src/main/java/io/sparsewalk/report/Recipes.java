package io.sparsewalk.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparsewalk.sweep.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How the methods of a setting are trained: a difference between methods is one between recipes too, if these differ. */
final class Recipes {
  private static final ObjectMapper JSON = new ObjectMapper();
  /** The block of methods that have none of their own. */
  private static final String SHARED = "fixed";

  private final Map<String, TreeSet<String>> recipes = new TreeMap<>();

  /**
   * @param epochs of a training that ran to its end
   * @param configJson of the trial
   */
  void add(String method, int epochs, String configJson) {
    try {
      JsonNode methods = JSON.readTree(configJson).path("methods");
      JsonNode block = methods.has(method) ? methods.get(method) : methods.path(SHARED);
      JsonNode optimizer = block.has("schedule") && block.get("schedule").isObject() ? block.at("/schedule/optimizer")
          : block.path("optimizer");
      if (optimizer.isObject()) {
        recipes.computeIfAbsent(method, name -> new TreeSet<>()).add(epochs + " epochs of " + words(optimizer));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("config_json of a trial is no JSON: " + configJson, e);
    }
  }

  /** Said if dense training has another recipe than a method that is compared with it. */
  Optional<String> note() {
    TreeSet<String> dense = recipes.get(TestedTrial.DENSE);
    Map<String, List<String>> others = new TreeMap<>();
    recipes.forEach((method, recipe) -> {
      if (dense != null && !recipe.equals(dense)) {
        others.computeIfAbsent(String.join(" or ", recipe), words -> new ArrayList<>()).add(Method.title(method));
      }
    });
    return others.isEmpty() ? Optional.empty()
        : Optional.of("Dense training has another recipe than its challengers, so that a difference to it is"
            + " one of recipes too: dense " + String.join(" or ", dense) + "; "
            + others.entrySet()
                .stream()
                .map(entry -> String.join(", ", entry.getValue()) + " " + entry.getKey())
                .collect(Collectors.joining("; "))
            + ".");
  }

  private static String words(JsonNode optimizer) {
    String kind = optimizer.path("kind").asText();
    String momentum =
        kind.equals("sgd") ? ", momentum " + Numbers.shortNumber(optimizer.path("momentum").asDouble()) : "";
    return kind + " at " + Numbers.shortNumber(optimizer.path("learning-rate").asDouble()) + momentum
        + ", weight decay " + Numbers.shortNumber(optimizer.path("weight-decay").asDouble()) + ", "
        + optimizer.path("schedule").asText() + " schedule";
  }
}
