package io.sparsewalk.spark.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.spark.ingest.EdgeFile.Style;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** What holds for every file of edges, however it is written: the reader without Spark on files of all kinds, made at random. */
class EdgeFileLawsTest {
  private static final List<Character> SEPARATORS = List.of(',', '\t', ';', '|');
  /** One for all, so that a merge fails by its own fault only; without it every run hunts elsewhere. */
  private static final String SEED = "18";
  private static Path directory;

  private interface Compressor {
    OutputStream over(OutputStream out) throws IOException;
  }

  @AfterContainer
  static void deleteFiles() throws IOException {
    if (directory != null) {
      try (var files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
      directory = null;
    }
  }

  @Property(seed = SEED)
  void everyRowIsTheEdgeThatItMeans(@ForAll("files") EdgeFile file, @ForAll("styles") Style style) throws IOException {
    ReadFile read = read(file.bytes(style));
    assertThat(read.edges()).isEqualTo(file.edges());
    assertThat(read.lines()).isEqualTo(file.rows().size() + 1L);
    assertThat(read.comments()).as("the header").isEqualTo(1);
  }

  @Property(seed = SEED)
  void withoutAHeaderThePositionsCount(@ForAll("files") EdgeFile file, @ForAll("styles") Style style)
      throws IOException {
    ReadFile read = read(file.withoutOthers().bytes(style.withHeader(false)));
    assertThat(read.edges()).isEqualTo(file.edges());
    assertThat(read.comments()).isZero();
  }

  @Property(seed = SEED)
  void columnsInAnotherOrderWithTheirHeaderChangeNothing(@ForAll("files") EdgeFile file, @ForAll("styles") Style style,
      @ForAll Random random) throws IOException {
    assertThat(read(file.shuffled(random).bytes(style)).edges()).isEqualTo(file.edges());
  }

  @Property(seed = SEED)
  void quotesAroundEveryFieldChangeNothing(@ForAll("files") EdgeFile file, @ForAll("styles") Style style)
      throws IOException {
    assertThat(read(file.bytes(style.withQuotes()))).isEqualTo(read(file.bytes(style)));
  }

  @Property(seed = SEED)
  void everySeparatorGivesTheSameGraph(@ForAll("words") EdgeFile file, @ForAll boolean header) throws IOException {
    ReadFile read = read(file.bytes(Style.PLAIN.withHeader(header)));
    for (char separator : List.of('\t', ';', '|', ' ')) {
      assertThat(read(file.bytes(Style.PLAIN.withHeader(header).withSeparator(separator))))
          .as("separator '%s'", separator)
          .isEqualTo(read);
    }
    assertThat(read.edges()).isEqualTo(file.edges());
  }

  @Property(seed = SEED)
  void lineEndsAndTheByteOrderMarkChangeNothing(@ForAll("files") EdgeFile file, @ForAll boolean header)
      throws IOException {
    EdgeFile plain = header ? file : file.withoutOthers();
    ReadFile read = read(plain.bytes(Style.PLAIN.withHeader(header)));
    for (String end : List.of("\n", "\r\n")) {
      for (boolean flag : new boolean[] {false, true}) {
        assertThat(read(plain.bytes(new Style(',', header, false, end, flag, !flag)))).isEqualTo(read);
      }
    }
  }

  @Property(tries = 30, seed = SEED)
  void packingChangesNothing(@ForAll("files") EdgeFile file) throws IOException {
    byte[] plain = file.bytes(Style.PLAIN);
    ReadFile read = read(plain);
    List<Compressor> compressors = List.of(GZIPOutputStream::new, BZip2CompressorOutputStream::new,
        ZstdOutputStream::new, out -> new XZOutputStream(out, new LZMA2Options(0)));
    for (Compressor compressor : compressors) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      // Two streams, one after the other, are one file.
      for (int part = 0; part < 2; part++) {
        try (OutputStream out = compressor.over(packed)) {
          out.write(plain, part == 0 ? 0 : plain.length / 2,
              part == 0 ? plain.length / 2 : plain.length - plain.length / 2);
        }
      }
      assertThat(read(packed.toByteArray())).isEqualTo(read);
    }
  }

  @Property(seed = SEED)
  void linesAreEdgesBadLinesCommentsAndTheHeader(@ForAll("files") EdgeFile file, @ForAll("styles") Style style,
      @ForAll Random random) throws IOException {
    List<String> lines = new ArrayList<>(file.lines(style));
    int bad = lines.size() / 12;
    for (int i = 0; i < bad; i++) {
      lines.add(1 + random.nextInt(lines.size()), broken(file, style, random));
    }
    int comments = random.nextInt(6);
    for (int i = 0; i < comments; i++) {
      lines.add(random.nextInt(lines.size() + 1),
          List.of("", "# a comment", "% another, one; of \"all|", "  \t").get(random.nextInt(4)));
    }
    ReadFile read = read(EdgeFile.bytes(lines,
        new Style(style.separator(), true, style.quoteAll(), style.lineEnd(), style.bom(), true)));
    assertThat(read.edges()).isEqualTo(file.edges());
    assertThat(read.bad()).as("of %s", lines).hasSize(bad);
    assertThat(read.comments()).isEqualTo(comments + 1L);
    assertThat(read.lines()).isEqualTo(lines.size());
  }

  /** A row that is no edge: a column short or over, an empty or binary id, a time that is none. */
  private static String broken(EdgeFile file, Style style, Random random) {
    List<String> row = new ArrayList<>(file.rows().get(random.nextInt(file.rows().size())));
    switch (random.nextInt(6)) {
      case 0 -> row.remove(row.size() - 1);
      case 1 -> row.add("more");
      case 2 -> row.set(random.nextInt(2), "");
      case 3 -> row.set(random.nextInt(2), "a" + (char) (1 + random.nextInt(8)) + "b");
      case 4 -> row.set(2, "NaN");
      default -> row.set(2, "1e400");
    }
    return style.line(row);
  }

  @Property(seed = SEED)
  void rangesOfAnyLengthReadEveryLineOnce(@ForAll("files") EdgeFile file, @ForAll("styles") Style style,
      @ForAll Random random) throws IOException {
    byte[] bytes = file.bytes(style);
    assertThat(read(bytes, 1 + random.nextInt(bytes.length))).isEqualTo(read(bytes));
  }

  @Property(tries = 50, seed = SEED)
  void whatIsNotUtf8IsRefusedByNameOrQuarantined(@ForAll("words") EdgeFile file, @ForAll boolean mark)
      throws IOException {
    String text = new String(file.bytes(Style.PLAIN), StandardCharsets.UTF_8);
    for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, Charset.forName("UTF-32LE"),
        Charset.forName("UTF-32BE"))) {
      byte[] bytes = ((mark ? "\uFEFF" : "") + text).getBytes(charset);
      assertThatThrownBy(() -> read(bytes)).as(charset.name())
          .isInstanceOf(DataRefusedException.class)
          .hasMessageContaining("UTF-16");
    }
    ReadFile latin =
        read((text + "Jos\u00e9,Zo\u00eb," + file.rows().get(0).get(2) + "\n").getBytes(StandardCharsets.ISO_8859_1));
    assertThat(latin.bad()).isNotEmpty().allMatch("id is not valid UTF-8"::equals);
    assertThat(latin.edges().size() + latin.bad().size()).isEqualTo(file.rows().size() + 1);
  }

  @Provide
  Arbitrary<EdgeFile> files() {
    return EdgeFile.any();
  }

  @Provide
  Arbitrary<EdgeFile> words() {
    return EdgeFile.words();
  }

  @Provide
  Arbitrary<Style> styles() {
    return Combinators
        .combine(Arbitraries.of(SEPARATORS), Arbitraries.of(true, false), Arbitraries.of("\n", "\r\n"),
            Arbitraries.of(true, false), Arbitraries.of(true, false))
        .as((separator, quotes, end, bom, last) -> new Style(separator, true, quotes, end, bom, last));
  }

  private static ReadFile read(byte[] file) throws IOException {
    return read(file, Long.MAX_VALUE);
  }

  private static ReadFile read(byte[] file, long rangeBytes) throws IOException {
    directory = directory == null ? Files.createTempDirectory("edge-files") : directory;
    return ReadFile.of(Files.write(directory.resolve("e"), file), rangeBytes, GraphConfig.Preset.NONE);
  }
}
