package io.sparsewalk.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Aligned columns for a terminal: a header, a rule, the rows. Holds all rows, so for results of a screen or two. */
public final class TextTable {
  /** The side a column's cells lean to. */
  public enum Align { LEFT, RIGHT }

  private final List<Align> aligns;
  private final List<List<String>> rows = new ArrayList<>();

  /** An empty table. */
  public TextTable(List<String> header, List<Align> aligns) {
    this.aligns = List.copyOf(aligns);
    rows.add(List.copyOf(header));
  }

  /** Adds a row. */
  public void add(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  /** Prints it. */
  public void print(PrintStream out) {
    int[] widths = new int[aligns.size()];
    for (List<String> row : rows) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    out.println(line(rows.get(0), widths));
    StringBuilder rule = new StringBuilder();
    for (int width : widths) {
      rule.append(rule.length() == 0 ? "" : "  ").append("-".repeat(width));
    }
    out.println(rule);
    rows.stream().skip(1).forEach(row -> out.println(line(row, widths)));
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String padding = " ".repeat(widths[c] - cells.get(c).length());
      line.append(c == 0 ? "" : "  ");
      line.append(aligns.get(c) == Align.LEFT ? cells.get(c) + padding : padding + cells.get(c));
    }
    return line.toString().stripTrailing();
  }
}
