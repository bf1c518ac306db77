package io.sparsewalk.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which program this is: the commit that it was built from, as the build recorded it, and else what is in it. */
public final class CodeVersion {
  private static final int DIGITS = 12;
  private static final String CURRENT = load();

  private CodeVersion() {}

  /**
   * Twelve hex digits of the commit. If its tree had changes, "-dirty-" and twelve of the hash of all classes follow; outside a git checkout
   * that hash stands alone, after "nogit-".
   */
  public static String current() {
    return CURRENT;
  }

  private static String load() {
    try (InputStream in = CodeVersion.class.getResourceAsStream("/sparsewalk-git.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      String commit = properties.getProperty("git.commit.id.full", "");
      boolean dirty = Boolean.parseBoolean(properties.getProperty("git.dirty"));
      if (commit.length() < DIGITS) {
        return "nogit-" + StageCode.ofProgram();
      }
      return commit.substring(0, DIGITS) + (dirty ? "-dirty-" + StageCode.ofProgram() : "");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the build's git properties", e);
    }
  }
}
