package io.sparsewalk;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import java.util.stream.Stream;

/** Who may import whom: arrows point down only. */
@AnalyzeClasses(packages = "io.sparsewalk", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.sparsewalk.";

  private static final String[] STAGES = {"ingest", "walk", "embedding", "examples", "sweep", "bench"};
  /** What rooms of Spark show to others, a new one only on purpose. The compiler hides the rest. */
  private static final String[] DOORS = {"ingest.IngestStage", "ingest.GenerateStage", "ingest.EdgeTable",
      "ingest.EdgeProspect", "ingest.TextTable", "ingest.IdDictionary", "ingest.InputPaths", "ingest.InputFile",
      "ingest.ParserPass", "walk.WalkStage", "walk.GivenWalks", "embedding.EmbedStage", "embedding.GivenVectors",
      "embedding.TopKStage", "examples.SplitStage", "examples.GivenExamples", "examples.NodeSplitStage",
      "examples.LabelStage", "examples.GraphNodeStage", "examples.ExampleFiles", "sweep.Sweep", "sweep.TrainingInputs",
      "sweep.SweepStage", "sweep.SweepProgress", "sweep.BatchPlan", "sweep.MemoryEstimate", "sweep.EngineChoice",
      "sweep.TrainedModels", "sweep.AveragedRounds", "bench.BenchStage", "bench.BenchLine"};

  @ArchTest
  static final ArchRule ROOMS =
      rooms("common", "graph", "walk", "embedding", "topk", "dataset", "kernel", "model", "metric", "sparsity", "sweep",
          "trainer", "config", "table", "dl4j", "cuda", "spark", "spark.ingest", "spark.walk", "spark.embedding",
          "spark.examples", "spark.sweep", "spark.bench", "report", "pipeline", "ml", "sql", "cli")
          .ensureAllClassesAreContainedInArchitecture()
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("sql")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("ml")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("pipeline")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("pipeline", "cli", "sql")
          .whereLayer("spark.bench")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("spark.sweep")
          .mayOnlyBeAccessedByLayers("spark.bench", "pipeline", "ml", "cli")
          .whereLayer("spark.examples")
          .mayOnlyBeAccessedByLayers("spark.sweep", "pipeline", "ml")
          .whereLayer("spark.embedding")
          .mayOnlyBeAccessedByLayers("spark.sweep", "spark.bench", "pipeline", "ml")
          .whereLayer("spark.walk")
          .mayOnlyBeAccessedByLayers("spark.embedding", "spark.examples", "spark.bench", "pipeline", "ml")
          .whereLayer("spark.ingest")
          .mayOnlyBeAccessedByLayers("spark.walk", "spark.examples", "spark.sweep", "spark.bench", "pipeline", "ml")
          .whereLayer("spark")
          .mayOnlyBeAccessedByLayers(stagesAnd("pipeline", "ml", "sql", "cli"))
          .whereLayer("dl4j")
          .mayOnlyBeAccessedByLayers("spark.sweep", "spark.bench", "cli")
          .whereLayer("cuda")
          .mayOnlyBeAccessedByLayers("spark.sweep", "cli")
          .whereLayer("table")
          .mayOnlyBeAccessedByLayers(stagesAnd("spark", "report", "pipeline", "ml", "sql", "cli"))
          .whereLayer("config")
          .mayOnlyBeAccessedByLayers("pipeline", "ml", "cli", "sql")
          .whereLayer("trainer")
          .mayOnlyBeAccessedByLayers("dl4j", "cuda", "spark.sweep", "spark.bench")
          .whereLayer("sweep")
          .mayOnlyBeAccessedByLayers("trainer", "config", "dl4j", "spark.sweep", "spark.bench", "report", "pipeline",
              "ml", "cli")
          .whereLayer("sparsity")
          .mayOnlyBeAccessedByLayers("sweep", "trainer", "config", "dl4j", "cuda", "spark.sweep", "spark.bench", "cli")
          .whereLayer("model")
          .mayOnlyBeAccessedByLayers("sparsity", "sweep", "trainer", "config", "dl4j", "cuda", "table", "spark.sweep",
              "spark.bench", "report", "pipeline", "ml", "cli")
          .whereLayer("kernel")
          .mayOnlyBeAccessedByLayers("model", "trainer", "cuda", "spark.sweep", "spark.bench", "cli")
          .whereLayer("metric")
          .mayOnlyBeAccessedByLayers("dataset", "sweep", "trainer", "spark.sweep", "spark.examples")
          .whereLayer("topk")
          .mayOnlyBeAccessedByLayers("sweep", "config", "spark.embedding", "spark.bench", "ml", "pipeline", "sql")
          .whereLayer("dataset")
          .mayOnlyBeAccessedByLayers("trainer", "config", "dl4j", "cuda", "spark.ingest", "spark.walk",
              "spark.examples", "spark.sweep", "spark.bench", "pipeline", "ml")
          .whereLayer("embedding")
          .mayOnlyBeAccessedByLayers("config", "spark.embedding", "spark.bench", "pipeline", "ml")
          .whereLayer("walk")
          .mayOnlyBeAccessedByLayers("config", "spark.walk", "spark.examples", "spark.bench", "ml", "pipeline")
          .whereLayer("graph")
          .mayOnlyBeAccessedByLayers("walk", "config", "spark.ingest", "spark.walk", "spark.examples", "spark.bench",
              "pipeline", "ml", "cli");

  private static Architectures.LayeredArchitecture rooms(String... names) {
    Architectures.LayeredArchitecture architecture = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String name : names) {
      architecture = architecture.layer(name).definedBy(ROOT + name);
    }
    return architecture;
  }

  private static String[] stagesAnd(String... others) {
    return Stream.concat(Stream.of(STAGES).map(stage -> "spark." + stage), Stream.of(others)).toArray(String[]::new);
  }

  @ArchTest
  static void roomsOfSparkShowTheirDoorsOnly(JavaClasses all) {
    assertThat(all.stream()
        .filter(each -> each.getPackageName().startsWith(ROOT + "spark.") && each.isTopLevelClass()
            && each.getModifiers().contains(JavaModifier.PUBLIC))
        .map(each -> each.getName().substring((ROOT + "spark.").length()))).containsExactlyInAnyOrder(DOORS);
  }

  @ArchTest
  static final ArchRule PURE_ROOMS_KNOW_NO_FRAMEWORK = noClasses().that()
      .resideInAnyPackage(ROOT + "common", ROOT + "graph", ROOT + "walk", ROOT + "embedding", ROOT + "topk",
          ROOT + "dataset", ROOT + "kernel", ROOT + "model", ROOT + "metric", ROOT + "sparsity", ROOT + "sweep",
          ROOT + "trainer", ROOT + "config")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..");

  @ArchTest
  static final ArchRule DL4J_HAS_ONE_HOME = noClasses().that()
      .resideOutsideOfPackage(ROOT + "dl4j")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..", "org.bytedeco..");

  @ArchTest
  static final ArchRule THE_CUDA_DRIVER_HAS_ONE_HOME = noClasses().that()
      .resideOutsideOfPackage(ROOT + "cuda")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("com.sun.jna..");

  @ArchTest
  static final ArchRule RANDOMNESS_COMES_FROM_SEEDS = noClasses().should()
      .dependOnClassesThat()
      .haveFullyQualifiedName("java.util.Random")
      .orShould()
      .callMethod(Math.class, "random");
}
