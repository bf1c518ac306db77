package io.sparsewalk.spark.ingest;

import io.sparsewalk.graph.EdgeFormat;
import io.sparsewalk.graph.EdgeLineParser;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.spark.ingest.EdgeFile.Edge;
import io.sparsewalk.table.ContentHashes;
import io.sparsewalk.table.Warehouse;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * What the reader makes of a file, without Spark.
 *
 * @param bad why lines are quarantined
 * @param bipartite true: a source and a target of the same id are different vertices
 */
record ReadFile(long lines, long comments, List<Edge> edges, List<String> bad, boolean bipartite) {
  private static final Configuration CONFIGURATION = new Configuration();

  static ReadFile of(Path path, long rangeBytes, GraphConfig.Preset preset) {
    GraphConfig graph = new GraphConfig(List.of(path.toString()), "", "", "", "", "d", EdgeFormat.AUTO,
        GraphConfig.Columns.FOUND, true, GraphConfig.SelfLoops.KEEP, 0, 1024)
        .withReading(new GraphConfig.Reading(GraphConfig.Choice.AUTO, "auto", GraphConfig.Weights.REFUSE, preset));
    Warehouse warehouse = new Warehouse(path.resolveSibling("warehouse").toString(), CONFIGURATION);
    Downloads none = new Downloads(warehouse, Downloads.Limits.of(1));
    InputForm form = InputForm.of(EdgeInput.list(graph, none, new ContentHashes(warehouse, false)), graph);
    long lines = 0;
    long comments = 0;
    List<Edge> edges = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    for (EdgeLines.Range range : EdgeLines.Range.of(form.files(), rangeBytes)) {
      RangeLines of = new RangeLines(range, CONFIGURATION);
      while (of.next()) {
        EdgeLineParser edge = of.edge();
        if (of.reason() == null) {
          edges.add(new Edge(edge.source(), edge.target(), BigDecimal.valueOf(edge.time(), edge.decimals())));
        } else {
          bad.add(of.reason());
        }
      }
      lines += of.count();
      comments += of.comments();
    }
    return new ReadFile(lines, comments, edges, bad, form.bipartite());
  }
}
