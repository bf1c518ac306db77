package io.sparsewalk.sweep;

import io.sparsewalk.common.Settings;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What runs the rounds of training, and what it supports. */
public enum Engine {
  /** {@link #CUDA} where there is a GPU that it can use, else {@link #VECTOR}. */
  AUTO(EnumSet.allOf(Need.class)),
  /** A batch of trials is one task: float arrays and the Vector API, on a CPU. */
  VECTOR(EnumSet.allOf(Need.class)),
  /** A batch of trials is one task: all its networks at once on a GPU. */
  CUDA(EnumSet.of(Need.DROPOUT, Need.RELU_LOGITS, Need.MASKED_GRADIENTS, Need.PLAIN_MOMENTUM)),
  /** The same kernels on several executors, which hold a part of the examples each; parameters are averaged. */
  AVERAGED(EnumSet.of(Need.DROPOUT, Need.RELU_LOGITS, Need.MASKED_GRADIENTS, Need.PLAIN_MOMENTUM)),
  /** Deeplearning4j's parameter averaging over ND4J, on CPUs or GPUs: dense arithmetic with masks, which keep weights at 0. */
  DL4J(EnumSet.noneOf(Need.class));

  private final Set<Need> supported;

  /** What not every engine has. */
  public enum Need {
    /** Networks that hold a whole graph. */
    WHOLE_GRAPHS,
    /** Outputs that are dropped, drawn as those of the other engines. */
    DROPOUT,
    /** A last layer of ReLU. */
    RELU_LOGITS,
    /** Gradients that train weights outside of the mask. */
    MASKED_GRADIENTS,
    /** Momentum that is not Nesterov's. */
    PLAIN_MOMENTUM
  }

  Engine(Set<Need> supported) {
    this.supported = supported;
  }

  public boolean supports(Need need) {
    return supported.contains(need);
  }

  /** Names of the engines that do, for a refusal. */
  public static String supporting(Need need) {
    return Stream.of(values())
        .filter(engine -> engine.supports(need))
        .map(Settings::word)
        .collect(Collectors.joining(", "));
  }

  /** True if several workers train one network. */
  public boolean averages() {
    return this == AVERAGED || this == DL4J;
  }
}
