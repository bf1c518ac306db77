package io.sparsewalk.table;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * What a stage's output was made from and what is in it; {@code _manifest.json} beside the Parquet files.
 *
 * @param stage the stage's name
 * @param fingerprint hash of {@code inputs}: the directory's name
 * @param inputs configuration and upstream fingerprints
 * @param facts counts and other findings, by name
 * @param codeVersion commit that wrote it
 */
public record Manifest(
    String stage, String fingerprint, Map<String, Object> inputs, Map<String, Object> facts, String codeVersion) {
  private static final String FILE = "_manifest.json";
  private static final ObjectMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  public Manifest {
    inputs = new TreeMap<>(inputs);
    facts = new TreeMap<>(facts);
  }

  /** A manifest whose fingerprint is the hash of its inputs (stage name and code version included). */
  public static Manifest of(String stage, Map<String, ?> inputs) {
    return of(stage, inputs, Map.of());
  }

  /** As {@link #of(String, Map)}, with facts. */
  public static Manifest of(String stage, Map<String, ?> inputs, Map<String, ?> facts) {
    Map<String, Object> identity = new TreeMap<>(inputs);
    identity.put("stage", stage);
    identity.put("code_version", CodeVersion.current());
    return new Manifest(stage, Fingerprint.of(identity), new TreeMap<>(inputs), new TreeMap<>(facts),
        CodeVersion.current());
  }

  public Manifest withFacts(Map<String, ?> more) {
    Map<String, Object> all = new TreeMap<>(facts);
    all.putAll(more);
    return new Manifest(stage, fingerprint, inputs, all, codeVersion);
  }

  /** A whole-number fact. */
  public long count(String fact) {
    return ((Number) fact(fact)).longValue();
  }

  /** A fact that is there. */
  public Object fact(String fact) {
    if (!facts.containsKey(fact)) {
      throw new IllegalArgumentException("manifest of " + stage + " " + fingerprint + " has no fact '" + fact + "'");
    }
    return facts.get(fact);
  }

  /** Writes the manifest into a directory, normally an attempt that is about to be published. */
  public void write(Warehouse warehouse, Path directory) {
    Path file = new Path(directory, FILE);
    try (OutputStream out = file.getFileSystem(warehouse.configuration()).create(file, true)) {
      JSON.writeValue(out, this);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** Reads the manifest of a published directory. */
  public static Manifest read(Warehouse warehouse, Path directory) {
    Path file = new Path(directory, FILE);
    try (InputStream in = file.getFileSystem(warehouse.configuration()).open(file)) {
      return JSON.readValue(in, Manifest.class);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
