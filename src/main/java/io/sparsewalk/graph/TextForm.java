package io.sparsewalk.graph;

import io.sparsewalk.common.DataRefusedException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a text file of edges is, found from its first lines.
 *
 * @param kind in words
 * @param undirected true: the file says that every line is an edge in both directions
 * @param bipartite true: the file says that sources and targets are different vertices
 * @param told the columns in words
 */
public record TextForm(String kind, TextLayout layout, boolean undirected, boolean bipartite, String told)
    implements Serializable {
  private static final List<Character> SEPARATORS = List.of('\t', ',', ';', '|');
  private static final int LEAST_SHARE = 9;
  private static final int LEAST_NUMBERED = 3;
  /** Lines whose quoted fields end at a separator: by another than its own, a line often has quotes in the middle of a field. */
  private static final Map<Character, Pattern> WELL_QUOTED =
      SEPARATORS.stream().collect(Collectors.toMap(separator -> separator, separator -> {
        String blanks = separator == '\t' ? "[ \r]*+" : "[ \t\r]*+";
        String field = blanks + "(?:\"[^\"]*+(?:\"\"[^\"]*+)*+\"" + blanks + "|(?!\")[^" + separator + "]*+)";
        return Pattern.compile(field + "(?:" + Pattern.quote(String.valueOf(separator)) + field + ")*+",
            Pattern.DOTALL);
      }));

  /** First lines of a file. */
  public record Sample(List<String> comments, List<String> lines) {}

  /**
   * Finds out.
   *
   * @param sample with a line that is no comment
   * @throws DataRefusedException without the file's name, if it is no list of edges that can be read by the settings
   */
  public static TextForm of(Sample sample, GraphConfig graph) {
    Optional<Declaration> declared = Declaration.of(sample.comments(), sample.lines(), graph.reading().weights());
    boolean sizes = declared.isPresent() && declared.get().sizes();
    List<String> lines =
        sizes && sample.lines().size() > 1 ? sample.lines().subList(1, sample.lines().size()) : sample.lines();
    char separator = separator(lines);
    FieldSplitter splitter = new FieldSplitter(separator);
    List<List<String>> rows = lines.stream().map(splitter::split).toList();
    boolean header = !sizes && isHeader(rows);
    List<List<String>> data = header ? rows.subList(1, rows.size()) : rows;
    int columns = data.isEmpty() ? rows.get(0).size() : usual(data);
    if (columns < 2) {
      throw new DataRefusedException(
          "no separator between columns is found, neither tabs, commas, semicolons, pipes nor blanks; the first line is "
              + lines.get(0));
    }
    List<String> names =
        header ? named(rows.get(0), columns, data) : commented(sample.comments(), splitter, usual(rows));
    return declared.isPresent() && isLeftToFile(graph) ? declared(declared.get(), separator, columns, graph)
        : found(declared,
            new TextLayout(separator, Math.max(2, columns), sizes || header,
                new TextLayout.Roles(0, 1, -1, TextLayout.Value.NONE), graph.reading().weights(), false),
            new RoleFinder(graph, names, columns, data), graph);
  }

  /** The names in a header for each column: R leaves out the one of the row numbers, others that of what is behind a separator at the end. */
  private static List<String> named(List<String> header, int columns, List<List<String>> data) {
    if (header.size() == columns || header.size() < columns && isOpenEnded(header)) {
      return header;
    }
    boolean numbered = data.size() >= LEAST_NUMBERED && RoleFinder.isCounter(data, 0);
    boolean open = data.stream().filter(row -> row.size() == columns).allMatch(row -> row.get(columns - 1).isEmpty());
    if (header.size() != columns - 1 || !numbered && !open) {
      throw new DataRefusedException(
          "the header names " + header.size() + " columns, the lines have " + columns + ": " + header);
    }
    List<String> names = new ArrayList<>(header);
    names.add(open ? header.size() : 0, "");
    return names;
  }

  private static boolean isLeftToFile(GraphConfig graph) {
    return graph.format() == EdgeFormat.AUTO && graph.columns().equals(GraphConfig.Columns.FOUND);
  }

  private static TextForm declared(Declaration file, char separator, int columns, GraphConfig graph) {
    boolean timed = columns == 4;
    TextLayout.Value kind = columns == 2 ? TextLayout.Value.NONE : timed ? TextLayout.Value.TIME : file.third();
    if (columns < 2 || columns > 4 || kind == TextLayout.Value.NONE && columns != 2) {
      throw new DataRefusedException("says that it is " + file.kind() + ", but its lines have " + columns + " columns");
    }
    TextLayout.Roles roles = new TextLayout.Roles(0, 1, columns == 2 ? -1 : columns - 1, kind);
    TextLayout layout = new TextLayout(separator, columns, file.sizes(), roles, graph.reading().weights(), true);
    return new TextForm(file.kind(), layout, file.undirected(), file.bipartite(),
        new RoleFinder(graph, List.of(), columns, List.of()).told(roles));
  }

  private static TextForm found(Optional<Declaration> declared, TextLayout plain, RoleFinder finder,
      GraphConfig graph) {
    boolean network = graph.reading().preset() == GraphConfig.Preset.NETWORK_REPOSITORY && plain.columns() == 3
        && isLeftToFile(graph);
    TextLayout.Roles roles = network ? TextLayout.Roles.of(EdgeFormat.WEIGHTED) : finder.find();
    boolean byFormat = graph.format() != EdgeFormat.AUTO && !plain.header();
    TextLayout layout = new TextLayout(plain.separator(),
        byFormat ? TextLayout.Roles.of(graph.format()).last() + 1 : plain.columns(), plain.header(),
        byFormat && graph.columns().equals(GraphConfig.Columns.FOUND) ? positions(graph.format(), roles) : roles,
        plain.weights(), finder.areNumbers(roles));
    boolean bipartite = finder.twoSides() || declared.map(Declaration::bipartite).orElse(false)
        || graph.reading().preset() == GraphConfig.Preset.JODIE;
    return new TextForm(
        declared.map(Declaration::kind).orElse("text") + ", " + layout.separatorName() + " between columns"
            + (plain.header() && declared.isEmpty() ? ", with a header" : ""),
        layout, declared.map(Declaration::undirected).orElse(false), bipartite, finder.told(layout.roles()));
  }

  private static TextLayout.Roles positions(EdgeFormat format, TextLayout.Roles found) {
    TextLayout.Roles roles = TextLayout.Roles.of(format);
    boolean dates = roles.kind() == TextLayout.Value.TIME && found.kind() == TextLayout.Value.DATE;
    return dates ? new TextLayout.Roles(roles.source(), roles.target(), roles.value(), found.kind()) : roles;
  }

  /**
   * The separator that gives nearly all lines the same number of columns, two or more: tabs before others, then the one
   * that is not found inside the first two columns, then the one of most columns. If none does, the one that most lines
   * agree on, blanks included.
   */
  public static char separator(List<String> lines) {
    char best = ' ';
    int bestScore = 0;
    char frequent = ' ';
    List<List<String>> blanks = lines.stream().map(new FieldSplitter(' ')::split).toList();
    long agreeing = agreeing(blanks);
    boolean blanksAreEven = isEven(blanks, agreeing, lines.size());
    for (char separator : SEPARATORS) {
      Pattern fields = WELL_QUOTED.get(separator);
      List<String> quoted = lines.stream().filter(line -> fields.matcher(line).matches()).toList();
      List<List<String>> rows = quoted.stream().map(new FieldSplitter(separator)::split).toList();
      long such = agreeing(rows);
      if (such > agreeing) {
        frequent = separator;
        agreeing = such;
      }
      int score = isEven(rows, such, lines.size()) && !(separator == '\t' && isBlanksRather(lines, rows))
          ? score(separator, rows) : 0;
      if (score > bestScore) {
        best = separator;
        bestScore = score;
      }
    }
    return bestScore > 0 || blanksAreEven ? best : frequent;
  }

  /** How many rows have the usual number of fields, if that is two or more. */
  private static long agreeing(List<List<String>> rows) {
    int usual = usual(rows);
    return usual < 2 ? 0 : rows.stream().filter(row -> row.size() == usual).count();
  }

  /** A line in ten may be bad, or one in five or more. */
  private static boolean isEven(List<List<String>> rows, long such, int lines) {
    int bad = Math.max(lines / 10, lines >= 5 ? 1 : 0);
    return such > 0 && rows.get(0).size() >= 2 && such >= lines - bad;
  }

  private static int score(char separator, List<List<String>> rows) {
    boolean clean = rows.stream().limit(20).allMatch(row -> row.stream().limit(2).noneMatch(TextForm::holdsSeparator));
    return (separator == '\t' ? 1 << 28 : 0) + (clean ? 1 << 27 : 0) + usual(rows);
  }

  private static boolean holdsSeparator(String field) {
    return SEPARATORS.stream().anyMatch(separator -> field.indexOf(separator) >= 0);
  }

  /** Tabs that are some of the blanks between numbers, or always doubled. */
  private static boolean isBlanksRather(List<String> lines, List<List<String>> byTabs) {
    FieldSplitter blanks = new FieldSplitter(' ');
    boolean numbers = lines.stream().map(blanks::split).allMatch(row -> row.stream().allMatch(ValueText::isNumber));
    return numbers
        && byTabs.stream().anyMatch(row -> row.stream().anyMatch(field -> field.isEmpty() || field.indexOf(' ') > 0));
  }

  /** The number of fields that most rows have. */
  private static int usual(List<List<String>> rows) {
    Map<Integer, Long> counts = rows.stream().collect(Collectors.groupingBy(List::size, Collectors.counting()));
    return counts.entrySet()
        .stream()
        .max(Map.Entry.<Integer, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse(0);
  }

  /**
   * True if the first row has no number and differs in kind from what is below it, or if its words are well-known names of the two
   * ends and no value below.
   */
  public static boolean isHeader(List<List<String>> rows) {
    List<String> first = rows.get(0);
    if (first.stream().anyMatch(TextForm::isValue) || first.stream().allMatch(String::isEmpty)) {
      return false;
    }
    // Files that were put together have their header several times.
    List<List<String>> rest = rows.stream().filter(row -> !row.equals(first)).toList();
    for (int c = 0; c < first.size(); c++) {
      int column = c;
      List<String> values = rest.stream()
          .filter(row -> row.size() > column)
          .map(row -> row.get(column))
          .filter(v -> !v.isEmpty())
          .toList();
      if (!values.isEmpty()
          && values.stream().filter(TextForm::isValue).count() * 10 >= values.size() * (long) LEAST_SHARE) {
        return true;
      }
    }
    Optional<ColumnNames.Ends> ends = new ColumnNames(first).ends(Set.of());
    return ends.isPresent() && rest.stream()
        .flatMap(List::stream)
        .map(v -> v.toLowerCase(Locale.ROOT))
        .noneMatch(Set.of(first.get(ends.get().source()).toLowerCase(Locale.ROOT),
            first.get(ends.get().target()).toLowerCase(Locale.ROOT))::contains);
  }

  private static boolean isValue(String text) {
    return ValueText.isNumber(text) || ValueText.isMoment(text);
  }

  /** Names in the last comment before the lines, as SNAP has them: only if they name both ends and there is one for every column. */
  private static List<String> commented(List<String> comments, FieldSplitter splitter, int columns) {
    if (comments.isEmpty()) {
      return List.of();
    }
    String last = comments.get(comments.size() - 1).replaceFirst("^[#%\\s]+", "");
    List<List<String>> readings = new ArrayList<>(List.of(last.isBlank() ? List.of() : splitter.split(last),
        last.isBlank() ? List.of() : new FieldSplitter(' ').split(last)));
    return readings.stream()
        .filter(names -> names.size() == columns && new ColumnNames(names).ends(Set.of()).isPresent())
        .findFirst()
        .orElse(List.of());
  }

  /** A last name that stands for all columns from there, as in JODIE's files. */
  private static boolean isOpenEnded(List<String> names) {
    String last = names.get(names.size() - 1).toLowerCase(Locale.ROOT);
    return last.contains("list") || last.contains("features") || last.equals("...");
  }

  /** What all files of an input must have in common. */
  public Map<String, Object> common() {
    Function<Boolean, String> yes = value -> value ? "yes" : "no";
    return Map.of("columns", layout.columns(), "source", layout.roles().source() + 1, "target",
        layout.roles().target() + 1, "time or weight", layout.roles().value() + 1, "kind of it", layout.roles().kind(),
        "undirected", yes.apply(undirected), "two sides", yes.apply(bipartite), "kind", kind.split(",")[0]);
  }
}
