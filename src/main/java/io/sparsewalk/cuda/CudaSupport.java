package io.sparsewalk.cuda;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.VertexFeatures;
import io.sparsewalk.kernel.LaneKernel;
import io.sparsewalk.model.Activations;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.TrainingState;
import io.sparsewalk.trainer.EpochOrder;
import io.sparsewalk.trainer.RoundExecutor;
import io.sparsewalk.trainer.RoundOrders;
import io.sparsewalk.trainer.TrialData;
import io.sparsewalk.trainer.VectorRounds;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Whether the engine cuda can run in this process. */
public final class CudaSupport {
  private static final int ROWS = 1000;
  private static final int VERTICES = 100;
  private static final int BATCH = 64;
  private static final ParameterLayout SMALL = new ParameterLayout(List.of(16, 128, 1));

  private CudaSupport() {}

  /**
   * What was found.
   *
   * @param device name of the GPU; null if there is none
   * @param refusal why it cannot be used, in a line; null if it can
   */
  public record Finding(String device, String refusal) implements Serializable {

    /**
     * Refuses what was found unfit.
     *
     * @throws CudaException if there is a refusal
     */
    public void require() {
      if (refusal != null) {
        throw new CudaException(refusal);
      }
    }
  }

  /**
   * Looks for driver, GPU and compiler, and compiles the kernels of a network.
   *
   * @param address of the GPU, as {@link GpuDevice#open} takes it
   * @param batch examples a step
   */
  public static Finding examine(String address, ParameterLayout layout, int batch, Activations activations) {
    String name = null;
    try (GpuDevice device = GpuDevice.open(address)) {
      name = device.name();
      new Kernels(device, Kernels.Shape.of(layout, 1, activations), batch);
      return new Finding(name, null);
    } catch (CudaException e) {
      return new Finding(name, e.getMessage());
    } catch (LinkageError e) {
      return new Finding(null, "the engine cuda cannot load native code here: " + e);
    }
  }

  /** As {@link #examine} for a small network. */
  public static Finding examine() {
    return examine(null, SMALL, BATCH, Activations.PLAIN);
  }

  /** As {@link #examine}, in a line, with versions and how far an epoch of a small network differs from the CPU's. */
  public static String line() {
    Finding finding = examine();
    if (finding.refusal() != null) {
      return finding.refusal();
    }
    try (GpuDevice device = GpuDevice.open(null)) {
      return String.format(Locale.ROOT,
          "%s, compute capability %.1f, CUDA %s, NVRTC %s: an epoch of a small network differs from the CPU's "
              + "by %.1e",
          device.name(), device.capability() / 10.0, Cuda.driverVersion(), Cuda.compilerVersion(), difference(device));
    } catch (CudaException e) {
      return e.getMessage();
    }
  }

  /** Largest difference of a parameter. */
  private static float difference(GpuDevice device) {
    SplittableRandom random = Seeds.of(1).generator();
    float[] values = new float[8 * VERTICES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    boolean[] positive = new boolean[ROWS];
    for (int i = 0; i < ROWS; i++) {
      positive[i] = random.nextBoolean();
    }
    Examples train = new Examples(random.ints(ROWS, 0, VERTICES).toArray(), random.ints(ROWS, 0, VERTICES).toArray(),
        positive, positive);
    TrialData data = TrialData.of(train, train, train, new VertexFeatures.Dense(8, values));
    EpochOrder order = new EpochOrder(ROWS, Seeds.of(1), 0);
    float[] expected = epoch(new VectorRounds(data, SMALL, BATCH, Activations.PLAIN, order, LaneKernel.best()));
    float largest = 0;
    try (CudaRounds rounds = new CudaRounds(device, data, SMALL, BATCH, Activations.PLAIN, order)) {
      float[] found = epoch(rounds);
      for (int i = 0; i < found.length; i++) {
        largest = Math.max(largest, Math.abs(found[i] - expected[i]));
      }
    }
    return largest;
  }

  private static float[] epoch(RoundExecutor rounds) {
    OptimizerConfig sgd = OptimizerConfig.of(OptimizerConfig.Kind.SGD, 0.01).withNesterov(0.9).withWeightDecay(5e-4);
    RoundOrders orders =
        new RoundOrders(TrainingState.of(SMALL.initial(Seeds.of(1))), Mask.dense(SMALL), sgd, 0.01, null, null, 0);
    return rounds.run(new RoundOrders.Span(0, 0, rounds.stepsPerEpoch()), List.of(orders)).get(0).state().parameters();
  }
}
