package io.sparsewalk.sparsity;

import io.sparsewalk.model.ParameterLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Weights that each layer has in the parts of a sparse training. Under a soft bound (Yuan et al., NeurIPS 2021) the network is
 * larger at first: every update prunes it to the bound and grows it again, to a size that is less above the bound in the second
 * part, and the last part is at the bound.
 *
 * @param counts the bound: weights of each layer in the end
 * @param larger in the first part
 * @param between in the second part
 */
public record SoftBound(ParameterLayout layout, int[] counts, int[] larger, int[] between) {
  /** Share of the epochs above the bound that the first part has: 90 of 120 in the authors' scripts. */
  private static final double FIRST = 0.75;
  static final String LARGER = "larger";
  static final String BETWEEN = "between";

  /** The same number of weights all the time. */
  public static SoftBound none(ParameterLayout layout, int[] counts) {
    return new SoftBound(layout, counts, counts, counts);
  }

  /** True if the network is larger at first. */
  boolean isSoft() {
    return !Arrays.equals(larger, counts) || !Arrays.equals(between, counts);
  }

  /** The parts; only of the last may an epoch be the one that is tested. */
  List<Phase> phases(DropGrowConfig config) {
    int all = config.epochs();
    int above = isSoft() ? Math.min(all - 1, (int) Math.round(config.stop() * all)) : 0;
    int first = (int) Math.round(FIRST * above);
    List<Phase> phases = new ArrayList<>();
    add(phases, LARGER, new int[] {0, first}, config);
    add(phases, BETWEEN, new int[] {first, above}, config);
    add(phases, StaticMask.PHASE, new int[] {above, all}, config);
    return List.copyOf(phases);
  }

  private static void add(List<Phase> phases, String name, int[] span, DropGrowConfig config) {
    if (span[0] < span[1]) {
      Phase.Start start = phases.isEmpty() ? Phase.Start.NEW_OPTIMIZER : Phase.Start.CONTINUE;
      phases.add(new Phase(name, span[1] - span[0], new Phase.Schedule(config.optimizer(), span[0], config.epochs()),
          start, name.equals(StaticMask.PHASE)));
    }
  }

  /** Weights of each layer after an update in a part. */
  int[] in(Phase phase) {
    return switch (phase.name()) {
      case LARGER -> larger;
      case BETWEEN -> between;
      default -> counts;
    };
  }
}
