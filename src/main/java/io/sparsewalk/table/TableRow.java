package io.sparsewalk.table;

import static io.sparsewalk.common.Checks.check;

import io.sparsewalk.table.TableSchema.Column;
import java.util.stream.IntStream;

/** A row of a table, filled by the names of its columns; it can be written once every column has got a value or a null. */
public final class TableRow {
  private final TableSchema schema;
  private final Object[] cells;
  private final boolean[] given;

  TableRow(TableSchema schema) {
    this.schema = schema;
    cells = new Object[schema.columns().size()];
    given = new boolean[cells.length];
  }

  /**
   * Gives a column its value.
   *
   * @param cell of the column's type; null only in a column that may be null
   * @throws IllegalArgumentException if there is no such column, or it has got a value before, or the value is of another type
   */
  public TableRow set(String name, Object cell) {
    int index = schema.index(name);
    Column column = schema.columns().get(index);
    check(!given[index], "%s.%s is given twice", schema.name(), name);
    check(cell == null ? !column.empty().isEmpty() : column.kind().holds(cell), "%s.%s is %s%s, was %s (%s)",
        schema.name(), name, column.kind().sql(), column.empty().isEmpty() ? " and never null" : "", cell,
        cell == null ? "null" : cell.getClass().getSimpleName());
    cells[index] = cell;
    given[index] = true;
    return this;
  }

  /** A figure whose NaN, which says that it has no meaning here, is a null in the table. */
  public TableRow figure(String name, double value) {
    return set(name, Double.isNaN(value) ? null : value);
  }

  TableSchema schema() {
    return schema;
  }

  /** In the order of the schema's columns. */
  Object[] cells() {
    check(IntStream.range(0, given.length).allMatch(c -> given[c]), "table %s: no value is given for %s", schema.name(),
        IntStream.range(0, given.length).filter(c -> !given[c]).mapToObj(c -> schema.columns().get(c).name()).toList());
    return cells;
  }
}
