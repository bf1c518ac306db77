package io.sparsewalk.spark.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.graph.TimeScale;
import io.sparsewalk.spark.StageFiles;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an earlier ingest has published of the first files of an input, to which the others are appended without reading the first again.
 * Only where vertices are numbered by file, as then nothing of it changes.
 *
 * @param edges its manifest
 * @param files number of files that it is of
 */
record IngestBase(Manifest edges, int files) {
  private static final Logger LOG = LoggerFactory.getLogger(IngestBase.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILES = "files";
  private static final String COMMIT = "code_version";
  /** The fact of a graph whose raw ids are not all integers. */
  private static final long NO_INTEGERS = -1;

  /**
   * The published ingest of most of the first files, with the same settings and code.
   *
   * @param wanted manifest of the whole input
   */
  static Optional<IngestBase> of(Warehouse warehouse, GraphConfig graph, Manifest wanted) {
    if (graph.source().ids() != GraphConfig.IdOrder.BY_FILE) {
      return Optional.empty();
    }
    Optional<IngestBase> longest = Optional.empty();
    for (Path stage : Manifest.published(warehouse)) {
      if (stage.getParent().getName().equals(EdgeTable.NAME)) {
        Optional<Manifest> other = read(warehouse, stage);
        int files = other.map(known -> common(inputs(wanted), inputs(known))).orElse(0);
        if (files > longest.map(IngestBase::files).orElse(0) && isWhole(warehouse, other.get())) {
          longest = Optional.of(new IngestBase(other.get(), files));
        }
      }
    }
    return longest;
  }

  /** What is damaged is no base; whoever needs it says so. */
  private static Optional<Manifest> read(Warehouse warehouse, Path stage) {
    try {
      return Optional.of(Manifest.read(warehouse, stage));
    } catch (DataRefusedException e) {
      LOG.debug("passed by", e);
      return Optional.empty();
    }
  }

  private static ObjectNode inputs(Manifest manifest) {
    try {
      ObjectNode inputs = (ObjectNode) JSON.readTree(manifest.inputsJson());
      inputs.remove(COMMIT);
      return inputs;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("no JSON of the inputs of " + manifest.fingerprint(), e);
    }
  }

  /** Number of files of another input, if they are the first of this one and all else is the same; else 0. */
  private static int common(ObjectNode wanted, ObjectNode other) {
    JsonNode all = wanted.remove(FILES);
    JsonNode first = other.remove(FILES);
    if (first == null || first.size() >= all.size() || !wanted.equals(other)) {
      return 0;
    }
    for (int f = 0; f < first.size(); f++) {
      if (!all.get(f).equals(first.get(f))) {
        return 0;
      }
    }
    return first.size();
  }

  /** True if all is there, and in the form that is appended to: integers, and times as they are in the files. */
  private static boolean isWhole(Warehouse warehouse, Manifest edges) {
    boolean fits = edges.count("max_raw_integer_id") != NO_INTEGERS && Boolean.FALSE.equals(edges.fact("weighted"))
        && Boolean.FALSE.equals(edges.fact("bipartite")) && Boolean.FALSE.equals(edges.fact("rounded"));
    return fits && IngestStage.TABLES.stream()
        .allMatch(table -> StageFiles.intact(warehouse, warehouse.stage(table, edges.fingerprint())).isPresent());
  }

  /** A figure of it. */
  long count(String fact) {
    return edges.count(fact);
  }

  /**
   * The unit of its times, if later edges fit into it: all of them after its last one, and none with more digits.
   *
   * @param earliest first time of the later edges by its number of decimals
   */
  Optional<TimeScale> scale(long[] earliest, long[] latest) {
    TimeScale scale = new TimeScale((int) count("time_decimals"));
    if (TimeScale.finest(earliest, latest) > scale.decimals() || !TimeScale.fits(scale.decimals(), earliest, latest)) {
      return Optional.empty();
    }
    for (int d = 0; d < earliest.length; d++) {
      if (earliest[d] <= latest[d] && scale.apply(earliest[d], d) <= count("max_time")) {
        return Optional.empty();
      }
    }
    return Optional.of(scale);
  }

  /** The quarantined lines: file, line, text, reason. */
  List<Row> bad(SparkSession spark, Warehouse warehouse) {
    return StageFiles.read(spark, warehouse, IngestStage.QUARANTINED, edges.fingerprint()).collectAsList();
  }

  /** The files of one of its tables, in the order of the rows. */
  List<Path> paths(Warehouse warehouse, String table) {
    Path stage = warehouse.stage(table, edges.fingerprint());
    return Manifest.read(warehouse, stage).paths(warehouse, stage);
  }

  /**
   * Copies one of its tables to where its successor is written.
   *
   * @return number of files: the names of what is appended come after theirs
   */
  int copy(SparkSession spark, Warehouse warehouse, String table, Path target) {
    List<Path> from = paths(warehouse, table);
    List<String> names = new ArrayList<>();
    for (int part = 0; part < from.size(); part++) {
      names.add(from.get(part) + "\n" + new Path(target, String.format("part-%05d.parquet", part)));
    }
    JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(names, names.size()).foreach(pair -> {
      Path source = new Path(pair.substring(0, pair.indexOf('\n')));
      FileSystem files = source.getFileSystem(warehouse.configuration());
      if (!FileUtil.copy(files, source, files, new Path(pair.substring(pair.indexOf('\n') + 1)), false, false,
          warehouse.configuration())) {
        throw new IOException("cannot copy " + source);
      }
    });
    return from.size();
  }
}
