package io.sparsewalk.sweep;

import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.Phase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Cuts trials into batches. A batch is the work of one task: trials of one group (a seed and an embedding), trained in lockstep.
 *
 * <p>What a batch costs is counted in epochs of a dense network. Methods that train and prune, and the dense baseline, begin with the
 * same dense epochs, and a batch trains these once for all its trials: it costs every such beginning once, and of each trial the epochs
 * after it, those under the final mask by the share of the weights that it keeps. A group that is cut into k batches therefore pays for a beginning up to k times. So trials with a common
 * beginning are neighbours in the order that is cut, a cut falls between two beginnings where the sizes allow that, and else the cheaper
 * choice is made: one beginning more, which is a part of one training, is less than a slot that has nothing to do.
 *
 * <p>Groups follow each other, so that tasks that run at the same time mostly read the same data; of a group the longest batch is first.
 * What a trial becomes does not depend on its batch.
 */
public final class Batches {
  private final Recipe recipe;
  private final ParameterLayout layout;
  private final Map<Method, List<Phase>> phases = new HashMap<>();

  /** What trainings with the same dense first phase have in common. */
  private record Beginning(OptimizerConfig optimizer, int scheduleLength) {}

  /**
   * @param layout of the networks of the trials
   */
  public Batches(Recipe recipe, ParameterLayout layout) {
    this.recipe = recipe;
    this.layout = layout;
  }

  /**
   * The batches in the order in which they should start.
   *
   * @param trials of any groups
   */
  public List<List<Trial>> of(List<Trial> trials, BatchSize size) {
    List<List<Trial>> batches = new ArrayList<>();
    for (List<Trial> group : groups(trials)) {
      cut(neighbours(group), size).stream()
          .sorted(Comparator.comparingDouble(batch -> -cost(batch)))
          .forEach(batches::add);
    }
    return batches;
  }

  /** The trials of each seed and embedding. */
  public static List<List<Trial>> groups(List<Trial> trials) {
    Map<List<Object>, List<Trial>> groups = new LinkedHashMap<>();
    trials.forEach(
        trial -> groups.computeIfAbsent(List.of(trial.seed(), trial.embedding()), key -> new ArrayList<>()).add(trial));
    return List.copyOf(groups.values());
  }

  /** What a batch costs, in epochs of a dense network. */
  public double cost(List<Trial> batch) {
    Map<Beginning, Integer> begun = new HashMap<>();
    double cost = 0;
    for (Trial trial : batch) {
      for (Phase phase : phases(trial)) {
        cost += phase.epochs() * (phase.candidate() ? 1 - trial.sparsity() : 1);
      }
      if (trial.method().beginsDense()) {
        int dense = phases(trial).get(0).epochs();
        cost -= dense;
        begun.merge(beginning(trial), dense, Math::max);
      }
    }
    return cost + begun.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Trials of one beginning one after the other, and those of a method that has none. */
  private List<Trial> neighbours(List<Trial> group) {
    Map<Object, List<Trial>> alike = new LinkedHashMap<>();
    for (Trial trial : group) {
      alike.computeIfAbsent(trial.method().beginsDense() ? beginning(trial) : trial.method(), key -> new ArrayList<>())
          .add(trial);
    }
    return alike.values().stream().flatMap(List::stream).toList();
  }

  private List<List<Trial>> cut(List<Trial> trials, BatchSize size) {
    List<List<Trial>> batches = new ArrayList<>();
    int from = 0;
    for (int left = size.batches(trials.size()); left > 0; left--) {
      int to = left == 1 ? trials.size() : end(trials, from, left, size);
      batches.add(List.copyOf(trials.subList(from, to)));
      from = to;
    }
    return batches;
  }

  /**
   * Where a batch ends: between two beginnings if it may, else where sizes are even.
   *
   * @param left batches that are still to be cut, two or more
   */
  private int end(List<Trial> trials, int from, int left, BatchSize size) {
    int rest = trials.size() - from;
    int even = from + (rest + left - 1) / left;
    long least = Math.max(size.least(), rest - (left - 1L) * size.most());
    long most = Math.min(size.most(), rest - (left - 1L) * size.least());
    return IntStream.rangeClosed((int) (from + least), (int) (from + most))
        .boxed()
        .min(Comparator.comparing((Integer end) -> partsABeginning(trials, end))
            .thenComparing(end -> Math.abs(end - even)))
        .orElseThrow();
  }

  private boolean partsABeginning(List<Trial> trials, int at) {
    Trial before = trials.get(at - 1);
    Trial after = trials.get(at);
    return before.method().beginsDense() && after.method().beginsDense() && beginning(before).equals(beginning(after));
  }

  private Beginning beginning(Trial trial) {
    Phase first = phases(trial).get(0);
    return new Beginning(first.optimizer(), first.schedule().length());
  }

  /** Phases of a method, which are the same at every level and whatever the number of steps. */
  private List<Phase> phases(Trial trial) {
    return phases.computeIfAbsent(trial.method(), method -> recipe.sparsifier(trial, layout, 1).phases());
  }
}
