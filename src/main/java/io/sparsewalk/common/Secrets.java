package io.sparsewalk.common;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Secrets in addresses: users with their passwords, and the values of queries. What is kept and shown has none. */
public final class Secrets {
  /** In front of a host. A key of S3 may hold slashes; of http a user alone may be a token. */
  private static final Pattern USER = Pattern.compile(
      "(?i)(\\bs3[an]?://[^/:@\\s]*:)[^@\\s]+(?=@)|(\\bhttps?://)[^/@\\s?#]+(?=@)|(\\b[a-z][a-z0-9+.-]*://[^/:@\\s]*:)[^/@\\s]+(?=@)");
  private static final Pattern WEB = Pattern.compile("(?i)\\bhttps?://[^\\s'\"<>]+");

  private Secrets() {}

  /**
   * Checks a setting, which is kept with every result.
   *
   * @throws IllegalArgumentException if there is a password in an address; it is not in the message
   */
  public static void check(String key, String text) {
    Checks.check(!USER.matcher(text).find(),
        "%s must not hold a password; give credentials to Hadoop's configuration: %s", key, shown(text));
  }

  /** A text without the secrets of the addresses in it. */
  public static String shown(String text) {
    String withoutUsers = USER.matcher(text)
        .replaceAll(match -> Matcher
            .quoteReplacement(kept(match.group(1)) + kept(match.group(2)) + kept(match.group(3)) + "***"));
    return WEB.matcher(withoutUsers).replaceAll(match -> Matcher.quoteReplacement(WebAddress.shown(match.group())));
  }

  private static String kept(String group) {
    return group == null ? "" : group;
  }
}
