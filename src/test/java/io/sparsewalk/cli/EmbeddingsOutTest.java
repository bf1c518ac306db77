package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.cli.CommandLineTest.Result;
import io.sparsewalk.spark.SparkSessions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("spark")
class EmbeddingsOutTest {
  @TempDir
  private Path directory;

  private Result run(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.addAll(List.of("src/test/resources/plain.conf", "-D", "generate.vertices=200", "-D",
        "generate.edges=2000", "-D", "generate.id-range=100000", "-D", "sweep.seeds=[1]", "-D",
        "sweep.embeddings=[dense, topk]", "--warehouse", directory.resolve("w").toString()));
    arguments.addAll(List.of(more));
    return CommandLineTest.run(arguments.toArray(String[]::new));
  }

  @Test
  void vectorsGoOutInEveryFormatWithTheIdsOfTheEdgeListAndNeighboursAreFoundAmongThem() throws IOException {
    assertThat(run("export embeddings", "--to", directory.resolve("none").toString()).err())
        .contains("has no table edges");
    assertThat(run("topk").code()).isZero();
    Path to = directory.resolve("parquet");
    Result parquet = run("export embeddings", "--to", to.toString());
    assertThat(parquet.code()).as(parquet.err()).isZero();
    Map<String, List<Float>> expected = new TreeMap<>();
    for (Row row : open().read().parquet(to.toString()).where("trained").collectAsList()) {
      expected.put(row.getAs("id"), row.getList(row.fieldIndex("vector")));
    }
    assertThat(expected).hasSizeGreaterThan(100);
    assertThat(expected.keySet()).as("ids have gaps").anyMatch(id -> Integer.parseInt(id) > 300);

    Path numpy = directory.resolve("numpy");
    assertThat(run("export embeddings", "--format", "numpy", "--to", numpy.toString()).code()).isZero();
    assertThat(numpy(numpy)).isEqualTo(expected);
    Path text = directory.resolve("text");
    assertThat(run("export embeddings", "--format", "word2vec", "--to", text.toString()).code()).isZero();
    assertThat(word2vec(text)).isEqualTo(expected);
    assertThat(run("export embeddings", "--to", text.toString()).err()).contains("is there already");
    assertThat(run("export embeddings", "--embedding", "topk", "--format", "numpy", "--to", to + "2").err())
        .contains("write the embedding topk as parquet");
    Path sparse = directory.resolve("sparse");
    assertThat(run("export embeddings", "--embedding", "topk", "--to", sparse.toString()).code()).isZero();
    assertThat(open().read().parquet(sparse.toString()).columns()).containsExactly("indices", "values", "id");

    String vertex = expected.keySet().iterator().next();
    Result near = run("neighbours", vertex, "-k", "3");
    assertThat(near.out().lines().filter(line -> line.startsWith("dense,")).map(line -> line.split(",")[2]))
        .containsExactlyElementsOf(nearest(expected, vertex));
    assertThat(near.out()).containsPattern("# dense: [0-9,]+ bytes, [0-9.]+ ms for a search, 3 of 3")
        .containsPattern("# topk: [0-9,]+ bytes, [0-9.]+ ms for a search, [0-3] of 3");
    assertThat(run("neighbours", "nobody").err()).contains("the graph has no vertex 'nobody'");
  }

  /** A session for the test: that of a command is closed when it ends. */
  private static SparkSession open() {
    return SparkSessions.open(new SparkConf().setMaster("local[2]").setAppName("tests"));
  }

  private static Map<String, List<Float>> numpy(Path directory) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(directory.resolve("vectors.npy"))).order(ByteOrder.LITTLE_ENDIAN);
    int length = bytes.getShort(8);
    String header = new String(bytes.array(), 10, length, StandardCharsets.US_ASCII);
    List<String> ids = Files.readAllLines(directory.resolve("ids.txt"));
    assertThat((10 + length) % 64).isZero();
    assertThat(header).startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (" + ids.size() + ", 8), }")
        .endsWith("\n");
    bytes.position(10 + length);
    Map<String, List<Float>> vectors = new TreeMap<>();
    for (String id : ids) {
      List<Float> vector = new ArrayList<>();
      for (int c = 0; c < 8; c++) {
        vector.add(bytes.getFloat());
      }
      vectors.put(id, vector);
    }
    assertThat(bytes.hasRemaining()).isFalse();
    return vectors;
  }

  private static Map<String, List<Float>> word2vec(Path directory) throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve("vectors.txt"));
    assertThat(lines.get(0)).isEqualTo(lines.size() - 1 + " 8");
    Map<String, List<Float>> vectors = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(" ");
      vectors.put(fields[0], List.of(fields).subList(1, 9).stream().map(Float::valueOf).toList());
    }
    return vectors;
  }

  private static List<String> nearest(Map<String, List<Float>> vectors, String of) {
    return vectors.keySet()
        .stream()
        .filter(other -> !other.equals(of))
        .sorted(
            (a, b) -> Double.compare(cosine(vectors.get(of), vectors.get(b)), cosine(vectors.get(of), vectors.get(a))))
        .limit(3)
        .toList();
  }

  private static double cosine(List<Float> one, List<Float> other) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int c = 0; c < one.size(); c++) {
      ab += (double) one.get(c) * other.get(c);
      aa += (double) one.get(c) * one.get(c);
      bb += (double) other.get(c) * other.get(c);
    }
    return ab / Math.sqrt(aa) / Math.sqrt(bb);
  }
}
