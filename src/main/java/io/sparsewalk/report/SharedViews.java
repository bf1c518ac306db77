package io.sparsewalk.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The views of {@code views.sql}, which other programs that know SQL can make as well. */
final class SharedViews {
  /** Of the tables of stages only those that have published are there. */
  private static final Map<String, Set<String>> NEEDED = Map.of("latest_embeddings", Set.of("embeddings", "vertices"));
  private static final Pattern VIEW = Pattern.compile("(?m)^CREATE VIEW (\\w+) AS$((?s).*?);$");

  private SharedViews() {}

  /** As it stands. */
  static String text() {
    return Resource.text("views.sql");
  }

  /** All of their names. */
  static Set<String> names() {
    return queries().keySet();
  }

  /** Their queries by name, but those of stages that have not published. */
  static Map<String, String> of(Set<String> tables) {
    Map<String, String> there = queries();
    there.keySet().removeIf(name -> !tables.containsAll(NEEDED.getOrDefault(name, Set.of())));
    return there;
  }

  private static Map<String, String> queries() {
    Map<String, String> queries = new LinkedHashMap<>();
    for (Matcher view = VIEW.matcher(text()); view.find();) {
      queries.put(view.group(1), view.group(2));
    }
    return queries;
  }
}
