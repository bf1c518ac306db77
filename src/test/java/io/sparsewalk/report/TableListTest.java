package io.sparsewalk.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.config.JobFile;
import io.sparsewalk.pipeline.Pipeline;
import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.table.StageTables;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What jobs leave behind has the columns that the lists of tables and views say, of the same types, and nulls only where they say so. */
class TableListTest extends SparkTest {

  @Test
  void everyTableAndViewHasTheColumnsThatAreListed() throws Exception {
    run("jobs/quickstart.conf", "sweep.embeddings=[dense, topk]", "sweep.save-predictions=true");
    run("jobs/brain.conf", "task=node-classification", "sweep.embeddings=[dense]", "generate.snapshots=3");
    Pipeline last =
        run("src/test/resources/plain.conf", "task=node-classification", "model.kind=gcn", "sweep.embeddings=[dense]");
    last.registerViews();
    List<String> seen = new ArrayList<>();
    for (TableSchema table : Stream.of(StageTables.ALL, SweepTables.ALL, ViewTables.all())
        .flatMap(List::stream)
        .toList()) {
      if (spark.catalog().tableExists(table.name())) {
        seen.add(table.name());
        assertThat(columns(table.name())).as(table.name())
            .isEqualTo(Stream.of(table.columns(), table.partitions())
                .flatMap(List::stream)
                .filter(column -> !column.meaning().contains("only graphs with weights"))
                .map(column -> column.name() + " " + column.kind().sql())
                .toList());
        table.columns()
            .stream()
            .filter(column -> column.empty().isEmpty() && !column.name().equals("weight"))
            .forEach(column -> assertThat(spark.table(table.name()).where("`" + column.name() + "` IS NULL").count())
                .as("%s.%s", table.name(), column.name())
                .isZero());
      }
    }
    assertThat(seen).contains("edges", "vertices", "walks", "embeddings", "sparse_embeddings", "examples", "labels",
        "graph_nodes", "trials", "epochs", "layers", "confusions", "rankings", "predictions", "parameters", "audits",
        "summary", "recommendation");
    try (Stream<Path> tables = Files.list(directory.resolve("tables"))) {
      assertThat(tables.filter(Files::isDirectory)
          .map(table -> table.getFileName().toString())
          .filter(name -> !name.startsWith("_"))
          .toList())
          .as("nothing is left out of the lists")
          .isSubsetOf(Stream.of(StageTables.ALL, SweepTables.ALL)
              .flatMap(List::stream)
              .map(TableSchema::name)
              .collect(Collectors.toSet()));
    }
    assertThat(spark.sql("DESCRIBE trials").where("col_name = 'auc_se'").first().getString(2))
        .startsWith("standard error of auc over test examples, by DeLong");
    assertTheCatalogSeesTheSame();
  }

  /** The definitions for catalogs, run as they are. */
  private void assertTheCatalogSeesTheSame() throws Exception {
    String script = Files.readString(Path.of("deploy/catalog/tables.sql"))
        .replace("${warehouse}", directory.resolve("tables").toString());
    spark.sql("CREATE DATABASE catalog_of_test");
    try {
      for (String statement : script.lines()
          .filter(line -> !line.startsWith("--"))
          .collect(Collectors.joining("\n", "", "\n"))
          .split(";\n")) {
        if (!statement.isBlank()) {
          spark.sql(statement.replace("IF NOT EXISTS ", "IF NOT EXISTS catalog_of_test."));
        }
      }
      for (TableSchema table : SweepTables.ALL.stream()
          .filter(table -> Files.exists(directory.resolve("tables").resolve(table.name())))
          .toList()) {
        String there = "catalog_of_test." + table.name();
        spark.sql("MSCK REPAIR TABLE " + there);
        assertThat(spark.table(there).count()).as(table.name()).isEqualTo(spark.table(table.name()).count());
        assertThat(columns(there)).as(table.name()).isEqualTo(columns(table.name()));
      }
      assertThat(spark.table("catalog_of_test.trials").count()).isPositive();
    } finally {
      spark.sql("DROP DATABASE catalog_of_test CASCADE");
    }
  }

  private List<String> columns(String table) {
    return Arrays.stream(spark.table(table).schema().fields())
        .map(field -> field.name() + " " + field.dataType().simpleString())
        .toList();
  }

  private Pipeline run(String job, String... settings) throws Exception {
    List<String> all = new ArrayList<>(List.of("warehouse=" + directory.resolve("tables"), "generate.vertices=300",
        "generate.edges=3000", "generate.communities=4", "sweep.seeds=[1]", "sweep.methods=[dense, magnitude]",
        "sweep.sparsity=[0.5]", "training.epochs=2", "embedding.epochs=1", "model.hidden=[8]", "sweep.engine=vector"));
    all.addAll(List.of(settings));
    Pipeline pipeline = new Pipeline(spark, JobFile.read(Path.of(job), all).config());
    assertThat(pipeline.sweep()).isZero();
    return pipeline;
  }
}
