package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.checkPositive;
import static io.sparsewalk.common.Checks.checkRange;

import java.io.Serializable;

/**
 * Sparse training that drops the smallest weights and grows where the gradient is largest (Evci et al. 2020).
 *
 * @param interval steps between mask updates
 * @param dropFraction of the active weights at the start; falls by a cosine
 * @param finalDropFraction at the end
 * @param stop share of the steps after which masks stay
 * @param growBatches steps before an update over which the dense gradient is averaged
 */
public record RiglConfig(int epochs, int interval, double dropFraction, double finalDropFraction, double stop,
    int growBatches, OptimizerConfig optimizer) implements Serializable {
  public RiglConfig {
    checkPositive("epochs", epochs);
    checkPositive("interval", interval);
    checkRange("drop-fraction", dropFraction, 0, 1);
    checkRange("final-drop-fraction", finalDropFraction, 0, dropFraction);
    checkRange("stop", stop, 0, 1);
    checkRange("grow-batches", growBatches, 1, interval);
  }
}
