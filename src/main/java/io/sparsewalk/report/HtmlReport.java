package io.sparsewalk.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparsewalk.common.Sha256;
import io.sparsewalk.report.ReportData.Graph;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One self-contained HTML file about a sweep. It loads nothing: Vega-Lite is inside, the policy in its head forbids
 * every connection and every script but those inside, by their hashes. Each chart has its figures in a table below, so
 * the file also reads without JavaScript. Names and messages from the tables appear only as escaped text or as JSON
 * data.
 */
public final class HtmlReport {
  private static final List<String> SCRIPTS =
      List.of("vega.min.js", "vega-lite.min.js", "vega-embed.min.js", "report.js");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

  private HtmlReport() {}

  /**
   * Writes the report in UTF-8 and leaves the stream open.
   *
   * @param graph that the sweep is about, if it is known
   */
  public static void write(ReportData data, Optional<Graph> graph, OutputStream out) {
    Map<String, JsonNode> specs = new LinkedHashMap<>();
    ReportBody body = new ReportBody(data, graph, specs);
    String sections = body.html();
    List<String> scripts = SCRIPTS.stream().map(Resource::text).toList();
    String page = fill(Resource.text("report.html"), Map.of("policy", policy(scripts), "title",
        new Html().text(body.title()).toString(), "style", Resource.text("report.css"), "head", body.head(), "body",
        sections, "data",
        specs.entrySet().stream().map(spec -> data(spec.getKey(), spec.getValue())).collect(Collectors.joining("\n")),
        "scripts",
        scripts.stream().map(script -> "<script>" + script + "</script>").collect(Collectors.joining("\n"))));
    try {
      out.write(page.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the report of sweep " + data.sweepId(), e);
    }
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
