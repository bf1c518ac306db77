package io.sparsewalk.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparsewalk.report.DataCard.Histogram;
import io.sparsewalk.report.DataCard.Scale;

/** Specifications of pictures of counts in bins. */
final class Histograms {
  private Histograms() {}

  static JsonNode of(Histogram histogram) {
    ObjectNode spec = Charts.skeleton("bars.vl.json");
    ArrayNode bars = (ArrayNode) spec.at("/datasets/bars");
    histogram.bars()
        .forEach(bar -> bars.addObject().put("from", bar.from()).put("to", bar.to()).put("count", bar.count()));
    ArrayNode marks = (ArrayNode) spec.at("/datasets/marks");
    histogram.marks().forEach(mark -> marks.addObject().put("at", mark.at()).put("name", mark.name()));
    ObjectNode x = (ObjectNode) spec.at("/layer/0/encoding/x");
    x.put("title", histogram.axis());
    ((ObjectNode) spec.at("/layer/0/encoding/y")).put("title", histogram.counted());
    if (histogram.scale() == Scale.LOG) {
      ((ObjectNode) x.get("scale")).put("type", "log").put("base", 2);
    } else if (histogram.scale() == Scale.TIME) {
      ((ObjectNode) x.get("scale")).put("type", "utc");
      for (int layer = 0; layer < spec.get("layer").size(); layer++) {
        ((ObjectNode) spec.at("/layer/" + layer + "/encoding/x")).put("type", "temporal");
      }
      ((ObjectNode) spec.at("/layer/0/encoding/tooltip/0")).put("type", "temporal");
      ((ObjectNode) spec.at("/layer/0/encoding/tooltip/1")).put("type", "temporal");
    }
    return spec;
  }
}
