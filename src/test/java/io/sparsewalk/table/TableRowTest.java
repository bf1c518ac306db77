package io.sparsewalk.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.table.TableSchema.Column;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values find their columns by name, in any order, or are refused. */
class TableRowTest {
  private static final TableSchema TABLE = new TableSchema("t", "a thing", List.of(Column.text("id", "identity")),
      List.of(Column.real("accuracy", "share", "right"), Column.real("auc", "share", "area").nullIf("there is none"),
          Column.whole("n", "count", "of them")));

  @Test
  void theOrderOfGivingDoesNotMatter() {
    assertThat(TABLE.row().set("n", 3L).figure("auc", Double.NaN).set("accuracy", 0.5).cells()).containsExactly(0.5,
        null, 3L);
    assertThat(TABLE.row().set("accuracy", 0.5).set("n", 3L).figure("auc", 0.25).cells()).containsExactly(0.5, 0.25,
        3L);
  }

  @Test
  void whatDoesNotFitIsRefusedWithTableAndColumn() {
    TableRow row = TABLE.row();
    assertThatThrownBy(() -> row.set("acuracy", 0.5)).hasMessage("table t has no column acuracy");
    assertThatThrownBy(() -> row.set("n", 3)).hasMessage("t.n is bigint and never null, was 3 (Integer)");
    assertThatThrownBy(() -> row.set("accuracy", null))
        .hasMessage("t.accuracy is double and never null, was null (null)");
    assertThatThrownBy(() -> row.figure("accuracy", Double.NaN)).hasMessageContaining("never null");
    row.set("n", 3L);
    assertThatThrownBy(() -> row.set("n", 4L)).hasMessage("t.n is given twice");
    assertThatThrownBy(row::cells).hasMessage("table t: no value is given for [accuracy, auc]");
  }

  @Test
  void everyColumnOfEveryTableSaysWhatItIs() {
    for (TableSchema table : SweepTables.ALL) {
      assertThat(table.meaning()).isNotBlank();
      for (Column column : table.columns()) {
        assertThat(column.meaning()).as("%s.%s", table.name(), column.name()).isNotBlank();
        assertThat(table.sparkSchema().apply(column.name()).getComment().get()).contains(column.meaning(),
            column.unit(), column.empty());
      }
    }
  }
}
