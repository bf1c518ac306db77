package io.sparsewalk.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparsewalk.report.ReportData.Graph;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One self-contained HTML file about a sweep. Each chart has its figures in a table below, so the file also reads without JavaScript. */
public final class HtmlReport {
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
    byte[] page = HtmlPage.of(body.title(), body.head(), sections, specs);
    try {
      out.write(page);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the report of sweep " + data.sweepId(), e);
    }
  }
}
