package io.sparsewalk;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may import whom: arrows point down only. */
@AnalyzeClasses(packages = "io.sparsewalk", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.sparsewalk.";

  @ArchTest
  static final ArchRule ROOMS = layeredArchitecture().consideringOnlyDependenciesInLayers()
      .layer("common").definedBy(ROOT + "common").layer("graph").definedBy(ROOT + "graph")
      .layer("walk").definedBy(ROOT + "walk").layer("embedding").definedBy(ROOT + "embedding")
      .layer("topk").definedBy(ROOT + "topk").layer("dataset").definedBy(ROOT + "dataset")
      .layer("kernel").definedBy(ROOT + "kernel").layer("model").definedBy(ROOT + "model")
      .layer("metric").definedBy(ROOT + "metric").layer("sparsity").definedBy(ROOT + "sparsity")
      .layer("sweep").definedBy(ROOT + "sweep").layer("trainer").definedBy(ROOT + "trainer")
      .layer("config").definedBy(ROOT + "config").layer("table").definedBy(ROOT + "table")
      .layer("dl4j").definedBy(ROOT + "dl4j").layer("cuda").definedBy(ROOT + "cuda").layer("spark").definedBy(ROOT + "spark").layer("report").definedBy(ROOT + "report")
      .layer("cli").definedBy(ROOT + "cli")
      .whereLayer("cli").mayNotBeAccessedByAnyLayer()
      .whereLayer("report").mayOnlyBeAccessedByLayers("cli")
      .whereLayer("spark").mayOnlyBeAccessedByLayers("cli")
      .whereLayer("dl4j").mayOnlyBeAccessedByLayers("spark", "cli")
      .whereLayer("cuda").mayOnlyBeAccessedByLayers("spark", "cli")
      .whereLayer("table").mayOnlyBeAccessedByLayers("spark", "report", "cli")
      .whereLayer("config").mayOnlyBeAccessedByLayers("cli")
      .whereLayer("trainer").mayOnlyBeAccessedByLayers("dl4j", "cuda", "spark", "cli")
      .whereLayer("sweep").mayOnlyBeAccessedByLayers("trainer", "config", "dl4j", "spark", "cli")
      .whereLayer("sparsity").mayOnlyBeAccessedByLayers("sweep", "trainer", "config", "dl4j", "cuda", "spark", "report", "cli")
      .whereLayer("model").mayOnlyBeAccessedByLayers("sparsity", "sweep", "trainer", "config", "dl4j", "cuda", "table", "spark", "cli")
      .whereLayer("kernel").mayOnlyBeAccessedByLayers("model", "trainer", "cuda", "spark", "cli")
      .whereLayer("metric").mayOnlyBeAccessedByLayers("trainer", "spark", "cli")
      .whereLayer("topk").mayOnlyBeAccessedByLayers("dataset", "sweep", "config", "spark", "cli")
      .whereLayer("embedding").mayOnlyBeAccessedByLayers("topk", "dataset", "config", "spark", "cli")
      .whereLayer("walk").mayOnlyBeAccessedByLayers("embedding", "config", "spark", "cli")
      .whereLayer("graph").mayOnlyBeAccessedByLayers("walk", "dataset", "config", "spark", "cli");

  @ArchTest
  static final ArchRule PURE_ROOMS_KNOW_NO_FRAMEWORK = noClasses().that().resideInAnyPackage(ROOT + "common",
          ROOT + "graph", ROOT + "walk", ROOT + "embedding", ROOT + "topk", ROOT + "dataset", ROOT + "kernel",
          ROOT + "model", ROOT + "metric", ROOT + "sparsity", ROOT + "sweep", ROOT + "trainer", ROOT + "config")
      .should().dependOnClassesThat().resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..");

  @ArchTest
  static final ArchRule DL4J_HAS_ONE_HOME = noClasses().that().resideOutsideOfPackage(ROOT + "dl4j")
      .should().dependOnClassesThat().resideInAnyPackage("org.deeplearning4j..", "org.nd4j..", "org.bytedeco..");

  @ArchTest
  static final ArchRule THE_CUDA_DRIVER_HAS_ONE_HOME = noClasses().that().resideOutsideOfPackage(ROOT + "cuda")
      .should().dependOnClassesThat().resideInAnyPackage("com.sun.jna..");

  @ArchTest
  static final ArchRule RANDOMNESS_COMES_FROM_SEEDS = noClasses().should().dependOnClassesThat()
      .haveFullyQualifiedName("java.util.Random").orShould().callMethod(Math.class, "random");
}
