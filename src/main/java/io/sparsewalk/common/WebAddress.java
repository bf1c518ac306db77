package io.sparsewalk.common;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Addresses of files behind http and https, whose queries may be secrets: signatures, tokens. */
public final class WebAddress {
  private static final Pattern WEB = Pattern.compile("(?is)https?:.*");
  private static final Pattern VALUE = Pattern.compile("=[^&]*");
  private static final Pattern NAMELESS = Pattern.compile("(?<=[?&])[^&=]+(?=&|$)");
  private static final String ILLEGAL = " <>\"{}|\\^`";

  private WebAddress() {}

  public static boolean isWeb(String path) {
    return WEB.matcher(path).matches();
  }

  /**
   * An address as people paste it; what may not be in one is percent-encoded, what is encoded stays.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static URI uri(String address) {
    StringBuilder encoded = new StringBuilder();
    address.strip().replaceFirst("#.*$", "").codePoints().forEach(c -> {
      String character = Character.toString(c);
      boolean legal = c > ' ' && c < 127 && ILLEGAL.indexOf(c) < 0;
      encoded.append(legal ? character : URLEncoder.encode(character, StandardCharsets.UTF_8).replace("+", "%20"));
    });
    URI uri = URI.create(encoded.toString());
    Checks.check(uri.getHost() != null, "no address with a host: %s", shown(address));
    return uri;
  }

  /** For people, logs and tables: an address without the values of its query; any other text as it is. */
  public static String shown(String path) {
    int query = isWeb(path) ? path.indexOf('?') : -1;
    if (query < 0) {
      return path;
    }
    String values = VALUE.matcher(path.substring(query)).replaceAll("=***");
    return path.substring(0, query) + NAMELESS.matcher(values).replaceAll("***");
  }
}
