package io.sparsewalk.graph;

import static io.sparsewalk.graph.GraphConfig.Columns.AUTO;

import io.sparsewalk.common.DataRefusedException;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which column is what: by the settings, else by the names in the header, else by the documented positions; never by guess. */
public final class RoleFinder {
  private static final int LEAST_COUNTED = 10;

  private final GraphConfig.Columns wanted;
  private final GraphConfig.Preset preset;
  private final EdgeFormat format;
  private final List<String> names;
  private final ColumnNames known;
  private final int columns;
  private final List<List<String>> sample;
  private final Set<Integer> taken = new HashSet<>();
  private boolean twoSides;

  /**
   * @param names of the columns, or empty without a header
   * @param columns of a line
   * @param sample fields of some lines
   */
  public RoleFinder(GraphConfig graph, List<String> names, int columns, List<List<String>> sample) {
    this.names = names;
    known = new ColumnNames(names);
    wanted = PresetColumns.of(graph);
    preset = graph.columns().source().equals(AUTO) ? graph.reading().preset() : GraphConfig.Preset.NONE;
    format = graph.format();
    this.columns = columns;
    this.sample = sample;
    // What is behind a separator at the end of every line.
    IntStream.range(names.size(), columns)
        .filter(c -> !sample.isEmpty() && sample.stream().allMatch(row -> row.size() <= c || row.get(c).isEmpty()))
        .forEach(taken::add);
  }

  /** True if the header names users and items. */
  public boolean twoSides() {
    return twoSides;
  }

  /**
   * Finds the columns.
   *
   * @throws DataRefusedException if the settings name a column that is not there, or it is not clear which one is what
   */
  public TextLayout.Roles find() {
    wanted.ignore().forEach(name -> taken.add(index("ignore", name)));
    boolean auto = wanted.source().equals(AUTO) && wanted.target().equals(AUTO);
    ColumnNames.Ends ends = auto ? ends() : explicitEnds();
    twoSides = ends.twoSides();
    taken.add(ends.source());
    taken.add(ends.target());
    if (!wanted.weight().isEmpty() || format == EdgeFormat.WEIGHTED) {
      return new TextLayout.Roles(ends.source(), ends.target(), weight(), TextLayout.Value.WEIGHT);
    }
    int time = wanted.time().isEmpty() || format == EdgeFormat.STATIC ? -1
        : wanted.time().equals(AUTO) ? time(auto) : index("time", wanted.time());
    return new TextLayout.Roles(ends.source(), ends.target(), time,
        time < 0 ? TextLayout.Value.NONE : isDate(time) ? TextLayout.Value.DATE : TextLayout.Value.TIME);
  }

  /** Numbers such as 20040415 are dates if their column says so. */
  private boolean isDate(int column) {
    return all(column, ValueText::isMoment) || known.isDate(column) && all(column, ValueText::isBasicDate);
  }

  /** True if the ends are numbers where they are not missing. */
  boolean areNumbers(TextLayout.Roles roles) {
    List<String> ids = sample.stream()
        .filter(row -> row.size() > Math.max(roles.source(), roles.target()))
        .flatMap(row -> Stream.of(row.get(roles.source()), row.get(roles.target())))
        .filter(id -> !ValueText.isMissing(id))
        .toList();
    return !ids.isEmpty() && ids.stream().allMatch(ValueText::isNumber);
  }

  private ColumnNames.Ends ends() {
    Optional<ColumnNames.Ends> named = known.ends(taken);
    if (named.isPresent()) {
      return named.get();
    }
    List<Integer> free = IntStream.range(0, columns).filter(c -> !taken.contains(c)).boxed().toList();
    boolean plain = free.size() == 2 || free.size() >= 3 && free.size() <= 4 && names.isEmpty()
        || free.size() == 3 && (known.time(taken) == free.get(2) || known.weight(taken) == free.get(2));
    boolean byFormat = format != EdgeFormat.AUTO && names.isEmpty();
    if (!plain && !byFormat) {
      throw unclear("which columns are the ends of an edge");
    }
    if (!byFormat && names.isEmpty() && free.size() > 2 && sample.size() >= LEAST_COUNTED
        && isCounter(sample, free.get(0)) && !ascends(free.get(2))) {
      throw unclear("whether column " + (free.get(0) + 1) + ", which counts the lines, is a vertex or a row number");
    }
    if (free.size() < 2) {
      throw unclear("where the second end of an edge is");
    }
    return new ColumnNames.Ends(free.get(0), free.get(1), false);
  }

  private ColumnNames.Ends explicitEnds() {
    if (wanted.source().equals(AUTO) || wanted.target().equals(AUTO)) {
      throw new DataRefusedException("graph.columns.source and graph.columns.target must both be set, or neither");
    }
    ColumnNames.Ends ends =
        new ColumnNames.Ends(index("source", wanted.source()), index("target", wanted.target()), false);
    if (preset != GraphConfig.Preset.NONE) {
      PresetColumns.check(preset, ends, known, names);
    }
    return ends;
  }

  private int weight() {
    if (!wanted.weight().isEmpty() && !wanted.weight().equals(AUTO)) {
      return index("weight", wanted.weight());
    }
    int named = known.weight(taken);
    if (named >= 0) {
      return named;
    }
    if (columns - taken.size() != 1) {
      throw unclear("which column is the weight");
    }
    return firstFree();
  }

  private int time(boolean autoEnds) {
    int named = known.time(taken);
    if (named >= 0) {
      return named;
    }
    List<Integer> free = IntStream.range(0, columns).filter(c -> !taken.contains(c)).boxed().toList();
    if (names.isEmpty()) {
      if (free.isEmpty()) {
        return -1;
      }
      if (all(free.get(free.size() - 1), text -> text.matches("\\d{1,2}:\\d{2}(:\\d{2}([.]\\d*)?)?"))) {
        throw new DataRefusedException("column " + named(free.get(free.size() - 1))
            + " is a time of day: if the date is in the column before it, put a T between"
            + " them instead of the separator, as in 2004-04-15T13:56:07");
      }
      boolean last = free.size() == 1 || free.size() == 2 && autoEnds;
      int column = free.get(free.size() - 1);
      boolean doubtful = !isValue(column) || isSinceEpoch(free.get(0)) && !isSinceEpoch(column);
      if (!last || free.size() == 2 && format == EdgeFormat.AUTO && doubtful) {
        throw unclear("which column is the time");
      }
      return column;
    }
    List<Integer> unknown = free.stream().filter(c -> !known.isOther(c) && isValue(c)).toList();
    if (!unknown.isEmpty()) {
      throw unclear("whether column " + named(unknown.get(0)) + " is a time, a weight or neither");
    }
    return -1;
  }

  /** True if a column has 0, 1, 2, ... or 1, 2, 3, ... */
  static boolean isCounter(List<List<String>> rows, int column) {
    long first = !rows.isEmpty() && rows.get(0).size() > column && rows.get(0).get(column).equals("0") ? 0 : 1;
    return !rows.isEmpty() && IntStream.range(0, rows.size())
        .allMatch(i -> rows.get(i).size() > column && rows.get(i).get(column).equals(Long.toString(first + i)));
  }

  private boolean ascends(int column) {
    List<BigDecimal> values = sample.stream()
        .filter(row -> row.size() > column && ValueText.isNumber(row.get(column)))
        .map(row -> new BigDecimal(row.get(column)))
        .toList();
    return IntStream.range(1, values.size()).allMatch(i -> values.get(i - 1).compareTo(values.get(i)) <= 0);
  }

  private int firstFree() {
    return IntStream.range(0, columns).filter(c -> !taken.contains(c)).findFirst().orElseThrow();
  }

  private boolean isValue(int column) {
    return all(column, text -> ValueText.isNumber(text) || ValueText.isMoment(text));
  }

  /** True for what looks like seconds since 1970, of the years 1982 to 2065. */
  private boolean isSinceEpoch(int column) {
    return all(column, text -> text.matches("[12]\\d{9}([.]\\d*)?") || text.matches("[4-9]\\d{8}([.]\\d*)?")
        || ValueText.isMoment(text));
  }

  /** True if nearly all the values of a column are such, and one is. */
  private boolean all(int column, Predicate<String> test) {
    List<String> values = sample.stream()
        .filter(row -> row.size() > column)
        .map(row -> row.get(column))
        .filter(v -> !v.isEmpty())
        .toList();
    long such = values.stream().filter(test).count();
    return such > 0 && such * 10 >= values.size() * 9L;
  }

  private int index(String role, String column) {
    int exact = names.indexOf(column);
    if (exact >= 0 && exact == names.lastIndexOf(column)) {
      return exact;
    }
    List<Integer> alike =
        IntStream.range(0, names.size()).filter(c -> names.get(c).equalsIgnoreCase(column)).boxed().toList();
    if (alike.size() == 1) {
      return alike.get(0);
    }
    if (column.matches("[1-9]\\d{0,4}") && Integer.parseInt(column) <= columns) {
      return Integer.parseInt(column) - 1;
    }
    throw new DataRefusedException("graph.columns." + role + " = " + column + ": no column '" + column + "' among "
        + (names.isEmpty() ? columns + " columns, and no header names them; give a number from 1" : names.toString()));
  }

  private DataRefusedException unclear(String what) {
    String shown = names.isEmpty()
        ? columns + " columns without a header" + (sample.isEmpty() ? "" : ", first line " + sample.get(0))
        : "the columns " + names;
    return new DataRefusedException("it is not clear " + what + " in " + shown
        + ": say it by name or by number from 1, for example"
        + " graph.columns { source = 1, target = 2, time = 3 }, with time = \"\" if there is none, or weight instead of time");
  }

  private String named(int column) {
    return column + 1 + (column < names.size() && !names.get(column).isBlank() ? " '" + names.get(column) + "'" : "");
  }

  /** The roles in words. */
  public String told(TextLayout.Roles roles) {
    String told = "source = column " + named(roles.source()) + ", target = column " + named(roles.target());
    if (roles.value() >= 0) {
      told += ", " + (roles.kind() == TextLayout.Value.WEIGHT ? "weight" : "time") + " = column " + named(roles.value())
          + (roles.kind() == TextLayout.Value.DATE ? " (dates, UTC)" : "");
    } else {
      told += ", no time";
    }
    List<Integer> used = List.of(roles.source(), roles.target(), roles.value());
    List<Integer> unused = IntStream.range(0, columns).filter(c -> !used.contains(c)).boxed().toList();
    return told + (unused.isEmpty() ? ""
        : "; not used: " + unused.stream().limit(5).map(this::named).collect(Collectors.joining(", "))
            + (unused.size() > 5 ? " and " + (unused.size() - 5) + " more" : ""));
  }
}
