package io.sparsewalk.spark.ingest;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.graph.EdgeFormat;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.graph.TextForm;
import io.sparsewalk.graph.TextLayout;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The files of an input, which are all of one form, and what the settings and they together say of the graph.
 *
 * @param files all text with a layout, or all Parquet
 * @param graph the settings, completed by what the files say
 * @param bipartite true: a source and a target of the same id are different vertices
 */
record InputForm(List<EdgeInput> files, GraphConfig graph, boolean bipartite) {
  private static final TextLayout NO_LINES = TextLayout.of(EdgeFormat.STATIC, ' ');

  /**
   * Puts the files together.
   *
   * @throws DataRefusedException if they differ, naming the first that does
   */
  static InputForm of(List<EdgeInput> files, GraphConfig graph) {
    EdgeInput first =
        files.stream().filter(file -> file.isParquet() || file.form() != null).findFirst().orElse(files.get(0));
    for (EdgeInput file : files) {
      checkLike(first, file);
    }
    if (first.isParquet()) {
      List<EdgeInput> parquet = files.stream().filter(EdgeInput::isParquet).toList();
      return new InputForm(parquet, graph, graph.reading().bipartite() == GraphConfig.Choice.TRUE);
    }
    TextForm form = first.form() != null ? first.form() : new TextForm("text", NO_LINES, false, false, "");
    TextLayout layout = form.layout();
    // A file of comments only has no form of its own.
    TextForm plain =
        new TextForm(form.kind(), layout.withoutHeader(), form.undirected(), form.bipartite(), form.told());
    List<EdgeInput> formed = files.stream().map(file -> file.form() == null ? file.withForm(plain) : file).toList();
    boolean weighted = layout.roles().kind() == TextLayout.Value.WEIGHT;
    GraphConfig.Choice sides = graph.reading().bipartite();
    return new InputForm(formed,
        (weighted ? graph.withFormat(EdgeFormat.WEIGHTED) : graph).withDirected(graph.directed() && !form.undirected()),
        sides == GraphConfig.Choice.TRUE || sides == GraphConfig.Choice.AUTO && form.bipartite());
  }

  private static void checkLike(EdgeInput first, EdgeInput file) {
    boolean empty = !file.isParquet() && file.form() == null;
    if (empty) {
      return;
    }
    if (first.isParquet() != file.isParquet()) {
      throw differs(first, file, first.isParquet() ? "is Parquet" : "is text",
          file.isParquet() ? "is Parquet" : "is text");
    }
    if (file.form() != null) {
      Map<String, Object> one = first.form().common();
      Map<String, Object> other = file.form().common();
      one.keySet()
          .stream()
          .sorted()
          .filter(key -> !Objects.equals(one.get(key), other.get(key)))
          .findFirst()
          .ifPresent(key -> {
            throw differs(first, file, "has " + key + " = " + one.get(key), "has " + key + " = " + other.get(key));
          });
    }
  }

  private static DataRefusedException differs(EdgeInput first, EdgeInput file, String one, String other) {
    return new DataRefusedException(file.name() + ": differs from " + first.name() + ": it " + other + ", the first "
        + one + "; the files of one input must be alike: name those that are in graph.path");
  }

  boolean isParquet() {
    return files.get(0).isParquet();
  }

  /** What was found, in words. */
  String told() {
    TextForm form = isParquet() ? null : files.get(0).form();
    String packed = files.get(0).packing().word();
    return form == null ? "Parquet" : form.kind() + (packed.isEmpty() ? "" : ", in " + packed);
  }

  /** The columns in words; empty for Parquet, whose columns have names. */
  String columns() {
    return isParquet() ? "" : files.get(0).form().told();
  }

  /** What was taken for what without a word from anybody, and how to say otherwise; empty if nothing was. */
  String hint() {
    TextLayout layout = isParquet() ? NO_LINES : files.get(0).layout();
    TextLayout.Roles roles = layout.roles();
    boolean assumed =
        roles.kind() == TextLayout.Value.TIME && !layout.header() && files.get(0).form().kind().startsWith("text")
            && graph.format() == EdgeFormat.AUTO && graph.columns().equals(GraphConfig.Columns.FOUND);
    return !assumed ? ""
        : "no header: column " + (roles.value() + 1)
            + " was taken for the time; if it is a weight, set graph.columns.weight = " + (roles.value() + 1)
            + ", if it is neither, graph.columns.time = \"\"";
  }
}
