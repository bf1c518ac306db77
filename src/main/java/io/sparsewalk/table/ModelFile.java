package io.sparsewalk.table;

import static io.sparsewalk.common.Checks.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Settings;
import io.sparsewalk.common.Sha256;
import io.sparsewalk.model.Head;
import io.sparsewalk.model.ParameterLayout;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A trained network as a directory that any language reads: {@code model.json}, and for every layer its weights (outputs x inputs)
 * and biases as little-endian 32-bit floats and its mask as a byte a weight (1 = kept). {@code model.json} has the sha256 of every
 * array; reading checks them and executes nothing.
 *
 * @param facts where the network comes from: sweep, trial, embedding and the like
 * @param head what its outputs are logits of
 * @param kept by parameter; biases always are
 */
public record ModelFile(Map<String, Object> facts, ParameterLayout layout, Head head, float[] parameters,
    boolean[] kept) {
  private static final String INDEX = "model.json";
  private static final String FORMAT = "sparsewalk-model-2";
  private static final ObjectMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  public ModelFile {
    check(parameters.length == layout.size() && kept.length == layout.size(),
        "a network %s has %s parameters, was %s and %s", layout, layout.size(), parameters.length, kept.length);
  }

  /**
   * Writes the files.
   *
   * @param directory a new one, on any file system of Hadoop
   * @throws DataRefusedException if the directory is there already
   */
  public void write(Configuration configuration, Path directory) {
    try {
      Folder folder = new Folder(PlainFiles.of(directory, configuration), directory);
      if (folder.files().exists(directory)) {
        throw new DataRefusedException(directory + ": is there already; name a new directory");
      }
      folder.files().mkdirs(directory);
      try {
        writeIn(folder);
      } catch (IOException e) {
        // Half of the files would be in the way of the next try.
        folder.files().delete(directory, true);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + directory, e);
    }
  }

  private void writeIn(Folder folder) throws IOException {
    List<Map<String, Object>> layers = new ArrayList<>();
    for (int l = 0; l < layout.layers(); l++) {
      layers.add(writeLayer(folder, l));
    }
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("format", FORMAT);
    index.putAll(facts);
    index.put("network", layout.toString());
    index.put("layers", layers);
    // Last: without it there is no model.
    folder.write(INDEX, JSON.writeValueAsBytes(index));
  }

  private Map<String, Object> writeLayer(Folder folder, int layer) throws IOException {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("inputs", layout.columns(layer));
    entry.put("outputs", layout.rows(layer));
    entry.put("activation", layer < layout.layers() - 1 ? "relu" : Settings.word(head));
    entry.put("weights",
        file(folder, "layer" + layer + ".weights.f32", floats(layout.firstWeight(layer), layout.firstBias(layer))));
    entry.put("biases",
        file(folder, "layer" + layer + ".biases.f32", floats(layout.firstBias(layer), layout.firstWeight(layer + 1))));
    byte[] mask = new byte[layout.weights(layer)];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (kept[layout.firstWeight(layer) + i] ? 1 : 0);
    }
    entry.put("mask", file(folder, "layer" + layer + ".mask.u8", mask));
    return entry;
  }

  private static Map<String, Object> file(Folder folder, String name, byte[] bytes) throws IOException {
    folder.write(name, bytes);
    return Map.of("file", name, "sha256", Sha256.hex(bytes));
  }

  private byte[] floats(int begin, int end) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * (end - begin)).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(parameters, begin, end - begin);
    return buffer.array();
  }

  /**
   * Reads the files.
   *
   * @throws DataRefusedException if a file is missing, changed or of another format
   */
  public static ModelFile read(Configuration configuration, Path directory) {
    Path index = new Path(directory, INDEX);
    try {
      Folder folder = new Folder(PlainFiles.of(directory, configuration), directory);
      JsonNode root = JSON.readTree(folder.read(INDEX));
      if (!FORMAT.equals(root.path("format").asText())) {
        throw new DataRefusedException(index + ": format is '" + root.path("format").asText() + "', not " + FORMAT);
      }
      ParameterLayout layout = ParameterLayout.parse(root.path("network").asText());
      float[] parameters = new float[layout.size()];
      boolean[] kept = new boolean[layout.size()];
      for (int l = 0; l < layout.layers(); l++) {
        readLayer(folder, root.path("layers").path(l), layout, l, parameters, kept);
      }
      Map<String, Object> facts = new LinkedHashMap<>();
      root.fields().forEachRemaining(field -> {
        if (!List.of("format", "network", "layers").contains(field.getKey())) {
          facts.put(field.getKey(), JSON.convertValue(field.getValue(), Object.class));
        }
      });
      Head head = Head
          .valueOf(root.path("layers").path(layout.layers() - 1).path("activation").asText().toUpperCase(Locale.ROOT));
      return new ModelFile(facts, layout, head, parameters, kept);
    } catch (IOException | IllegalArgumentException e) {
      throw new DataRefusedException(index + ": " + e.getMessage());
    }
  }

  private static void readLayer(Folder folder, JsonNode entry, ParameterLayout layout, int layer, float[] parameters,
      boolean[] kept) throws IOException {
    int weight = layout.firstWeight(layer);
    int bias = layout.firstBias(layer);
    int end = layout.firstWeight(layer + 1);
    bytes(folder, entry.path("weights"), 4 * (bias - weight)).asFloatBuffer().get(parameters, weight, bias - weight);
    bytes(folder, entry.path("biases"), 4 * (end - bias)).asFloatBuffer().get(parameters, bias, end - bias);
    ByteBuffer mask = bytes(folder, entry.path("mask"), bias - weight);
    for (int i = weight; i < end; i++) {
      kept[i] = i >= bias || mask.get() != 0;
    }
  }

  private static ByteBuffer bytes(Folder folder, JsonNode entry, int size) throws IOException {
    // Only its last part: the index of a stranger names nothing elsewhere.
    String name = new Path("/" + entry.path("file").asText()).getName();
    byte[] bytes = folder.read(name);
    if (bytes.length != size || !Sha256.hex(bytes).equals(entry.path("sha256").asText())) {
      throw new DataRefusedException(new Path(folder.directory(), name) + ": is not what model.json says ("
          + bytes.length + " bytes, " + size + " expected; sha256 " + Sha256.hex(bytes) + ")");
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private record Folder(FileSystem files, Path directory) {
    void write(String name, byte[] bytes) throws IOException {
      try (OutputStream out = files.create(new Path(directory, name), false)) {
        out.write(bytes);
      }
    }

    byte[] read(String name) throws IOException {
      try (InputStream in = files.open(new Path(directory, name))) {
        return in.readAllBytes();
      }
    }
  }
}
