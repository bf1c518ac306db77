package io.sparsewalk.cuda;

import io.sparsewalk.dataset.EdgeInputs;
import io.sparsewalk.dataset.EdgeOperator;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.VertexFeatures;
import io.sparsewalk.trainer.RoundExecutor;
import io.sparsewalk.trainer.TrialData;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Features of the vertices and the examples, in memory of a GPU; parts that are only scored come when they are first asked for. */
final class DeviceExamples implements AutoCloseable {
  private static final int PAIR_FEATURE = 6;
  /** Floats of the features that are made dense at a time. */
  private static final int SLICE = 1 << 20;

  private final GpuDevice device;
  private final TrialData data;
  private final int labelRows;
  private final DeviceMemory features;
  private final DeviceMemory inputs;
  private final Columns train;
  private final Map<RoundExecutor.Part, Columns> parts = new EnumMap<>(RoundExecutor.Part.class);

  /** Examples, column by column. */
  private final class Columns implements AutoCloseable {
    private final List<DeviceMemory> columns;

    Columns(Examples examples) {
      columns = List.of(DeviceMemory.of(device, examples.source()), DeviceMemory.of(device, examples.target()),
          DeviceMemory.of(device, examples.pairs()), DeviceMemory.of(device, labels(examples)));
    }

    private float[] labels(Examples examples) {
      float[] labels = new float[examples.size() * labelRows];
      for (int i = 0; i < examples.size(); i++) {
        if (examples.isSeveral()) {
          for (int k = examples.offsets()[i]; k < examples.offsets()[i + 1]; k++) {
            labels[i * labelRows + examples.classes()[k]] = 1;
          }
        } else {
          labels[i] = examples.label(i);
        }
      }
      return labels;
    }

    private long address(int column) {
      return columns.get(column).address();
    }

    @Override
    public void close() {
      columns.forEach(DeviceMemory::close);
    }
  }

  /**
   * @param labelRows labels an example
   */
  DeviceExamples(GpuDevice device, TrialData data, int labelRows) {
    this.device = device;
    this.data = data;
    this.labelRows = labelRows;
    features = features(data.inputs().vertices());
    inputs = DeviceMemory.of(device, inputs(data.inputs()));
    train = new Columns(data.train());
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

  /** What each input is: kind * 65536 + component. */
  private static int[] inputs(EdgeInputs inputs) {
    List<Integer> kinds = new ArrayList<>();
    int dimension = inputs.vertices().dimension();
    for (EdgeOperator operator : inputs.operators()) {
      switch (operator) {
        case CONCAT -> {
          add(kinds, 0, dimension);
          add(kinds, 1, dimension);
        }
        case VERTEX -> add(kinds, 0, dimension);
        case HADAMARD -> add(kinds, 2, dimension);
        case AVERAGE -> add(kinds, 3, dimension);
        case L1 -> add(kinds, 4, dimension);
        case L2 -> add(kinds, 5, dimension);
      }
    }
    add(kinds, PAIR_FEATURE, inputs.pairs());
    return kinds.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void add(List<Integer> kinds, int kind, int components) {
    for (int c = 0; c < components; c++) {
      kinds.add(kind << 16 | c);
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
    return arguments.put(order).put(from.address(0) + (long) Integer.BYTES * first).put(from.address(1) + (long) Integer.BYTES * first)
        .put(features.address()).put(from.address(2) + (long) Float.BYTES * first * data.inputs().pairs())
        .put(from.address(3) + (long) Float.BYTES * first * labelRows).put(inputs.address())
        .put(data.inputs().vertices().dimension()).put(data.inputs().pairs());
  }

  @Override
  public void close() {
    features.close();
    inputs.close();
    train.close();
    parts.values().forEach(Columns::close);
  }
}
