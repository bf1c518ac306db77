package io.sparsewalk.cli;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Tables of a warehouse as DuckDB reads them: by another reader than ours, and in this process. */
final class DuckTables {
  private DuckTables() {}

  /**
   * The rows of a query, values parted by commas.
   *
   * @param sql may name the tables trials and vertices
   */
  static List<String> rows(Path warehouse, String sql) throws SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:"); Statement statement = duck.createStatement()) {
      view(statement, "trials", warehouse.resolve("trials") + "/sweep_id=*/trial_id=*/*.parquet");
      statement.execute(
          "SET VARIABLE files = (SELECT list(replace(filename, '_manifest.json', file.name)) FROM (SELECT filename,"
              + " unnest(files) AS file FROM read_json('" + warehouse.resolve("vertices")
              + "/*/_manifest.json', columns = {files: 'STRUCT(name VARCHAR)[]'}, filename = true)))");
      statement
          .execute("CREATE VIEW vertices AS SELECT * FROM read_parquet(getvariable('files'), hive_partitioning = true,"
              + " hive_types_autocast = false)");
      List<String> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery(sql)) {
        while (result.next()) {
          StringJoiner row = new StringJoiner(",");
          for (int c = 1; c <= result.getMetaData().getColumnCount(); c++) {
            row.add(result.getString(c));
          }
          rows.add(row.toString());
        }
      }
      return rows;
    }
  }

  private static void view(Statement statement, String name, String glob) throws SQLException {
    statement.execute("CREATE VIEW " + name + " AS SELECT * FROM read_parquet('" + glob
        + "', hive_partitioning = true, hive_types_autocast = false)");
  }
}
