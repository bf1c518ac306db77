package io.sparsewalk.pipeline;

import io.sparsewalk.report.HtmlReport;
import io.sparsewalk.report.ReportData;
import io.sparsewalk.report.ReportData.Graph;
import io.sparsewalk.table.Warehouse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** The HTML reports of a job: the latest in the place of an older one, and one per sweep, by the day on which its last trial ended. */
final class ReportFile {
  private ReportFile() {}

  /** Its place. */
  static Path of(Warehouse warehouse, String job) {
    return new Path(warehouse.root(), "report-" + job + ".html");
  }

  /**
   * Writes it.
   *
   * @param job name of it
   * @param graph that it is about, if it is known
   * @return the file, in the warehouse
   */
  static Path write(Warehouse warehouse, String job, ReportData data, Optional<Graph> graph) throws IOException {
    ByteArrayOutputStream html = new ByteArrayOutputStream();
    HtmlReport.write(data, graph, html);
    Path report = of(warehouse, job);
    warehouse.replace(report, html.toByteArray());
    if (data.provenance().last() != null) {
      LocalDate day = LocalDate.ofInstant(data.provenance().last(), ZoneOffset.UTC);
      warehouse.replace(warehouse.datedReport(job, day, data.sweepId()), html.toByteArray());
    }
    return report;
  }
}
