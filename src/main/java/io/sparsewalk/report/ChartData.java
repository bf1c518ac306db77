package io.sparsewalk.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.StringWriter;
import java.util.LinkedHashSet;
import java.util.Set;

/** The figures of a picture as CSV, to be copied. */
final class ChartData {
  private ChartData() {}

  /** All rows of its data sets, with the data set's name in the first column. */
  static String csv(JsonNode spec) {
    Set<String> columns = new LinkedHashSet<>();
    spec.get("datasets").forEach(rows -> rows.forEach(row -> row.fieldNames().forEachRemaining(columns::add)));
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.getFormat().setLineSeparator("\n");
    settings.setMaxColumns(columns.size() + 1);
    StringWriter text = new StringWriter();
    CsvWriter csv = new CsvWriter(text, settings);
    csv.writeHeaders(withName(columns));
    spec.get("datasets").properties().forEach(set -> set.getValue().forEach(row -> {
      csv.addValue(set.getKey());
      columns.forEach(column -> csv.addValue(row.has(column) ? row.get(column).asText() : null));
      csv.writeValuesToRow();
    }));
    csv.flush();
    return text.toString();
  }

  private static Set<String> withName(Set<String> columns) {
    Set<String> all = new LinkedHashSet<>(Set.of("data"));
    all.addAll(columns);
    return all;
  }
}
