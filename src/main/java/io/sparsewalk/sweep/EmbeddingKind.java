package io.sparsewalk.sweep;

import java.util.Locale;

/** Which embedding feeds the network. */
public enum EmbeddingKind {
  DENSE, TOPK;

  /** The name in job files and tables. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
