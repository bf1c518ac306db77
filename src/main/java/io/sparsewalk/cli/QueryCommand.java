package io.sparsewalk.cli;

import io.sparsewalk.common.SparsewalkException;
import io.sparsewalk.common.SparsewalkException.Category;
import io.sparsewalk.config.JobConfig;
import io.sparsewalk.config.JobFile;
import io.sparsewalk.pipeline.Pipeline;
import io.sparsewalk.report.ReadingSql;
import io.sparsewalk.report.ResultFormat;
import io.sparsewalk.report.Views;
import io.sparsewalk.spark.SessionOnDemand;
import io.sparsewalk.table.Warehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.AnalysisException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "query", mixinStandardHelpOptions = true, description = {
    "Runs Spark SQL over all tables of the warehouse and the views summary, ranking_summary, comparisons, recommendation, trial_ratios, baselines, lineage, trial_embedding, latest_runs and latest_embeddings.",
    "The warehouse is that of a job file, or --warehouse. Several statements are separated by semicolons. Only queries, DESCRIBE, EXPLAIN and SHOW TABLES are run."}, footer = {
        "", "Example: sparsewalk query jobs/quickstart.conf \"SELECT method, sparsity, accuracy_mean FROM summary\"",
        "Example: sparsewalk query --warehouse /tmp/tables -f questions.sql"})
final class QueryCommand implements Callable<Integer> {
  @Parameters(arity = "0..2", paramLabel = "[JOB.conf] SQL", description = "The job file, if the warehouse is to be that of a job, and the query.")
  private List<String> words = new ArrayList<>();

  @Option(names = {"-f",
      "--file"}, paramLabel = "FILE", description = "The statements are in this file: any Hadoop path, or - for standard input.")
  private String file;

  @Option(names = "-D", paramLabel = "KEY=VALUE", description = "Overrides a key of the job file.")
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--warehouse", paramLabel = "DIR", description = "Root of all tables: any Hadoop path.")
  private String root;

  @Option(names = "--format", defaultValue = "table", description = "${COMPLETION-CANDIDATES}")
  private ResultFormat format;

  @Mixin
  private DamageOption damage;

  @Override
  public Integer call() throws AnalysisException {
    List<String> statements = ReadingSql.statements(text());
    if (statements.isEmpty()) {
      throw refused("there is no statement in " + (file == null ? "the query" : file));
    }
    JobConfig job = job().config();
    try (SessionOnDemand session =
        new SessionOnDemand("sparsewalk query", spark -> spark.sparkContext().addSparkListener(new StageProgress()))) {
      Pipeline pipeline = new Pipeline(session, session.configuration(), job);
      Warehouse warehouse = pipeline.warehouse();
      if (!warehouse.exists(warehouse.root())) {
        throw refused("there is no warehouse " + warehouse.root()
            + ": name another with --warehouse, or make it with 'sparsewalk pipeline JOB.conf'");
      }
      print(pipeline, statements);
    }
    return ExitCode.OK;
  }

  private void print(Pipeline pipeline, List<String> statements) throws AnalysisException {
    // All before any is run.
    for (String statement : statements) {
      ReadingSql.check(pipeline.spark(), statement);
    }
    Views views = damage.views(pipeline);
    ReadingSql.tables(pipeline.spark(), statements).ifPresentOrElse(views::register, views::register);
    for (int i = 0; i < statements.size(); i++) {
      if (i > 0) {
        System.out.println();
      }
      pipeline.spark().sparkContext().setJobDescription("query " + statements.get(i).lines().findFirst().orElse(""));
      format.print(ReadingSql.rows(pipeline.spark(), statements.get(i)), System.out);
    }
  }

  /** What is asked: the last word, or a file. */
  private String text() {
    if (file != null) {
      return new GivenFile(file).text().orElseThrow(() -> refused("there is no file " + file));
    }
    if (words.isEmpty() || words.size() == 1 && Files.isRegularFile(Path.of(words.get(0)))) {
      throw refused("there is no query: write it in quotes after the job file, or name a file of statements with -f");
    }
    return words.get(words.size() - 1);
  }

  private JobFile job() {
    List<String> files = words.subList(0, Math.max(0, words.size() - (file == null ? 1 : 0)));
    if (files.size() > 1) {
      throw refused("the statements are in " + file + ", so there must be one job file at most, was " + files);
    }
    if (files.isEmpty() && root == null) {
      throw refused("name the warehouse: sparsewalk query JOB.conf SQL, or sparsewalk query --warehouse DIR SQL");
    }
    JobOptions options = new JobOptions(files.isEmpty() ? null : files.get(0), overrides, root);
    return options.read();
  }

  private static SparsewalkException refused(String why) {
    return new SparsewalkException(Category.USAGE, why);
  }
}
