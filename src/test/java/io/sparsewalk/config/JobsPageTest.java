package io.sparsewalk.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of the keys is made from {@code reference.conf}; {@code -Dsparsewalk.write-pages=true} writes it anew. */
class JobsPageTest {
  private static final String HEAD = """
      # Keys of a job file

      Generated from `src/main/resources/io/sparsewalk/config/reference.conf` by `mvn test -Dtest=JobsPageTest -Dsparsewalk.write-pages=true`; do not edit.

      A job file is HOCON and names only what differs from these defaults. `-D key=value` overrides it, `jobs/sparsewalk config JOB.conf --changed` prints what a job changes and
      why. A key that is not here is an error. A list under `sweep` is a grid.
      """;

  @Test
  void thePageHasEveryKey() throws IOException {
    StringBuilder page = new StringBuilder(HEAD);
    String section = "";
    for (ReferenceKey key : ReferenceKey.all()) {
      String first = key.path().contains(".") || key.value().isEmpty() ? key.path().replaceFirst("\\..*", "") : "job";
      if (!first.equals(section)) {
        page.append("\n## ").append(first).append("\n\n| key | default | meaning |\n|---|---|---|\n");
        section = first;
      }
      page.append("| `")
          .append(key.path())
          .append("` | ")
          .append(key.value().map(value -> "`" + cell(value) + "`").orElse(""))
          .append(" | ")
          .append(cell(meaning(key)))
          .append(" |\n");
    }
    Path file = Path.of("docs/jobs.md");
    if (Boolean.getBoolean("sparsewalk.write-pages")) {
      Files.writeString(file, page);
    }
    assertThat(file).hasContent(page.toString());
  }

  /** Its own, that of the key of RigL with the same end, or, for a substitution, the one that it names. */
  @Test
  void everyKeyHasAMeaning() {
    Map<String, String> meanings =
        ReferenceKey.all().stream().collect(Collectors.toMap(ReferenceKey::path, ReferenceKey::meaning));
    assertThat(ReferenceKey.all()).filteredOn(key -> key.value().filter(value -> !value.startsWith("${")).isPresent())
        .allSatisfy(
            key -> assertThat(key.meaning().isEmpty() ? meanings.get(ofRigl(key.path())) : key.meaning()).as(key.path())
                .isNotEmpty());
  }

  private static String ofRigl(String path) {
    return path.replaceFirst("^methods\\.[\\w-]+\\.(schedule\\.)?", "methods.rigl.");
  }

  private static String meaning(ReferenceKey key) {
    boolean isLikeRigl = key.meaning().isEmpty() && key.value().filter(value -> !value.startsWith("${")).isPresent();
    return isLikeRigl ? "as `" + ofRigl(key.path()) + "`" : key.meaning();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
