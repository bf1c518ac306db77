package io.sparsewalk.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The files of {@code /report} in the jar: template, style, script, chart skeletons and the vendored JavaScript. */
final class Resource {
  private Resource() {}

  static String text(String name) {
    try (InputStream in = Resource.class.getResourceAsStream("/report/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no /report/" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read /report/" + name, e);
    }
  }
}
