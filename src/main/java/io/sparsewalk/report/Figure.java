package io.sparsewalk.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** A picture with a caption, the query that gives its figures, and the figures themselves. */
final class Figure {
  private Figure() {}

  /**
   * Writes one.
   *
   * @param specs receives the specification by its id
   */
  static void write(Html html, Map<String, JsonNode> specs, Caption caption, JsonNode spec, String query) {
    String id = "chart-" + specs.size();
    specs.put(id, spec);
    html.element("figure", () -> {
      html.element("figcaption", () -> {
        html.element("b", caption.title());
        html.element("span", caption.detail().isEmpty() ? "" : ", " + caption.detail());
      });
      html.element("div", "", "class", "chart", "data-spec", id, "role", "img", "aria-label",
          caption.title() + ", " + caption.detail() + "; the figures are in the tables");
      html.element("details", () -> {
        html.element("summary", "SQL and CSV");
        html.element("pre", query);
        html.element("pre", ChartData.csv(spec));
      }, "class", "data");
    });
  }

  /**
   * What is above a picture.
   *
   * @param detail after the title; may be empty
   */
  record Caption(String title, String detail) {}
}
