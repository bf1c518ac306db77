package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.check;
import static io.sparsewalk.common.Checks.checkPositive;

import java.io.Serializable;

/**
 * Training the largest weights and some of the next.
 *
 * @param interval steps between choices
 * @param explored weights trained outside the network, as a share of those in it
 */
public record TopKastConfig(int epochs, int interval, double explored, OptimizerConfig optimizer)
    implements Serializable {
  public TopKastConfig {
    checkPositive("epochs", epochs);
    checkPositive("interval", interval);
    check(explored > 0, "explored must be positive, was %s", explored);
  }
}
