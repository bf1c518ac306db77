package io.sparsewalk.sweep;

import static io.sparsewalk.common.Checks.check;

import io.sparsewalk.sparsity.Allocation;
import java.io.Serializable;
import java.util.List;

/**
 * Methods that have another allocation than their authors'. Read only if the allocation of all methods is their own.
 *
 * @param uniform the same sparsity in every layer
 * @param erk smaller layers stay denser
 * @param global one ranking of all layers
 */
public record Allocations(List<Method> uniform, List<Method> erk, List<Method> global) implements Serializable {
  /** Every method has its authors'. */
  public static final Allocations AUTHORS = new Allocations(List.of(), List.of(), List.of());

  public Allocations {
    uniform = List.copyOf(uniform);
    erk = List.copyOf(erk);
    global = List.copyOf(global);
    for (Method method : Method.values()) {
      int lists =
          (uniform.contains(method) ? 1 : 0) + (erk.contains(method) ? 1 : 0) + (global.contains(method) ? 1 : 0);
      check(lists < 2, "uniform, erk and global must not have a method in common, but %s is in %s of them",
          method.key(), lists);
    }
    for (Method method : global) {
      check(method.ranks(), "global must not have the method %s, which does not rank all weights", method.key());
    }
  }

  /** What a method has. */
  Allocation of(Method method) {
    return uniform.contains(method) ? Allocation.UNIFORM
        : erk.contains(method) ? Allocation.ERK : global.contains(method) ? Allocation.GLOBAL : method.own();
  }
}
