package io.sparsewalk.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What names of columns mean that people give them. Case and all but letters and digits do not matter. */
final class ColumnNames {
  /** Words that begin or end the names of the two ends. */
  private static final List<List<String>> ENDS =
      List.of(List.of("source", "target"), List.of("src", "dst"), List.of("from", "to"),
          List.of("source", "destination"), List.of("source", "dest"), List.of("src", "dest"), List.of("src", "tgt"),
          List.of("origin", "destination"), List.of("sender", "recipient"), List.of("sender", "receiver"),
          List.of("head", "tail"), List.of("start", "end"), List.of("citing", "cited"), List.of("follower", "followee"),
          List.of("caller", "callee"), List.of("subject", "object"), List.of("left", "right"));
  private static final List<List<String>> LETTERS = List.of(List.of("u", "v"), List.of("u", "i"), List.of("i", "j"));
  private static final Set<String> NUMBERED =
      Set.of("node", "id", "v", "u", "n", "user", "userid", "vertex", "person", "protein", "gene", "item", "author",
          "actor", "entity", "account", "name", "nodeid", "interactor", "page", "station");
  private static final Set<String> USERS = Set.of("user", "userid", "author", "authorid", "reviewer", "reviewerid",
      "customer", "customerid", "reader", "readerid", "listener", "student", "studentid");
  private static final Set<String> ITEMS = Set.of("item", "itemid", "movie", "movieid", "product", "productid", "asin",
      "business", "businessid", "track", "trackid", "artist", "artistid", "page", "pageid", "course", "courseid",
      "book", "bookid", "isbn", "song", "songid", "paper", "paperid", "action", "actionid", "target", "targetid");
  private static final List<String> TIMES =
      List.of("timestamp", "time", "ts", "unixtimestamp", "unixtime", "datetime", "date", "day", "t", "epoch", "month",
          "year", "week", "hour", "snapshot", "step", "timestep", "createdat", "createdutc", "when");
  private static final Set<String> WEIGHTS = Set.of("weight", "w", "weights", "wt", "rating", "value", "count",
      "amount", "score", "strength", "frequency", "freq");
  private static final Set<String> OTHERS =
      Set.of("", "id", "edgeid", "idx", "index", "row", "label", "statelabel", "type", "kind", "class", "features",
          "feature", "linksentiment", "properties", "postid", "callsign", "typecode", "edgetype", "etype", "sign");

  private final List<String> names;

  /**
   * The columns of the ends.
   *
   * @param twoSides true if they are of users and items, which are different vertices
   */
  record Ends(int source, int target, boolean twoSides) {}

  ColumnNames(List<String> names) {
    this.names = names.stream().map(ColumnNames::plain).toList();
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  /** The ends, if both are named. */
  Optional<Ends> ends(Set<Integer> ignored) {
    for (List<String> pair : ENDS) {
      for (int s : free(ignored)) {
        String name = names.get(s);
        String from = pair.get(0);
        int t = name.startsWith(from) ? place(pair.get(1) + name.substring(from.length()), ignored)
            : name.endsWith(from) ? place(name.substring(0, name.length() - from.length()) + pair.get(1), ignored) : -1;
        if (t >= 0) {
          return Optional.of(new Ends(s, t, false));
        }
      }
    }
    for (int s : free(ignored)) {
      String stem = names.get(s).replaceAll("[1a]$", "");
      int t = NUMBERED.contains(stem) && !stem.equals(names.get(s))
          ? place(stem + (names.get(s).endsWith("1") ? "2" : "b"), ignored) : -1;
      if (t >= 0) {
        return Optional.of(new Ends(s, t, false));
      }
    }
    return users(ignored).or(() -> letters(ignored));
  }

  private Optional<Ends> users(Set<Integer> ignored) {
    List<Integer> users = free(ignored).stream().filter(c -> USERS.contains(names.get(c))).toList();
    List<Integer> items = free(ignored).stream().filter(c -> ITEMS.contains(names.get(c))).toList();
    return users.size() == 1 && items.size() == 1 ? Optional.of(new Ends(users.get(0), items.get(0), true))
        : Optional.empty();
  }

  private Optional<Ends> letters(Set<Integer> ignored) {
    return LETTERS.stream()
        .map(pair -> new Ends(place(pair.get(0), ignored), place(pair.get(1), ignored), false))
        .filter(ends -> ends.source >= 0 && ends.target >= 0)
        .findFirst();
  }

  private List<Integer> free(Set<Integer> ignored) {
    List<Integer> free = new ArrayList<>();
    for (int c = 0; c < names.size(); c++) {
      if (!ignored.contains(c)) {
        free.add(c);
      }
    }
    return free;
  }

  private int place(String name, Set<Integer> ignored) {
    int place = names.indexOf(name);
    return ignored.contains(place) ? -1 : place;
  }

  /** The column of the time, or -1. */
  int time(Set<Integer> taken) {
    int known = TIMES.stream().mapToInt(name -> place(name, taken)).filter(c -> c >= 0).findFirst().orElse(-1);
    return known >= 0 ? known : free(taken).stream().filter(this::isTime).findFirst().orElse(-1);
  }

  private boolean isTime(int column) {
    String name = names.get(column);
    return name.contains("timestamp") || name.endsWith("time") || name.endsWith("date");
  }

  /** True for a name that says that the column has dates. */
  boolean isDate(int column) {
    return column < names.size() && (names.get(column).endsWith("date") || names.get(column).endsWith("day"));
  }

  /** The column of the weight, or -1. */
  int weight(Set<Integer> taken) {
    return free(taken).stream().filter(c -> WEIGHTS.contains(names.get(c))).findFirst().orElse(-1);
  }

  /** True for a name that says that the column is neither an end nor a time. */
  boolean isOther(int column) {
    return column >= names.size() || OTHERS.contains(names.get(column)) || WEIGHTS.contains(names.get(column))
        || names.get(column).startsWith("unnamed") || names.get(column).startsWith("feat")
        || names.get(column).contains("features");
  }
}
