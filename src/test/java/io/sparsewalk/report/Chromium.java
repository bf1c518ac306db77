package io.sparsewalk.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.Assumptions;

/** A browser without a window. */
final class Chromium {
  private Chromium() {}

  /** The document after scripts ran; skips the test on a machine without Chromium. */
  static String dom(String page, Path directory) throws Exception {
    Path browser = Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "chromium"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
    Assumptions.assumeThat(browser).as("chromium on the PATH").isNotNull();
    Path file = Files.writeString(directory.resolve("report.html"), page);
    Path dom = directory.resolve("dom.html");
    Process process =
        new ProcessBuilder(browser.toString(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--user-data-dir=" + Files.createDirectories(directory.resolve("profile")), "--window-size=1300,900",
            "--virtual-time-budget=10000", "--dump-dom", file.toUri().toString()).redirectOutput(dom.toFile())
            .redirectError(directory.resolve("browser.log").toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the browser ends").isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
    return Files.readString(dom);
  }
}
