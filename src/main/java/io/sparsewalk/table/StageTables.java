package io.sparsewalk.table;

import static io.sparsewalk.table.TableSchema.Column.integer;
import static io.sparsewalk.table.TableSchema.Column.text;
import static io.sparsewalk.table.TableSchema.Column.whole;

import io.sparsewalk.table.TableSchema.Column;
import io.sparsewalk.table.TableSchema.Kind;
import java.util.List;

/** The tables that the stages before a sweep leave behind, a directory per fingerprint. The stages write them column by column. */
public final class StageTables {
  private static final List<Column> BY_FINGERPRINT =
      List.of(text("fingerprint", "hash of the settings and inputs that the rows were made from"));
  private static final Column VERTEX = integer("vertex", "", "an id of the table vertices");

  /** All of them. */
  public static final List<TableSchema> ALL = List.of(stage("edges", "an edge, in the order of time",
      integer("src", "", "source, an id of the table vertices"),
      integer("dst", "", "target, an id of the table vertices"),
      whole("time", "",
          "time as in the input, times ten to the power of the manifest's time_decimals; all the same in a graph without times"),
      new Column("weight", Kind.FLOAT, "", "weight of the edge; only graphs with weights have the column", "")),
      stage("vertices", "a vertex with an edge", integer("id", "", "id in all other tables, from 0"),
          text("raw", "name of the vertex in the input")),
      stage("quarantine", "a line of the input that is no edge", text("file", "file of the line"),
          whole("line", "count", "number of the line, from 1").nullIf("the file has no lines"),
          text("text", "the line itself"), text("reason", "why it is no edge")),
      stage("walks", "a random walk",
          integer("walk", "count", "number of the walk, from 0, among those that start at the vertex"),
          integer("start", "", "vertex where it starts"),
          list("vertices", Kind.INTS, "vertices in the order in which they were visited")),
      stage("embeddings", "the dense vector of a vertex", VERTEX,
          new Column("trained", Kind.BOOLEAN, "", "true if a walk visited the vertex", ""),
          list("vector", Kind.FLOATS, "the vector")),
      stage("sparse_embeddings", "the sparse vector of a vertex", VERTEX,
          list("indices", Kind.INTS, "places of the values that were kept, ascending"),
          list("values", Kind.FLOATS, "the values that were kept")),
      stage("examples", "a labelled pair of vertices, or a labelled vertex",
          text("split", "train, valid, test, or ranking with the kind of its negatives"),
          integer("src", "", "source; of a labelled vertex, the vertex"),
          integer("dst", "", "target; of a labelled vertex, the vertex"),
          new Column("positive", Kind.BOOLEAN, "", "true for an edge, false for a negative", ""),
          new Column("both_seen", Kind.BOOLEAN, "", "true if both ends have an edge in the training block", ""),
          list("pair_features", Kind.FLOATS, "what the network is told about the pair (features.pair); empty without"),
          integer("class", "", "class of a vertex, from 0; 1 or 0 for positive or negative pairs"),
          list("classes", Kind.INTS, "classes of a vertex that may have several; else empty")),
      stage("labels", "a label of a vertex", VERTEX, integer("class", "", "number of the label, from 0"),
          text("label", "label as in the file")),
      stage("graph_nodes", "a vertex of a graph network", VERTEX, text("raw", "name of the vertex in the input"),
          integer("class", "", "class of the vertex, from 0; -1 if it has no label"),
          text("part", "train, val, test or unused, as given in graph.split"),
          list("indices", Kind.INTS, "features that are not 0, ascending"),
          list("values", Kind.FLOATS, "their values")));

  private StageTables() {}

  private static TableSchema stage(String name, String meaning, Column... columns) {
    return new TableSchema(name, meaning, BY_FINGERPRINT, List.of(columns));
  }

  private static Column list(String name, Kind kind, String meaning) {
    return new Column(name, kind, "", meaning, "");
  }
}
