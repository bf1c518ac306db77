package io.sparsewalk.cli;

import io.sparsewalk.pipeline.Pipeline;
import io.sparsewalk.report.CatalogTables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "publish", mixinStandardHelpOptions = true, description = {
    "Adds the rows of the tables of sweeps to tables of a catalog of Spark, those of trials, audits and runs that it does not have.",
    "Publishing again adds nothing. One at a time: two at the same moment may add the same rows."}, footer = {"",
        "Example: sparsewalk publish jobs/quickstart.conf --catalog spark_catalog --database sparsewalk"})
final class PublishCommand extends JobCommand {
  @Option(names = "--catalog", paramLabel = "NAME", required = true, description = "spark_catalog, which is that of the session, or one that --conf spark.sql.catalog.NAME=CLASS defines.")
  private String catalog;

  @Option(names = "--database", paramLabel = "NAME", defaultValue = "sparsewalk", description = "Database of the catalog, made if it is missing; ${DEFAULT-VALUE} by default.")
  private String database;

  @Option(names = "--using", paramLabel = "FORMAT", defaultValue = "parquet", description = "Format of tables that are made, for example parquet or iceberg; ${DEFAULT-VALUE} by default.")
  private String format;

  @Override
  int run(Pipeline pipeline) {
    CatalogTables tables = CatalogTables.of(pipeline.spark(), catalog, database, format);
    pipeline.registerViews();
    tables.publish(pipeline.spark(),
        (table, rows) -> System.out.println(catalog + "." + database + "." + table + ": " + rows + " rows added"));
    return ExitCode.OK;
  }
}
