package io.sparsewalk.graph;

import static io.sparsewalk.graph.GraphConfig.Columns.AUTO;

import io.sparsewalk.common.DataRefusedException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The columns of layouts that have a name. What the settings say of single columns goes before. */
final class PresetColumns {
  private PresetColumns() {}

  /** The columns that are wanted. */
  static GraphConfig.Columns of(GraphConfig graph) {
    GraphConfig.Columns own = graph.columns();
    if (!own.source().equals(AUTO) || !own.target().equals(AUTO)) {
      return own;
    }
    return switch (graph.reading().preset()) {
      case NONE, NETWORK_REPOSITORY -> own;
      case JODIE -> columns("1", "2", "3", own);
      case TGB -> columns("2", "3", "1", own);
      case OGB -> columns("1", "2", "", own);
      case DYGLIB -> columns("u", "i", "ts", own);
    };
  }

  private static GraphConfig.Columns columns(String source, String target, String time, GraphConfig.Columns own) {
    boolean timed = own.time().equals(AUTO) && own.weight().isEmpty();
    return new GraphConfig.Columns(source, target, timed ? time : own.time(), own.weight(), own.ignore());
  }

  /**
   * Compares the positions of a preset with a header.
   *
   * @throws DataRefusedException if the header names other ends
   */
  static void check(GraphConfig.Preset preset, ColumnNames.Ends ends, ColumnNames known, List<String> names) {
    known.ends(Set.of())
        .filter(named -> named.source() != ends.source() || named.target() != ends.target())
        .ifPresent(named -> {
          throw new DataRefusedException("graph.preset = " + preset.name().toLowerCase(Locale.ROOT)
              + " has the source in column " + (ends.source() + 1) + " and the target in column " + (ends.target() + 1)
              + ", but the header " + names + " names columns " + (named.source() + 1) + " and " + (named.target() + 1)
              + ": leave out the preset, or name graph.columns.source and target");
        });
  }
}
