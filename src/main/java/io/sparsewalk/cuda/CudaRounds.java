package io.sparsewalk.cuda;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.model.Activations;
import io.sparsewalk.model.Dropout;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.trainer.EpochOrder;
import io.sparsewalk.trainer.RoundExecutor;
import io.sparsewalk.trainer.RoundOrders;
import io.sparsewalk.trainer.RoundOutcome;
import io.sparsewalk.trainer.TrialData;
import io.sparsewalk.trainer.VectorRounds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Rounds on one GPU: all networks at once, a block of threads each. A mini-batch is gathered once, on the GPU, for all of them.
 * The same batches, dropped units and formulas as {@link VectorRounds}, in single precision; sums have another order.
 */
public final class CudaRounds implements RoundExecutor, AutoCloseable {
  /** Networks that train in the time of one: a block of threads each, on a GPU of 132 multiprocessors (H100, H200). */
  public static final int FILLING = 132;
  /** Memory for the inputs of the steps of a launch, at most; it should stay in the GPU's second cache. */
  private static final long INPUT_BYTES = 32L << 20;
  private static final long LOGIT_BYTES = 512L << 20;
  /** Blocks of a launch in its second direction. */
  private static final int MOST_BATCHES = 65_535;

  private final GpuDevice device;
  private final TrialData data;
  private final ParameterLayout layout;
  private final int batchSize;
  private final Activations activations;
  private final EpochOrder order;
  private final Kernels kernels;
  private final DeviceExamples examples;
  private final DeviceNetworks networks;
  private final DeviceMemory inputs;
  private final DeviceMemory labels;
  private final DeviceMemory indices;
  private final DeviceMemory keys;
  private final DeviceMemory logits;
  private final int batchesAtOnce;
  private final int mark;
  private int indexedEpoch = -1;

  /**
   * What a group is made of.
   *
   * @param examples of all parts
   * @param values of the features of all vertices, zeros too
   * @param pairs pair features of an example
   */
  public record Load(long examples, long values, int pairs, int trials) {}

  /**
   * Memory of the GPU that a group needs, about.
   *
   * @param labelRows labels of an example
   */
  public static long bytes(Load load, ParameterLayout layout, int batchSize, int labelRows) {
    long batch = (long) Float.BYTES * batchSize * (layout.columns(0) + labelRows);
    // Two ends and a place in the order.
    return load.examples() * Float.BYTES * (3L + load.pairs() + labelRows) + load.values() * Float.BYTES
        + Math.max(2 * INPUT_BYTES, batch)
        + Math.min(LOGIT_BYTES, load.examples() * load.trials() * layout.outputs() * Float.BYTES)
        + load.trials() * (long) layout.size() * DeviceNetworks.BYTES_PER_PARAMETER;
  }

  /**
   * Takes memory for the data.
   *
   * @param batchSize examples a step
   * @throws CudaException if the data or a block's share of shared memory do not fit
   */
  public CudaRounds(GpuDevice device, TrialData data, ParameterLayout layout, int batchSize, Activations activations,
      EpochOrder order) {
    this(device, data, layout, batchSize, activations, order, INPUT_BYTES);
  }

  /**
   * @param inputBytes for the inputs of the steps of a launch
   */
  CudaRounds(GpuDevice device, TrialData data, ParameterLayout layout, int batchSize, Activations activations,
      EpochOrder order, long inputBytes) {
    this.device = device;
    this.data = data;
    this.layout = layout;
    Examples train = data.train();
    this.batchSize = Math.min(batchSize, Math.max(1, train.size()));
    int labelRows = data.labels().rows();
    this.activations = activations;
    this.order = order;
    mark = device.mark();
    try {
      kernels = new Kernels(device, Kernels.Shape.of(layout, labelRows, activations), this.batchSize);
      examples = new DeviceExamples(device, data);
      networks = new DeviceNetworks(device, layout, kernels);
      long tileValues = (long) Float.BYTES * tiles() * kernels.rows();
      batchesAtOnce = (int) Math.min(MOST_BATCHES, Math.max(1, inputBytes / (tileValues * layout.columns(0))));
      inputs = new DeviceMemory(device, batchesAtOnce * tileValues * layout.columns(0));
      labels = new DeviceMemory(device, batchesAtOnce * tileValues * labelRows);
      indices = new DeviceMemory(device, (long) Integer.BYTES * train.size());
      keys = new DeviceMemory(device, (long) Long.BYTES * batchesAtOnce * layout.layers());
      logits = new DeviceMemory(device, 0);
    } catch (RuntimeException e) {
      device.release(mark);
      throw e;
    }
  }

  private int tiles() {
    return (batchSize + kernels.rows() - 1) / kernels.rows();
  }

  @Override
  public int stepsPerEpoch() {
    return VectorRounds.stepsPerEpoch(data.train().size(), batchSize);
  }

  /** One core would need longer for the figures of so many networks than the GPU for their training. */
  @Override
  public boolean hasAllCores() {
    return true;
  }

  @Override
  public List<RoundOutcome> run(RoundOrders.Span span, List<RoundOrders> orders) {
    long start = System.nanoTime();
    device.use();
    int steps = Math.max(0, Math.min(span.steps(), stepsPerEpoch() - span.first()));
    index(span.epoch());
    networks.load(orders);
    for (int done = 0; done < steps; done += batchesAtOnce) {
      int first = span.first() + done;
      int count = Math.min(batchesAtOnce, steps - done);
      long left = data.train().size() - (long) first * batchSize;
      kernels.gather(tiles(), count,
          examples.training(new Arguments(128), indices.address() + (long) Integer.BYTES * first * batchSize)
              .put(batchSize)
              .put(left)
              .put(inputs.address())
              .put(labels.address()));
      networks.prepare(orders, span.steps(), done);
      kernels.train(orders.size(),
          dropout(activations.dropout() > 0, count, step -> order.step(span.epoch(), first + step),
              new Arguments(128).put(networks.address()).put(inputs.address()).put(labels.address())).put(count)
              .put(batchSize)
              .put(left));
    }
    device.synchronize();
    return networks.outcomes(orders, new DeviceNetworks.Work(examples(span.first(), steps), span.steps(),
        scoreSteps -> examples(span.first() + steps - scoreSteps, scoreSteps), start, steps));
  }

  /** Examples in some steps of an epoch. */
  private long examples(int first, int steps) {
    return Math.min(data.train().size(), (long) (first + steps) * batchSize) - (long) first * batchSize;
  }

  private void index(int epoch) {
    if (epoch != indexedEpoch) {
      indices.writer().put(order.of(epoch)).flush();
      indexedEpoch = epoch;
    }
  }

  /** Adds the struct that says what is dropped in some batches. */
  private Arguments dropout(boolean dropped, int batches, IntFunction<Seeds> seeds, Arguments arguments) {
    if (!dropped) {
      return arguments.put(0L).put(0).put(1f);
    }
    long[] drawn = new long[batches * layout.layers()];
    for (int b = 0; b < batches; b++) {
      for (int l = 0; l < layout.layers(); l++) {
        drawn[b * layout.layers() + l] = seeds.apply(b).child(l).key();
      }
    }
    keys.writer().put(drawn).flush();
    Dropout dropout = new Dropout(activations.dropout(), seeds.apply(0));
    return arguments.put(keys.address()).put(dropout.threshold()).put(dropout.scale());
  }

  @Override
  public List<Scores> score(List<Network> scored, Part part) {
    long start = System.nanoTime();
    device.use();
    int size = data.part(part).size();
    List<LinkLists> lists = networks.loadScored(scored);
    List<float[]> found = new ArrayList<>();
    scored.forEach(network -> found.add(new float[size * layout.outputs()]));
    long perExample = (long) Float.BYTES * scored.size() * layout.outputs();
    int batches = (int) Math.max(1, Math.min(batchesAtOnce, LOGIT_BYTES / (perExample * batchSize)));
    for (long at = 0; at < size; at += (long) batches * batchSize) {
      int first = (int) at;
      int count = Math.min(batches * batchSize, size - first);
      int inThese = (count + batchSize - 1) / batchSize;
      logits.grow(count * perExample);
      kernels.gather(tiles(), inThese,
          examples.scoring(new Arguments(128), part, first)
              .put(batchSize)
              .put((long) count)
              .put(inputs.address())
              .put(0L));
      int parts =
          Math.max(1, Math.min(inThese * tiles(), (2 * device.multiprocessors() + scored.size() - 1) / scored.size()));
      kernels.score(scored.size(), parts,
          dropout(activations.dropout() > 0 && activations.dropoutAtTest(), inThese,
              batch -> order.scoring(part, first / batchSize + batch),
              new Arguments(128).put(networks.address()).put(inputs.address())).put(batchSize)
              .put((long) count)
              .put(logits.address()));
      device.synchronize();
      DeviceReader reader = new DeviceReader(device, logits.address(), count * perExample);
      found.forEach(each -> reader.take(each, first * layout.outputs(), count * layout.outputs()));
    }
    double seconds = (System.nanoTime() - start) * 1e-9 / scored.size();
    List<Scores> scores = new ArrayList<>();
    for (int n = 0; n < scored.size(); n++) {
      scores.add(new Scores(found.get(n), lists.get(n).forward() * size, seconds));
    }
    return scores;
  }

  @Override
  public void close() {
    device.use();
    device.release(mark);
  }
}
