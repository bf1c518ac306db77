package io.sparsewalk.pipeline;

import io.sparsewalk.pipeline.StageAccess.Step;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a run of a job would do, stage by stage in their order: an estimate.
 *
 * @param name of the job
 * @param stages an output of a stage each
 * @param basis where the figures come from, a sentence each
 */
public record JobPlan(String name, List<Stage> stages, List<String> basis) {

  /**
   * A stage of a graph or a seed.
   *
   * @param command that makes it
   * @param place graph, and seed if it has one
   * @param reused true if it is there
   * @param seconds that it takes; empty if nothing is known to tell them from
   * @param disk bytes that it writes
   * @param memory bytes that its tasks need in a process
   */
  public record Stage(String command, String place, boolean reused, OptionalDouble seconds, double disk,
      double memory) {

    static Stage reused(Step step) {
      return new Stage(step.command(), step.place(), true, OptionalDouble.of(0), 0, 0);
    }

    static Stage of(Step step, double seconds, double disk, double memory) {
      return new Stage(step.command(), step.place(), false, OptionalDouble.of(seconds), disk, memory);
    }

    static Stage unknown(Step step) {
      return new Stage(step.command(), step.place(), false, OptionalDouble.empty(), 0, 0);
    }

    boolean isOf(Step step) {
      return command.equals(step.command()) && place.equals(step.place());
    }
  }

  public JobPlan {
    stages = List.copyOf(stages);
    basis = List.copyOf(basis);
  }

  /** How many stages are there already. */
  public long reused() {
    return stages.stream().filter(Stage::reused).count();
  }

  /** Seconds of all stages; empty if those of one are not known. */
  public OptionalDouble seconds() {
    return seconds(0);
  }

  /** Seconds of a stage and of those after it. */
  OptionalDouble seconds(int first) {
    List<Stage> left = stages.subList(first, stages.size());
    return left.stream().anyMatch(stage -> stage.seconds().isEmpty()) ? OptionalDouble.empty()
        : OptionalDouble.of(left.stream().mapToDouble(stage -> stage.seconds().getAsDouble()).sum());
  }

  /** Bytes that will be written. */
  public double disk() {
    return stages.stream().mapToDouble(Stage::disk).sum();
  }

  /** Bytes that the largest stage needs in a process. */
  public double memory() {
    return stages.stream().mapToDouble(Stage::memory).max().orElse(0);
  }
}
