package io.sparsewalk.sweep;

import java.util.ArrayList;
import java.util.List;

/** All trials of a sweep. */
public final class Grid {
  private Grid() {}

  /** Seed by seed, embedding by embedding, method by method; a method without sparsity has one trial there. */
  public static List<Trial> trials(SweepConfig sweep) {
    List<Trial> trials = new ArrayList<>();
    for (long seed : sweep.seeds()) {
      for (EmbeddingKind embedding : sweep.kinds()) {
        for (Method method : sweep.methods()) {
          List<Double> levels = method.isSparse() ? sweep.sparsity() : List.of(0.0);
          levels.forEach(level -> trials.add(new Trial(method, embedding, level, seed)));
        }
      }
    }
    return trials;
  }
}
