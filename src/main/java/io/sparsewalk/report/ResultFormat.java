package io.sparsewalk.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;

/**
 * How the rows of a query are printed. CSV and JSON stream, in UTF-8; a table is for the eye and ends at 10 000 rows.
 */
public enum ResultFormat {
  /** Aligned columns, numbers with six significant digits, null as an empty cell. */
  TABLE {
    @Override
    void write(Dataset<Row> rows, PrintStream out) {
      StructField[] fields = rows.schema().fields();
      TextTable table = new TextTable(List.of(rows.columns()), Arrays.stream(fields).map(ResultFormat::align).toList());
      Iterator<Row> all = asText(rows).toLocalIterator();
      for (int n = 0; n < LARGEST_TABLE && all.hasNext(); n++) {
        table.add(cells(all.next(), fields));
      }
      table.print(out);
      if (all.hasNext()) {
        out.println("... only the first " + LARGEST_TABLE + " rows; csv and json have them all");
      }
    }
  },

  /** RFC 4180 with a header; null is an empty field, an empty string is {@code ""}. */
  CSV {
    @Override
    void write(Dataset<Row> rows, PrintStream out) {
      CsvWriterSettings settings = new CsvWriterSettings();
      settings.getFormat().setLineSeparator("\n");
      settings.getFormat().setQuoteEscape('"');
      settings.setEmptyValue("\"\"");
      settings.setMaxColumns(Math.max(1, rows.columns().length));
      settings.setIgnoreLeadingWhitespaces(false);
      settings.setIgnoreTrailingWhitespaces(false);
      CsvWriter csv = new CsvWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), settings);
      csv.writeHeaders(rows.columns());
      asText(rows).toLocalIterator().forEachRemaining(row -> csv.writeRow(fields(row)));
      csv.flush();
    }
  },

  /** One array, one object a line; null stays null, and what JSON has no number for (NaN) is a string. */
  JSON {
    @Override
    void write(Dataset<Row> rows, PrintStream out) {
      Iterator<Row> all = rows.select(to_json(struct(col("*")), Map.of("ignoreNullFields", "false"))).toLocalIterator();
      out.print("[");
      for (String separator = "\n"; all.hasNext(); separator = ",\n") {
        byte[] row = (separator + all.next().getString(0)).getBytes(StandardCharsets.UTF_8);
        out.write(row, 0, row.length);
      }
      out.println("\n]");
    }
  };

  private static final int LARGEST_TABLE = 10_000;
  private static final MathContext SHOWN_DIGITS = new MathContext(6);

  abstract void write(Dataset<Row> rows, PrintStream out);

  /**
   * Runs the query and prints its rows.
   *
   * @throws UnreadableFileException if a file of a table is corrupt
   */
  public void print(Dataset<Row> rows, PrintStream out) {
    UnreadableFileException.naming(() -> {
      write(rows, out);
      return null;
    });
    out.flush();
  }

  /** Every column as Spark writes it as text. */
  private static Dataset<Row> asText(Dataset<Row> rows) {
    // By position: a query may give two columns the same name.
    String[] positions = new String[rows.columns().length];
    Arrays.setAll(positions, c -> "_" + c);
    return rows.toDF(positions)
        .select(Arrays.stream(positions).map(name -> col(name).cast(DataTypes.StringType)).toArray(Column[]::new));
  }

  private static Object[] fields(Row row) {
    Object[] values = new Object[row.length()];
    Arrays.setAll(values, row::get);
    return values;
  }

  private static List<String> cells(Row row, StructField[] fields) {
    List<String> cells = new ArrayList<>();
    for (int c = 0; c < fields.length; c++) {
      String text = row.isNullAt(c) ? "" : row.getString(c);
      DataType type = fields[c].dataType();
      boolean fraction = type.equals(DataTypes.DoubleType) || type.equals(DataTypes.FloatType);
      cells.add(fraction ? shortened(text) : text.replace("\r", " ").replace("\n", " "));
    }
    return cells;
  }

  private static String shortened(String number) {
    if (number.isEmpty() || number.equals("NaN") || number.endsWith("Infinity")) {
      return number;
    }
    BigDecimal rounded = new BigDecimal(number).round(SHOWN_DIGITS).stripTrailingZeros();
    boolean plain = Math.abs(rounded.precision() - rounded.scale()) < 12;
    return plain ? rounded.toPlainString() : rounded.toString();
  }

  private static TextTable.Align align(StructField field) {
    return field.dataType() instanceof NumericType ? TextTable.Align.RIGHT : TextTable.Align.LEFT;
  }
}
