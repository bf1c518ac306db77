package io.sparsewalk.sweep;

import static io.sparsewalk.common.Checks.checkNotNegative;
import static io.sparsewalk.common.Checks.checkPositive;

import io.sparsewalk.sparsity.OptimizerConfig;
import java.io.Serializable;

/**
 * What the training of all methods shares.
 *
 * @param batch examples a step
 * @param epochs default of every method
 * @param optimizer default of every method
 * @param select which validation figure chooses the epoch that is tested
 * @param patience epochs without a better validation figure after which the last phase ends; 0 = never
 * @param reportBestOnTest also the best test accuracy over all epochs, a leak, in a column of its own
 */
public record TrainingConfig(int batch, int epochs, OptimizerConfig optimizer, Select select, int patience,
    boolean reportBestOnTest) implements Serializable {

  /** The first epoch with the best value of this is tested. */
  public enum Select { VAL_ACCURACY, VAL_AUC }

  public TrainingConfig {
    checkPositive("batch", batch);
    checkPositive("epochs", epochs);
    checkNotNegative("patience", patience);
  }
}
