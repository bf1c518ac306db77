package io.sparsewalk;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;

/** The quick lane stays quick: tests that start Spark say so by their tag. */
@AnalyzeClasses(packages = "io.sparsewalk", importOptions = ImportOption.OnlyIncludeTests.class)
class LanesTest {
  private static final DescribedPredicate<JavaClass> START_SPARK = DescribedPredicate.describe("start Spark",
      test -> test.getDirectDependenciesFromSelf()
          .stream()
          .map(dependency -> dependency.getTargetClass().getName())
          .anyMatch(
              name -> name.startsWith("org.apache.spark.sql.SparkSession") || name.equals("io.sparsewalk.cli.Main")));

  private static final DescribedPredicate<JavaClass> TAGGED_SPARK =
      DescribedPredicate.describe("tagged spark, by @Tag(\"spark\") of its own or inherited",
          test -> Arrays.stream(test.reflect().getAnnotationsByType(Tag.class))
              .anyMatch(tag -> tag.value().equals("spark")));

  @ArchTest
  static final ArchRule WHAT_STARTS_SPARK_IS_NOT_QUICK =
      classes().that().haveSimpleNameEndingWith("Test").and(START_SPARK).should(ArchConditions.be(TAGGED_SPARK));
}
