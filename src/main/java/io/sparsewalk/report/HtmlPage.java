package io.sparsewalk.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparsewalk.common.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One self-contained HTML file. It loads nothing: Vega-Lite is inside, the policy in its head forbids every connection and every script but
 * those inside, by their hashes. Names and messages from the tables appear only as escaped text or as JSON data.
 */
final class HtmlPage {
  private static final List<String> SCRIPTS =
      List.of("vega.min.js", "vega-lite.min.js", "vega-embed.min.js", "report.js");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

  private HtmlPage() {}

  /**
   * The page, in UTF-8.
   *
   * @param head fragment before the sections
   * @param body the sections
   * @param specs the charts of the sections: id to specification
   */
  static byte[] of(String title, String head, String body, Map<String, JsonNode> specs) {
    List<String> scripts = SCRIPTS.stream().map(Resource::text).toList();
    String page = fill(Resource.text("report.html"), Map.of("policy", policy(scripts), "title",
        new Html().text(title).toString(), "style", Resource.text("report.css"), "head", head, "body", body, "data",
        specs.entrySet().stream().map(spec -> data(spec.getKey(), spec.getValue())).collect(Collectors.joining("\n")),
        "scripts",
        scripts.stream().map(script -> "<script>" + script + "</script>").collect(Collectors.joining("\n"))));
    return page.getBytes(StandardCharsets.UTF_8);
  }

  /** One pass: what looks like a placeholder inside a value stays as it is. */
  private static String fill(String template, Map<String, String> values) {
    return PLACEHOLDER.matcher(template).replaceAll(found -> Matcher.quoteReplacement(values.get(found.group(1))));
  }

  /** Data that no parser takes for the end of its script element. */
  private static String data(String id, JsonNode spec) {
    return "<script type=\"application/json\" id=\"" + id + "\">" + spec.toString().replace("<", "\\u003c")
        + "</script>";
  }

  private static String policy(List<String> scripts) {
    String hashes = scripts.stream().map(script -> " 'sha256-" + sha256(script) + "'").collect(Collectors.joining());
    // Vega sets inline styles; they can reach nothing, as everything else is forbidden.
    return "default-src 'none'; script-src" + hashes
        + "; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
  }

  private static String sha256(String text) {
    return Base64.getEncoder().encodeToString(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
  }
}
