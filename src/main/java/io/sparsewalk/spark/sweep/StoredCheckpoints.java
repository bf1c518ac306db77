package io.sparsewalk.spark.sweep;

import io.sparsewalk.common.Sha256;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.trainer.Checkpoints;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints in the warehouse, a file a trial, which is replaced whole: a line with the format, the trial and the SHA-256 of the state, then
 * the state. The identity of a trial covers its data, its settings and the code, so a state of another program or graph is never found.
 */
class StoredCheckpoints implements Checkpoints {
  private static final String FORMAT = "sparsewalk-checkpoint-1";
  private static final Logger LOG = LoggerFactory.getLogger(StoredCheckpoints.class);

  private final Warehouse warehouse;
  private final Sweep sweep;
  private final Set<Trial> kept = new HashSet<>();
  private long last = System.nanoTime();

  /** The time until the first one begins now. */
  StoredCheckpoints(Warehouse warehouse, Sweep sweep) {
    this.warehouse = warehouse;
    this.sweep = sweep;
  }

  @Override
  public boolean isDue() {
    long now = System.nanoTime();
    int seconds = sweep.execution().checkpointSeconds();
    boolean isDue = seconds > 0 && now - last >= Duration.ofSeconds(seconds).toNanos();
    last = isDue ? now : last;
    return isDue;
  }

  private Path file(Trial trial) {
    return warehouse.checkpoint(sweep.id(), sweep.trialId(trial));
  }

  private String head(Trial trial, byte[] state) {
    return FORMAT + " " + sweep.trialId(trial) + " " + Sha256.hex(state) + "\n";
  }

  @Override
  public void keep(Trial trial, byte[] state) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(head(trial, state).getBytes(StandardCharsets.US_ASCII));
    content.writeBytes(state);
    try {
      warehouse.replace(file(trial), content.toByteArray());
      kept.add(trial);
    } catch (UncheckedIOException e) {
      LOG.warn("the state of {} cannot be kept: {}", trial, e.getMessage());
    }
  }

  @Override
  public Optional<byte[]> find(Trial trial) {
    Path file = file(trial);
    try (InputStream in = file.getFileSystem(warehouse.configuration()).open(file)) {
      byte[] content = in.readAllBytes();
      int end = 0;
      while (end < content.length && content[end] != '\n') {
        end++;
      }
      byte[] state = Arrays.copyOfRange(content, Math.min(end + 1, content.length), content.length);
      String head = new String(content, 0, Math.min(end + 1, content.length), StandardCharsets.US_ASCII);
      if (head.equals(head(trial, state))) {
        kept.add(trial);
        return Optional.of(state);
      }
      LOG.warn("{} is damaged, or of another trial: {} begins anew", file, trial);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.warn("{} cannot be read, {} begins anew: {}", file, trial, e.getMessage());
    }
    kept.add(trial);
    return Optional.empty();
  }

  @Override
  public void drop(Trial trial) {
    if (kept.remove(trial)) {
      try {
        warehouse.discard(file(trial));
      } catch (UncheckedIOException e) {
        LOG.warn("{}: gc deletes it when it is old", e.getMessage());
      }
    }
  }
}
