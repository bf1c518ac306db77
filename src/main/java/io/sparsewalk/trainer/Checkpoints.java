package io.sparsewalk.trainer;

import io.sparsewalk.sweep.Trial;
import java.util.Optional;

/** Where trainings are taken down while they run, so that one that is cut off goes on from there. */
public interface Checkpoints {
  /** Keeps nothing: every training begins anew. */
  Checkpoints NONE = new Checkpoints() {
    @Override
    public boolean isDue() {
      return false;
    }

    @Override
    public void keep(Trial trial, byte[] state) {
      throw new IllegalStateException("nothing is kept");
    }

    @Override
    public Optional<byte[]> find(Trial trial) {
      return Optional.empty();
    }

    @Override
    public void drop(Trial trial) {
      // There is nothing to drop.
    }
  };

  /** Asked when an epoch of a group ends: true if its trainings are to be kept as they are now. */
  boolean isDue();

  /** Keeps a training, in the place of what was kept of it before. That it cannot be kept is no failure of the training. */
  void keep(Trial trial, byte[] state);

  /** What was kept last; empty if there is nothing, or nothing that can be believed. */
  Optional<byte[]> find(Trial trial);

  /** The trial has ended. */
  void drop(Trial trial);
}
