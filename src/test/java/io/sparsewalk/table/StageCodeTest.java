package io.sparsewalk.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.sparsewalk.spark.embedding.EmbedStage;
import io.sparsewalk.spark.examples.SplitStage;
import io.sparsewalk.spark.ingest.IngestStage;
import io.sparsewalk.spark.sweep.SweepStage;
import io.sparsewalk.spark.walk.WalkStage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which code a stage's version is made of; ArchUnit, which reads whole class files, is the oracle. */
class StageCodeTest {
  private static final JavaClasses ALL =
      new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.sparsewalk");

  @Test
  void allCodeThatAStageDependsOnIsInItsVersion() {
    for (Class<?> stage : List.of(IngestStage.class, WalkStage.class, EmbedStage.class, SplitStage.class,
        SweepStage.class)) {
      Set<String> reached = StageCode.reached(stage.getName()).keySet();
      assertThat(reached).as(stage.getSimpleName()).containsAll(dependencies(stage));
    }
  }

  private static Set<String> dependencies(Class<?> stage) {
    Set<String> found = new TreeSet<>();
    Deque<JavaClass> open = new ArrayDeque<>(List.of(ALL.get(stage)));
    while (!open.isEmpty()) {
      JavaClass next = open.pop();
      if (next.getName().startsWith("io.sparsewalk.") && found.add(next.getName())) {
        next.getDirectDependenciesFromSelf()
            .stream()
            .map(Dependency::getTargetClass)
            .map(JavaClass::getBaseComponentType)
            .forEach(open::push);
      }
    }
    return found;
  }

  @Test
  void whatComesAfterAStageIsNotInItsVersion() {
    assertThat(StageCode.reached(IngestStage.class.getName()).keySet()).noneMatch(name -> name
        .matches("io[.]sparsewalk[.](walk|trainer|sparsity|report|cli|config|pipeline|spark[.]sweep)[.].*"));
    assertThat(StageCode.reached(SweepStage.class.getName()).keySet())
        .noneMatch(name -> name.matches("io[.]sparsewalk[.](report|cli|config|pipeline|spark[.]bench)[.].*"))
        .contains("io.sparsewalk.trainer.TrialGroup", "io.sparsewalk.sparsity.DropGrow");
  }

  @Test
  void everyChangeOfAClassFileIsAnotherVersionAndNoClassFileIsRefused() throws Exception {
    byte[] bytes;
    try (var in = Manifest.class.getResourceAsStream("Manifest.class")) {
      bytes = in.readAllBytes();
    }
    ClassFile file = ClassFile.of(bytes);
    assertThat(file.names()).contains("io.sparsewalk.table.DataFile", "io.sparsewalk.common.DataRefusedException");
    bytes[bytes.length - 1] ^= 1;
    assertThat(ClassFile.of(bytes).hash()).isNotEqualTo(file.hash());
    assertThatThrownBy(() -> ClassFile.of(new byte[16])).hasMessage("no class file");
  }

  @Test
  void aVersionOfTheWholeProgramIsAtHandWithoutGit() {
    assertThat(StageCode.ofProgram()).matches("[0-9a-f]{12}").isNotEqualTo(StageCode.of(SweepStage.class));
    assertThat(CodeVersion.current()).matches("[0-9a-f]{12}(-dirty-[0-9a-f]{12})?|nogit-[0-9a-f]{12}");
  }
}
