package io.sparsewalk.ml;

import io.sparsewalk.model.Head;
import io.sparsewalk.model.ParameterLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.Tuple3;

/** A network with sparse weights. */
public final class SparseClassificationModel extends ProbabilisticClassificationModel<Vector, SparseClassificationModel>
    implements MLWritable {
  private static final long serialVersionUID = 1L;
  private static final String DATA = "/network";
  private static final StructType SCHEMA = new StructType().add("network", DataTypes.StringType)
      .add("head", DataTypes.StringType)
      .add("parameters", DataTypes.createArrayType(DataTypes.FloatType))
      .add("kept", DataTypes.createArrayType(DataTypes.BooleanType))
      .add("facts", DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType));

  private final String uid;
  private final SparseNetwork network;
  private final TreeMap<String, Double> facts;

  SparseClassificationModel(String uid, SparseNetwork network, Map<String, Double> facts) {
    this(Uid.of(uid), network, facts);
  }

  private SparseClassificationModel(Uid uid, SparseNetwork network, Map<String, Double> facts) {
    this.uid = uid.text();
    this.network = network;
    this.facts = new TreeMap<>(facts);
  }

  @Override
  public int numClasses() {
    return network.head() == Head.SOFTMAX ? network.layout().outputs() : 2;
  }

  @Override
  public int numFeatures() {
    return network.layout().columns(0);
  }

  /** Layers, each of which multiplies by {@link #weights}. */
  public int layers() {
    return network.layout().layers();
  }

  /** The weights of a layer that were kept, units x inputs. What the mask has removed is no entry of it. */
  public SparseMatrix weights(int layer) {
    return network.weights(layer);
  }

  /** The biases of a layer. */
  public Vector biases(int layer) {
    double[] biases = new double[network.layout().rows(layer)];
    for (int unit = 0; unit < biases.length; unit++) {
      biases[unit] = network.parameters()[network.layout().firstBias(layer) + unit];
    }
    return Vectors.dense(biases);
  }

  /** The mask of a layer, unit by unit: true where a weight was kept. */
  public boolean[] mask(int layer) {
    boolean[] mask = new boolean[network.layout().weights(layer)];
    System.arraycopy(network.kept(), network.layout().firstWeight(layer), mask, 0, mask.length);
    return mask;
  }

  /** Share of the weights that was removed. */
  public double sparsity() {
    return 1 - (double) network.links() / network.layout().weights();
  }

  /** Figures of the training, by the names of the columns of {@code trials}: {@code val_accuracy}, {@code flops_counted} and others. */
  public Map<String, Double> facts() {
    return new LinkedHashMap<>(facts);
  }

  @Override
  public Vector predictRaw(Vector features) {
    double[] logits = network.logits(features);
    return network.head() == Head.SOFTMAX ? Vectors.dense(logits) : Vectors.dense(-logits[0], logits[0]);
  }

  @Override
  public Vector raw2probabilityInPlace(Vector raw) {
    double[] values = raw.toArray();
    double[] logits = network.head() == Head.SOFTMAX ? values : new double[] {values[1]};
    System.arraycopy(network.probabilities(logits), 0, values, 0, values.length);
    return raw;
  }

  /** Scala's classes have it twice, with types that Java takes for different ones. */
  @Override
  @SuppressWarnings("rawtypes")
  public Tuple3 findSummaryModel() {
    return new Tuple3<>(this, getProbabilityCol(), getPredictionCol());
  }

  @Override
  public String uid() {
    return uid == null ? Uid.coming() : uid;
  }

  @Override
  public SparseClassificationModel copy(ParamMap extra) {
    SparseClassificationModel copy = copyValues(new SparseClassificationModel(uid, network, facts), extra);
    return copy.setParent(parent());
  }

  @Override
  public MLWriter write() {
    return new Writer(this);
  }

  private static final class Writer extends MLWriter {
    private final SparseClassificationModel model;

    Writer(SparseClassificationModel model) {
      this.model = model;
    }

    @Override
    public void saveImpl(String path) {
      DefaultParamsWriter.saveMetadata(model, path, sc(), Option.empty(), Option.empty());
      SparseNetwork network = model.network;
      Row row = RowFactory.create(network.layout().toString(), network.head().name(), network.parameters(),
          network.kept(), model.facts());
      sparkSession().createDataFrame(List.of(row), SCHEMA).coalesce(1).write().parquet(path + DATA);
    }
  }

  /** Reads a saved one. */
  public static MLReader<SparseClassificationModel> read() {
    return new Reader();
  }

  private static final class Reader extends MLReader<SparseClassificationModel> {
    @Override
    public SparseClassificationModel load(String path) {
      DefaultParamsReader.Metadata metadata =
          DefaultParamsReader$.MODULE$.loadMetadata(path, sc(), SparseClassificationModel.class.getName());
      // One row: a network.
      Row row = sparkSession().read().parquet(path + DATA).head();
      List<Float> values = row.getList(2);
      List<Boolean> masks = row.getList(3);
      float[] parameters = new float[values.size()];
      boolean[] kept = new boolean[parameters.length];
      int at = 0;
      for (Float value : new ArrayList<>(values)) {
        parameters[at++] = value;
      }
      at = 0;
      for (Boolean mask : new ArrayList<>(masks)) {
        kept[at++] = mask;
      }
      SparseClassificationModel model = new SparseClassificationModel(metadata.uid(),
          new SparseNetwork(ParameterLayout.parse(row.getString(0)), Head.valueOf(row.getString(1)), parameters, kept),
          row.getJavaMap(4));
      metadata.getAndSetParams(model, Option.empty());
      return model;
    }
  }

  /** As {@link #read}. */
  public static SparseClassificationModel load(String path) {
    return read().load(path);
  }
}
