package io.sparsewalk.table;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sparsewalk.common.DataRefusedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * What a stage's output was made from and what is in it; {@code _manifest.json} in the stage's directory. It is written last:
 * the files that it names are the stage's output, and no others are.
 *
 * @param stage the stage's name
 * @param fingerprint hash of {@code inputs} but for the commit: the directory's name
 * @param inputs configuration and upstream fingerprints, the version of the stage's code as {@code stage_code}, and the commit that wrote it
 *     as {@code code_version}
 * @param facts counts and other findings, by name
 * @param files what was written, in the order of the rows
 */
public record Manifest(String stage, String fingerprint, Map<String, Object> inputs, Map<String, Object> facts,
    List<DataFile> files) {
  /** The file's name. */
  public static final String FILE = "_manifest.json";
  private static final ObjectMapper COMPACT = new ObjectMapper();
  private static final ObjectMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  public Manifest {
    inputs = new TreeMap<>(inputs);
    facts = new TreeMap<>(facts);
    files = List.copyOf(files);
  }

  /**
   * A manifest whose fingerprint is the hash of its inputs, of the stage's name, and of the code that makes it; not of the commit, which may
   * have changed other code only.
   *
   * @param maker the class that makes it, from which all code that matters can be reached
   */
  public static Manifest of(String stage, Class<?> maker, Map<String, ?> inputs) {
    Map<String, Object> all = new TreeMap<>(inputs);
    all.put("stage_code", StageCode.of(maker));
    Map<String, Object> identity = new TreeMap<>(all);
    identity.put("stage", stage);
    all.put("code_version", CodeVersion.current());
    return new Manifest(stage, Fingerprint.of(identity), all, Map.of(), List.of());
  }

  public Manifest withFacts(Map<String, ?> more) {
    Map<String, Object> all = new TreeMap<>(facts);
    all.putAll(more);
    return new Manifest(stage, fingerprint, inputs, all, files);
  }

  /**
   * With the files that are to be published, by name in {@link Warehouse#stage its directory}.
   */
  public Manifest withFiles(List<DataFile> written) {
    return new Manifest(stage, fingerprint, inputs, facts, written);
  }

  /** A whole-number fact. */
  public long count(String fact) {
    return ((Number) fact(fact)).longValue();
  }

  /** A fact that is a list of whole numbers; empty if it is not there. */
  public List<Long> counts(String fact) {
    return facts.get(fact) instanceof List<?> list ? list.stream().map(each -> ((Number) each).longValue()).toList()
        : List.of();
  }

  /** A fact with a fraction. */
  public double share(String fact) {
    return ((Number) fact(fact)).doubleValue();
  }

  /** A fact that is there. */
  public Object fact(String fact) {
    if (!facts.containsKey(fact)) {
      throw new IllegalArgumentException("manifest of " + stage + " " + fingerprint + " has no fact '" + fact + "'");
    }
    return facts.get(fact);
  }

  /** Rows of all files. */
  public long rows() {
    return files.stream().mapToLong(DataFile::rows).sum();
  }

  /** What it was made from, as in the file. */
  public String inputsJson() {
    try {
      return COMPACT.writeValueAsString(inputs);
    } catch (JacksonException e) {
      throw new UncheckedIOException("no JSON of the inputs of " + stage, e);
    }
  }

  /**
   * Publishes the files: from now on they are the output of the stage.
   *
   * @param directory of the stage
   * @return false if somebody else was faster: then the files of that manifest are the output, and these are nobody's
   */
  public boolean publish(Warehouse warehouse, Path directory) {
    forceNames(directory);
    return new WholeFile(warehouse, new Path(directory, FILE)).create(json());
  }

  /** Publishes in the place of a manifest whose files are damaged. */
  public void republish(Warehouse warehouse, Path directory) {
    forceNames(directory);
    new WholeFile(warehouse, new Path(directory, FILE)).replace(json());
  }

  private void forceNames(Path directory) {
    try {
      if (Warehouse.isDisk(directory)) {
        for (Path parent : files.stream()
            .map(file -> new Path(directory, file.name()).getParent())
            .distinct()
            .toList()) {
          Disk.forceNames(parent);
          Disk.forceNames(parent.getParent());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + directory, e);
    }
  }

  /** Says that a job relies on what is published here: it counts as young for a day at least. */
  public static void renew(Warehouse warehouse, Path directory) {
    new WholeFile(warehouse, new Path(directory, FILE)).renew();
  }

  private byte[] json() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JacksonException e) {
      throw new UncheckedIOException("no JSON of the manifest of " + stage, e);
    }
  }

  /** The directories of all stages of a warehouse that have a manifest. */
  public static List<Path> published(Warehouse warehouse) {
    Path pattern = new Path(warehouse.root(), "*/fingerprint=*/" + FILE);
    try {
      FileStatus[] found = pattern.getFileSystem(warehouse.configuration()).globStatus(pattern);
      return found == null ? List.of() : Arrays.stream(found).map(file -> file.getPath().getParent()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the tables of " + warehouse.root(), e);
    }
  }

  /**
   * Reads the manifest of a published directory.
   *
   * @throws DataRefusedException if there is none, or it is no manifest
   */
  public static Manifest read(Warehouse warehouse, Path directory) {
    Path file = new Path(directory, FILE);
    try (InputStream in = file.getFileSystem(warehouse.configuration()).open(file)) {
      return JSON.readValue(in, Manifest.class);
    } catch (FileNotFoundException e) {
      throw new DataRefusedException(
          file + " is missing: run the job again, which makes the table again. If it has just been made,"
              + " not every machine sees this warehouse",
          e);
    } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
      throw new DataRefusedException(
          file + " is no manifest, or half of one: run the job again, which makes the table again", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * The files, in the order of the rows, after a look whether each is there and has its length.
   *
   * @param directory of the stage
   * @throws DataRefusedException with the first that is not as it was published, and how to mend it
   */
  public List<Path> paths(Warehouse warehouse, Path directory) {
    Map<Path, Map<String, Long>> lengths = new HashMap<>();
    List<Path> paths = new ArrayList<>();
    for (DataFile file : files) {
      Path path = new Path(directory, file.name());
      Long length = lengths.computeIfAbsent(path.getParent(), parent -> lengths(warehouse, parent)).get(path.getName());
      if (length == null) {
        throw damaged(path, "is missing");
      }
      if (length != file.bytes()) {
        throw damaged(path, "has " + length + " bytes, " + file.bytes() + " were published");
      }
      paths.add(path);
    }
    return paths;
  }

  private static Map<String, Long> lengths(Warehouse warehouse, Path directory) {
    Map<String, Long> lengths = new HashMap<>();
    try {
      for (FileStatus status : directory.getFileSystem(warehouse.configuration()).listStatus(directory)) {
        lengths.put(status.getPath().getName(), status.getLen());
      }
    } catch (FileNotFoundException e) {
      return lengths;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
    return lengths;
  }

  static DataRefusedException damaged(Path file, String how) {
    return new DataRefusedException(file + " " + how + ": run the job again, which makes the table again");
  }
}
