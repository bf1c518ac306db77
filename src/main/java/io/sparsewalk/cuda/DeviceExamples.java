package io.sparsewalk.cuda;

import static io.sparsewalk.common.Checks.check;

import io.sparsewalk.dataset.EdgeInputs;
import io.sparsewalk.dataset.EdgeOperator;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.VertexFeatures;
import io.sparsewalk.trainer.RoundExecutor;
import io.sparsewalk.trainer.TrialData;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.EnumMap;
import java.util.Map;

/** Features of the vertices and the examples, in memory of a GPU; parts that are only scored come when they are first asked for. */
final class DeviceExamples {
  /** Floats that are made on the host at a time. */
  private static final int SLICE = 1 << 20;

  private final GpuDevice device;
  private final TrialData data;
  private final int labelRows;
  private final DeviceMemory features;
  private final DeviceMemory inputs;
  private final Columns train;
  private final DeviceMemory labels;
  private final Map<RoundExecutor.Part, Columns> parts = new EnumMap<>(RoundExecutor.Part.class);

  /** Ends and pair features of examples. */
  private final class Columns {
    private final DeviceMemory source;
    private final DeviceMemory target;
    private final DeviceMemory pairs;

    Columns(Examples examples) {
      check((long) examples.pairs().length == (long) data.inputs().pairs() * examples.size(),
          "%s examples have %s pair features, %s each are expected", examples.size(), examples.pairs().length,
          data.inputs().pairs());
      source = DeviceMemory.of(device, examples.source());
      target = DeviceMemory.of(device, examples.target());
      pairs = DeviceMemory.of(device, examples.pairs());
    }
  }

  DeviceExamples(GpuDevice device, TrialData data) {
    this.device = device;
    this.data = data;
    labelRows = data.labels().rows();
    features = features(data.inputs().vertices());
    inputs = DeviceMemory.of(device, inputs(data.inputs()));
    train = new Columns(data.train());
    labels = labels(data.train());
  }

  /** Labels of the training examples, in slices. */
  private DeviceMemory labels(Examples examples) {
    DeviceMemory memory = new DeviceMemory(device, (long) Float.BYTES * examples.size() * labelRows);
    DeviceWriter writer = memory.writer();
    int together = Math.max(1, SLICE / labelRows);
    for (int first = 0; first < examples.size(); first += together) {
      float[] slice = new float[Math.min(together, examples.size() - first) * labelRows];
      for (int i = 0; i < slice.length / labelRows; i++) {
        data.labels().write(examples, first + i, slice, i * labelRows, 1);
      }
      writer.put(slice);
    }
    writer.flush();
    return memory;
  }

  private DeviceMemory features(VertexFeatures vertices) {
    if (vertices instanceof VertexFeatures.Dense dense) {
      return DeviceMemory.of(device, dense.values());
    }
    VertexFeatures.Sparse sparse = (VertexFeatures.Sparse) vertices;
    int rows = sparse.offsets().length - 1;
    DeviceMemory memory = new DeviceMemory(device, (long) Float.BYTES * rows * sparse.dimension());
    DeviceWriter writer = memory.writer();
    int together = Math.max(1, SLICE / sparse.dimension());
    for (int first = 0; first < rows; first += together) {
      float[] slice = new float[Math.min(together, rows - first) * sparse.dimension()];
      for (int at = 0; at < slice.length; at += sparse.dimension()) {
        sparse.copyTo(first + at / sparse.dimension(), slice, at);
      }
      writer.put(slice);
    }
    writer.flush();
    return memory;
  }

  /** What an input is, in the order of the kernels' kinds. */
  private enum Kind {
    SOURCE, TARGET, PRODUCT, MEAN, DIFFERENCE, SQUARE, PAIR
  }

  /** What each input is: kind * 65536 + component. */
  private static int[] inputs(EdgeInputs inputs) {
    IntArrayList kinds = new IntArrayList();
    int dimension = inputs.vertices().dimension();
    for (EdgeOperator operator : inputs.operators()) {
      switch (operator) {
        case CONCAT -> {
          add(kinds, Kind.SOURCE, dimension);
          add(kinds, Kind.TARGET, dimension);
        }
        case VERTEX -> add(kinds, Kind.SOURCE, dimension);
        case HADAMARD -> add(kinds, Kind.PRODUCT, dimension);
        case AVERAGE -> add(kinds, Kind.MEAN, dimension);
        case L1 -> add(kinds, Kind.DIFFERENCE, dimension);
        case L2 -> add(kinds, Kind.SQUARE, dimension);
      }
    }
    add(kinds, Kind.PAIR, inputs.pairs());
    return kinds.toIntArray();
  }

  private static void add(IntArrayList kinds, Kind kind, int components) {
    for (int c = 0; c < components; c++) {
      kinds.add(kind.ordinal() << 16 | c);
    }
  }

  /**
   * Adds the kernels' struct of where training examples come from.
   *
   * @param order address of the indices of the examples of the first batch and on
   */
  Arguments training(Arguments arguments, long order) {
    return sources(arguments, order, 0, train);
  }

  /**
   * Adds the struct of where examples that are scored come from, in their own order.
   *
   * @param first example
   */
  Arguments scoring(Arguments arguments, RoundExecutor.Part part, int first) {
    return sources(arguments, 0, first, parts.computeIfAbsent(part, wanted -> new Columns(data.part(wanted))));
  }

  private Arguments sources(Arguments arguments, long order, int first, Columns from) {
    long ends = (long) Integer.BYTES * first;
    return arguments.put(order)
        .put(from.source.address() + ends)
        .put(from.target.address() + ends)
        .put(features.address())
        .put(from.pairs.address() + (long) Float.BYTES * first * data.inputs().pairs())
        .put(labels.address())
        .put(inputs.address())
        .put(data.inputs().vertices().dimension())
        .put(data.inputs().pairs());
  }
}
