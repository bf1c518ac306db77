package io.sparsewalk.table;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A row of the table {@code runs}.
 *
 * @param id of the run
 * @param cells by the names of columns
 */
public record PastRun(String id, Map<String, Object> cells) {
  /** How it ended. */
  public RunStatus status() {
    return RunStatus.of((String) cells.get("status"));
  }

  /** When it ended. */
  public Instant endedAt() {
    return (Instant) cells.get("ended_at");
  }

  /** Its sweep; empty if it ended before that was known. */
  public Optional<String> sweepId() {
    return Optional.ofNullable((String) cells.get("sweep_id"));
  }
}
