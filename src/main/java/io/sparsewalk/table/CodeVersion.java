package io.sparsewalk.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The commit this program was built from, as the build recorded it. */
public final class CodeVersion {
  private static final String CURRENT = load();

  private CodeVersion() {}

  /** Twelve hex digits of the commit, with "-dirty" if the tree had changes; "unknown" outside a git checkout. */
  public static String current() {
    return CURRENT;
  }

  private static String load() {
    try (InputStream in = CodeVersion.class.getResourceAsStream("/sparsewalk-git.properties")) {
      if (in == null) {
        return "unknown";
      }
      Properties properties = new Properties();
      properties.load(in);
      String commit = properties.getProperty("git.commit.id.full", "");
      if (commit.length() < 12) {
        return "unknown";
      }
      return commit.substring(0, 12) + (Boolean.parseBoolean(properties.getProperty("git.dirty")) ? "-dirty" : "");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the build's git properties", e);
    }
  }
}
