package io.sparsewalk.sweep;

import io.sparsewalk.common.Settings;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.LevelRule;
import java.util.List;
import java.util.stream.Collectors;

/** Whether the methods of a sweep reach its levels of sparsity on a network. */
public final class Levels {
  private static final int NAMED = 6;

  private Levels() {}

  /**
   * Refuses levels that a method of the sweep cannot reach, see {@link LevelRule}.
   *
   * @throws UnreachableLevelException which names the levels that it does reach
   */
  public static void check(SweepConfig sweep, MethodsConfig methods, ParameterLayout layout) {
    for (Method method : sweep.methods()) {
      LevelRule rule = methods.levelRule(method);
      List<Double> refused = !method.isSparse() ? List.of()
          : sweep.sparsity().stream().filter(level -> !rule.reaches(layout, level)).toList();
      if (!refused.isEmpty()) {
        throw new UnreachableLevelException(complaint(method, rule, layout, refused));
      }
    }
  }

  private static String complaint(Method method, LevelRule rule, ParameterLayout layout, List<Double> refused) {
    double first = refused.get(0);
    List<Double> levels = rule.levels(layout, first, NAMED);
    return String.format(
        "sweep.sparsity must have only levels that its methods reach, was %s: %s with allocation %s and structure %s"
            + " would remove %s of the weights of the network %s. Levels near that it reaches: %s",
        list(refused), method.key(), Settings.word(rule.allocation()), rule.structure(layout, first),
        list(refused.stream().map(level -> Math.round(rule.reached(layout, level) * 1e5) / 1e5).distinct().toList()),
        layout, levels.isEmpty() ? "none" : list(levels));
  }

  private static String list(List<Double> levels) {
    return levels.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
