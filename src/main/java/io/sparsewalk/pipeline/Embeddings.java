package io.sparsewalk.pipeline;

import static org.apache.spark.sql.functions.col;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.spark.StageFiles;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.topk.NearestRows;
import io.sparsewalk.topk.SparseRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The published embeddings of a job and a seed, by the ids of the edge list: to take out and to look things up in. */
public final class Embeddings {
  /** Searches whose median time is told. */
  private static final int SEARCHES = 5;

  private final Supplier<SparkSession> session;
  private final Warehouse warehouse;
  private final String edges;
  private final Map<String, Manifest> byKey;

  /** How vectors are written. */
  public enum Format {
    /** A directory of Parquet files: id, vector, trained; of sparse ones id, indices, values. */
    PARQUET,
    /** {@code vectors.txt}, as the tool of that name writes it. */
    WORD2VEC,
    /** {@code vectors.npy}, and {@code ids.txt} with a line per row. */
    NUMPY
  }

  /**
   * What a search found.
   *
   * @param bytes of the vectors in memory
   * @param milliseconds of a look at all of them, the median of some
   */
  public record Search(String embedding, List<String> vertices, double[] cosines, long bytes, double milliseconds) {}

  /**
   * @param session is asked when something is read
   * @param edges fingerprint of the graph
   * @param byKey embeddings as in {@code sweep.embeddings}; the dense one first
   */
  Embeddings(Supplier<SparkSession> session, Warehouse warehouse, String edges, Map<String, Manifest> byKey) {
    this.session = session;
    this.warehouse = warehouse;
    this.edges = edges;
    this.byKey = byKey;
  }

  private Manifest of(String key) {
    if (!byKey.containsKey(key)) {
      throw new DataRefusedException("the job has no embedding '" + key + "' but " + String.join(", ", byKey.keySet())
          + ": -D sweep.embeddings=[dense," + key + "] makes it one of the job");
    }
    return byKey.get(key);
  }

  private boolean isDense(String key) {
    return key.equals(byKey.keySet().iterator().next());
  }

  private Manifest dense() {
    return byKey.values().iterator().next();
  }

  /** Vertices of the graph. */
  public long vertices() {
    return dense().count("vertices");
  }

  /** Rows (vertex, id, trained, vector), or (vertex, id, indices, values), in no order. */
  private Dataset<Row> rows(String key) {
    Manifest embedding = of(key);
    Dataset<Row> ids = StageFiles.read(session.get(), warehouse, "vertices", edges).toDF("vertex", "id");
    return StageFiles.read(session.get(), warehouse, embedding.stage(), embedding.fingerprint()).join(ids, "vertex");
  }

  /**
   * Writes vectors.
   *
   * @param key of the embedding
   * @param directory a new one, on this machine unless as Parquet
   * @return how many
   * @throws DataRefusedException if the directory is there already, or the format has no place for these vectors
   */
  public long export(String key, Format format, String directory) {
    Manifest embedding = of(key);
    if (format == Format.PARQUET) {
      org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(directory);
      if (warehouse.exists(target)) {
        throw new DataRefusedException(directory + ": is there already; name a new directory");
      }
      try {
        rows(key).drop("vertex").write().parquet(directory);
      } catch (RuntimeException e) {
        // Half of the files would be in the way of the next try.
        warehouse.discard(target);
        throw e;
      }
      return vertices();
    }
    if (!isDense(key)) {
      throw new DataRefusedException("--format " + format.name().toLowerCase(Locale.ROOT)
          + " has dense vectors only: write the embedding " + key + " as parquet");
    }
    VectorFiles files = new VectorFiles(Path.of(directory), Math.toIntExact(embedding.count("trained")),
        Math.toIntExact(embedding.count("dimension")));
    Iterator<Row> vectors =
        rows(key).where("trained").orderBy("vertex").select(col("id"), col("vector")).toLocalIterator();
    return format == Format.NUMPY ? files.numpy(vectors) : files.word2vec(vectors);
  }

  /**
   * The nearest vertices by every embedding.
   *
   * @param id of the edge list
   * @throws DataRefusedException if the graph has no such vertex, or the vectors do not fit the memory of this process
   */
  public List<Search> neighbours(String id, int count) {
    long bytes = 4 * vertices() * dense().count("dimension");
    if (2 * bytes > Runtime.getRuntime().maxMemory()) {
      throw new DataRefusedException("the vectors take " + (bytes >> 20) + " MiB, this process has "
          + (Runtime.getRuntime().maxMemory() >> 20) + " MiB: SPARSEWALK_JAVA_OPTIONS=-Xmx says how much");
    }
    List<Row> own =
        StageFiles.read(session.get(), warehouse, "vertices", edges).where(col("raw").equalTo(id)).takeAsList(1);
    if (own.isEmpty()) {
      throw new DataRefusedException("the graph has no vertex '" + id + "'");
    }
    int vertex = own.get(0).getAs("id");
    List<Search> searches = new ArrayList<>();
    byKey.forEach((key, embedding) -> searches.add(search(key, embedding, vertex, count)));
    return searches;
  }

  private Search search(String key, Manifest embedding, int vertex, int count) {
    ParquetColumns columns = new ParquetColumns(warehouse, warehouse.stage(embedding.stage(), embedding.fingerprint()));
    int dimension = (int) dense().count("dimension");
    long bytes;
    Supplier<NearestRows> search;
    if (isDense(key)) {
      float[] values = columns.floatLists("vector").values();
      bytes = 4L * values.length;
      search = () -> NearestRows.dense(values, dimension, vertex, count);
    } else {
      ParquetColumns.FloatLists values = columns.floatLists("values");
      SparseRows rows =
          new SparseRows(dimension, values.offsets(), columns.intLists("indices").values(), values.values());
      bytes = 4L * rows.offsets().length + 8L * rows.values().length;
      search = () -> NearestRows.sparse(rows, vertex, count);
    }
    double[] times = new double[SEARCHES];
    NearestRows found = null;
    for (int i = 0; i < times.length; i++) {
      long begin = System.nanoTime();
      found = search.get();
      times[i] = (System.nanoTime() - begin) / 1e6;
    }
    Arrays.sort(times);
    return new Search(key, raw(found.rows()), found.cosines(), bytes, times[SEARCHES / 2]);
  }

  private List<String> raw(int[] vertices) {
    Object[] wanted = IntStream.of(vertices).boxed().toArray();
    Map<Integer, String> names = new TreeMap<>();
    StageFiles.read(session.get(), warehouse, "vertices", edges)
        .where(col("id").isin(wanted))
        .collectAsList()
        .forEach(row -> names.put(row.getAs("id"), row.getAs("raw")));
    return IntStream.of(vertices).mapToObj(names::get).toList();
  }
}
