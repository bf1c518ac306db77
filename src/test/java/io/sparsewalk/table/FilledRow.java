package io.sparsewalk.table;

import java.time.Instant;
import java.util.Map;

/** Rows for tests that care for a few of the columns: nulls, or plain values where a null may not be, in the others. */
public final class FilledRow {
  private static final Map<TableSchema.Kind, Object> PLAIN = Map.of(TableSchema.Kind.STRING, "", TableSchema.Kind.INT,
      0, TableSchema.Kind.LONG, 0L, TableSchema.Kind.DOUBLE, 0.0, TableSchema.Kind.TIMESTAMP, Instant.EPOCH);

  private FilledRow() {}

  /** A row with the given values. */
  public static TableRow of(TableSchema schema, Map<String, ?> given) {
    TableRow row = schema.row();
    schema.columns()
        .forEach(column -> row.set(column.name(), given.containsKey(column.name()) ? given.get(column.name())
            : column.empty().isEmpty() ? PLAIN.get(column.kind()) : null));
    return row;
  }
}
