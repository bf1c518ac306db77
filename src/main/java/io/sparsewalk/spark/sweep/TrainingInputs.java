package io.sparsewalk.spark.sweep;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Settings;
import io.sparsewalk.dataset.EdgeOperator;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.Labels;
import io.sparsewalk.dataset.VertexFeatures;
import io.sparsewalk.spark.embedding.EmbedStage;
import io.sparsewalk.spark.embedding.TopKStage;
import io.sparsewalk.model.StoredBytes;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.Warehouse;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What trials of a seed and embedding train on, as fingerprints of published tables. */
public sealed interface TrainingInputs extends Serializable {

  /** Fingerprint of the examples. */
  String examples();

  /** What the outputs of a network are. */
  Labels labels();

  /** Fingerprint of the features, which a trained network needs again. */
  String features();

  /** The features in words. */
  String description();

  /** Identity and content of {@code config_json}, keys sorted. */
  Map<String, Object> settings();

  /**
   * Pairs to be scored.
   *
   * @throws DataRefusedException if a network over these inputs scores no pairs, or not without more
   */
  Examples pairs(int[] source, int[] target);

  /**
   * Vertices to be scored.
   *
   * @throws DataRefusedException if a network over these inputs scores no vertices
   */
  Examples vertices(int[] vertices);

  /** Chosen rows of a file of the table of examples. */
  Examples read(ParquetColumns columns, boolean[] chosen);

  /** Reads them. */
  TrialSource source(Warehouse warehouse);

  /** Bytes of the whole embedding that its rows are of, if they are rows of one. */
  default Optional<StoredBytes> embeddingBytes(Warehouse warehouse) {
    return Optional.empty();
  }

  /** These, for the engines that hold rows of an embedding. */
  default Embedded embedded() {
    throw new IllegalStateException("only the engine vector trains on " + description());
  }

  /** Rows of an embedding, and what is made of them. */
  sealed interface Embedded extends TrainingInputs {
    Vectors vectors();

    /** What the network is told of the rows of the ends of an example. */
    List<EdgeOperator> edge();

    /** Number of pair features. */
    int pairFeatures();

    @Override
    default String features() {
      return vectors().fingerprint();
    }

    @Override
    default TrialSource source(Warehouse warehouse) {
      return new EmbeddedSource(warehouse, this);
    }

    @Override
    default Optional<StoredBytes> embeddingBytes(Warehouse warehouse) {
      return Optional.of(vectors().bytes(warehouse));
    }

    @Override
    default Embedded embedded() {
      return this;
    }

    @Override
    default Map<String, Object> settings() {
      Map<String, Object> settings = new TreeMap<>(vectors().settings());
      settings.put("examples", examples());
      settings.put("graph", "");
      settings.put("edge", edge().stream().map(Settings::word).toList());
      settings.put("pairs", pairFeatures());
      settings.put("outputs", labels().outputs());
      return settings;
    }
  }

  /** Pairs of vertices: whether an edge comes. */
  record Pairs(String examples, Vectors vectors, List<EdgeOperator> edge, int pairFeatures) implements Embedded {
    @Override
    public Examples read(ParquetColumns columns, boolean[] chosen) {
      return ExampleColumns.pairs(columns, pairFeatures, chosen);
    }

    @Override
    public Labels labels() {
      return new Labels.Binary();
    }

    @Override
    public String description() {
      return edge.stream().map(Settings::word).collect(Collectors.joining(", "))
          + " of the rows of source and target in the embedding"
          + (pairFeatures > 0 ? ", then " + pairFeatures + " pair features" : "");
    }

    @Override
    public Examples pairs(int[] source, int[] target) {
      if (pairFeatures > 0) {
        throw new DataRefusedException(
            "the model needs pair features, which are there for the examples of its sweep only");
      }
      boolean[] unused = new boolean[source.length];
      return new Examples(source, target, unused, unused);
    }

    @Override
    public Examples vertices(int[] vertices) {
      throw new DataRefusedException("the model tells whether edges come: name pairs");
    }
  }

  /** Vertices and their rows of an embedding: their classes. */
  record Vertices(String examples, Vectors vectors, Labels.Classes labels) implements Embedded {
    @Override
    public Examples read(ParquetColumns columns, boolean[] chosen) {
      return ExampleColumns.vertices(columns, labels, chosen);
    }

    @Override
    public List<EdgeOperator> edge() {
      return List.of(EdgeOperator.VERTEX);
    }

    @Override
    public int pairFeatures() {
      return 0;
    }

    @Override
    public String description() {
      return "the row of the vertex in the embedding";
    }

    @Override
    public Examples pairs(int[] source, int[] target) {
      throw new DataRefusedException("the model tells classes of vertices: name vertices");
    }

    @Override
    public Examples vertices(int[] vertices) {
      return Examples.ofVertices(vertices, new int[vertices.length]);
    }
  }

  /**
   * A graph, all its vertices at once: the classes of some.
   *
   * @param nodes fingerprint of the table {@code graph_nodes}
   * @param edges fingerprint of the graph
   */
  record WholeGraph(String examples, String nodes, String edges, Labels.Classes labels) implements TrainingInputs {
    @Override
    public Examples read(ParquetColumns columns, boolean[] chosen) {
      return ExampleColumns.vertices(columns, labels, chosen);
    }

    @Override
    public String features() {
      return nodes;
    }

    @Override
    public String description() {
      return "those of all vertices, convolved over the graph";
    }

    @Override
    public Map<String, Object> settings() {
      Map<String, Object> settings = new TreeMap<>(new Vectors.Dense(nodes).settings());
      settings.put("examples", examples);
      settings.put("graph", edges);
      settings.put("edge", List.of(Settings.word(EdgeOperator.VERTEX)));
      settings.put("pairs", 0);
      settings.put("outputs", labels.outputs());
      return settings;
    }

    @Override
    public Examples pairs(int[] source, int[] target) {
      throw new DataRefusedException("the model tells classes of vertices: name vertices");
    }

    @Override
    public Examples vertices(int[] vertices) {
      return Examples.ofVertices(vertices, new int[vertices.length]);
    }

    @Override
    public TrialSource source(Warehouse warehouse) {
      return new GraphSource(warehouse, this);
    }
  }

  /** Which rows of an embedding. */
  sealed interface Vectors extends Serializable {

    /** Fingerprint of the dense embedding. */
    String embedding();

    /** Values of a row of the dense embedding. */
    default int dimension(Warehouse warehouse) {
      return (int) Manifest.read(warehouse, warehouse.stage(EmbedStage.NAME, embedding())).count("dimension");
    }

    /** Number of values that are kept. */
    long kept(Warehouse warehouse);

    /** Bytes of all rows. */
    default StoredBytes bytes(Warehouse warehouse) {
      long rows = Manifest.read(warehouse, warehouse.stage(EmbedStage.NAME, embedding())).count("vertices");
      return StoredBytes.ofMatrix(rows, dimension(warehouse), kept(warehouse));
    }

    /** Fingerprint of what is read. */
    String fingerprint();

    /** Share of the values that are kept. */
    double density();

    /** Their part of the settings. */
    Map<String, Object> settings();

    /**
     * Reads those of some vertices.
     *
     * @param vertices ascending; the first has row 0
     * @throws DataRefusedException if they are more than an array can hold
     */
    VertexFeatures read(Warehouse warehouse, int[] vertices);

    /** All values. */
    record Dense(String embedding) implements Vectors {
      @Override
      public String fingerprint() {
        return embedding;
      }

      @Override
      public double density() {
        return 1;
      }

      @Override
      public long kept(Warehouse warehouse) {
        Manifest manifest = Manifest.read(warehouse, warehouse.stage(EmbedStage.NAME, embedding));
        return manifest.count("vertices") * manifest.count("dimension");
      }

      @Override
      public Map<String, Object> settings() {
        return Map.of("embeddings", embedding, "selection", "", "density", 1.0);
      }

      @Override
      public VertexFeatures read(Warehouse warehouse, int[] vertices) {
        ParquetColumns columns = new ParquetColumns(warehouse, warehouse.stage(EmbedStage.NAME, embedding));
        return new EmbeddingRows(columns, vertices, dimension(warehouse)).dense();
      }
    }

    /**
     * The largest values.
     *
     * @param selection fingerprint of the sparse embedding
     */
    record Sparse(String embedding, String selection, double density) implements Vectors {
      @Override
      public String fingerprint() {
        return selection;
      }

      @Override
      public long kept(Warehouse warehouse) {
        return Manifest.read(warehouse, warehouse.stage(TopKStage.NAME, selection)).count("kept");
      }

      @Override
      public Map<String, Object> settings() {
        return Map.of("embeddings", embedding, "selection", selection, "density", density);
      }

      @Override
      public VertexFeatures read(Warehouse warehouse, int[] vertices) {
        ParquetColumns columns = new ParquetColumns(warehouse, warehouse.stage(TopKStage.NAME, selection));
        return new EmbeddingRows(columns, vertices, dimension(warehouse)).sparse(density);
      }
    }
  }
}
