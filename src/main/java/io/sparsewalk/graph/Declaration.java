package io.sparsewalk.graph;

import io.sparsewalk.common.DataRefusedException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the first line of a file says of it.
 *
 * @param kind in words, with the line's own
 * @param undirected true: every line is an edge in both directions
 * @param bipartite true: sources and targets are numbered apart
 * @param sizes true: the first line that is no comment holds sizes
 * @param third what a third column is
 */
record Declaration(String kind, boolean undirected, boolean bipartite, boolean sizes, TextLayout.Value third) {
  private static final Pattern KONECT =
      Pattern.compile("%\\s*(sym|asym|bip)\\s*([a-z]*)\\s*", Pattern.CASE_INSENSITIVE);

  /**
   * The declaration in the first comment.
   *
   * @param lines first lines that are no comments
   * @throws DataRefusedException if it declares what is no list of edges
   */
  static Optional<Declaration> of(List<String> comments, List<String> lines, GraphConfig.Weights weights) {
    if (comments.isEmpty()) {
      return Optional.empty();
    }
    String first = comments.get(0).strip();
    if (first.toLowerCase(Locale.ROOT).startsWith("%%matrixmarket")) {
      return Optional.of(matrixMarket(first, lines, weights));
    }
    Matcher konect = KONECT.matcher(first);
    return konect.matches() ? Optional.of(konect(first, konect)) : Optional.empty();
  }

  private static Declaration matrixMarket(String first, List<String> lines, GraphConfig.Weights weights) {
    List<String> words = List.of(first.toLowerCase(Locale.ROOT).split("\\s+"));
    String field = words.size() > 3 ? words.get(3) : "";
    String symmetry = words.size() > 4 ? words.get(4) : "general";
    boolean known = words.size() > 3 && words.get(1).equals("matrix") && words.get(2).equals("coordinate")
        && List.of("real", "double", "integer", "pattern").contains(field)
        && (List.of("general", "symmetric").contains(symmetry)
            || symmetry.equals("skew-symmetric") && weights == GraphConfig.Weights.ABSOLUTE);
    if (!known) {
      throw new DataRefusedException("is MatrixMarket of a kind that is no list of edges: " + first
          + "; what is read is: matrix"
          + " coordinate, real, integer or pattern, general or symmetric (skew-symmetric with graph.weights = absolute)");
    }
    String[] sizes = lines.isEmpty() ? new String[0] : lines.get(0).strip().split("\\s+");
    if (sizes.length != 3) {
      throw new DataRefusedException("is MatrixMarket without its line of sizes `rows columns entries`");
    }
    return new Declaration("MatrixMarket, " + field + " " + symmetry, !symmetry.equals("general"),
        !sizes[0].equals(sizes[1]), true, field.equals("pattern") ? TextLayout.Value.NONE : TextLayout.Value.WEIGHT);
  }

  private static Declaration konect(String first, Matcher konect) {
    String weights = konect.group(2).toLowerCase(Locale.ROOT);
    if (weights.equals("dynamic")) {
      throw new DataRefusedException(
          "is a KONECT graph whose edges appear and disappear (" + first + "), which is not supported");
    }
    String form = konect.group(1).toLowerCase(Locale.ROOT);
    boolean weighted =
        List.of("positive", "posweighted", "signed", "weighted", "multiweighted", "multisigned", "multiposweighted")
            .contains(weights);
    return new Declaration("KONECT, " + form + " " + weights, form.equals("sym"), form.equals("bip"), false,
        weighted ? TextLayout.Value.WEIGHT : TextLayout.Value.TIME);
  }
}
