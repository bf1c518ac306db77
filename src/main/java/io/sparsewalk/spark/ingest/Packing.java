package io.sparsewalk.spark.ingest;

import com.github.luben.zstd.ZstdInputStream;
import io.sparsewalk.common.DataRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** What a file is packed in, by its first bytes and not by its name. */
enum Packing {
  NONE("", ""), GZIP("1f8b", "gzip"), BZIP2("425a68", "bzip2"), ZSTD("28b52ffd", "zstd"), XZ("fd377a585a00", "xz"),
  ZIP("504b0304", "zip archive");

  private static final int HEAD = 512;
  private static final int TAR_MAGIC = 257;
  /** What is not read, by its first bytes. */
  private static final Map<String, String> OTHERS =
      new TreeMap<>(Map.ofEntries(Map.entry("377abcaf271c", "a 7z archive: unpack it"),
          Map.entry("526172211a07", "a RAR archive: unpack it"), Map.entry("04224d18", "an lz4 file: unpack it"),
          Map.entry("ff060000734e6150", "a snappy file: unpack it"),
          Map.entry("1f9d", "a file of compress (.Z): unpack it"), Map.entry("504b0506", "an empty zip archive"),
          Map.entry("894844460d0a1a0a", "an HDF5 file"),
          Map.entry("934e554d5059", "a NumPy array: save it with numpy.savetxt"), Map.entry("4f626a01", "an Avro file"),
          Map.entry("4f5243", "an ORC file"), Map.entry("53514c69746520666f726d6174", "an SQLite database"),
          Map.entry("25504446", "a PDF"), Map.entry("4152524f5731", "an Arrow file"),
          Map.entry("50415245", "encrypted Parquet"),
          Map.entry("fffe", "text in UTF-16: convert it with `iconv -f UTF-16 -t UTF-8`"),
          Map.entry("feff", "text in UTF-16: convert it with `iconv -f UTF-16 -t UTF-8`"),
          Map.entry("d0cf11e0", "an old Office file: save it as CSV"), Map.entry("80049", "a Python pickle"),
          Map.entry("80029", "a Python pickle"), Map.entry("8003", "a Python pickle")));

  private final String magic;
  private final String word;

  Packing(String magic, String word) {
    this.magic = magic;
    this.word = word;
  }

  /** In words; empty for none. */
  String word() {
    return word;
  }

  /** What a file is. */
  record Found(Packing packing, boolean parquet, List<String> entries) {}

  /**
   * Looks at the first bytes, and at the names in an archive.
   *
   * @throws DataRefusedException if it is of a kind that is not read
   */
  static Found of(String file, Configuration configuration) throws IOException {
    try (PackedBytes in = raw(file, configuration)) {
      String head = head(in);
      if (head.startsWith("50415231")) {
        return new Found(NONE, true, List.of());
      }
      refuseOthers(file, head);
      Packing packing = of(head);
      if (packing == ZIP) {
        return new Found(ZIP, false, zipEntries(file, in));
      }
      PushbackInputStream unpacked = new PushbackInputStream(packing.unpack(in), HEAD);
      byte[] first = unpacked.readNBytes(HEAD);
      unpacked.unread(first);
      if (isTar(first)) {
        return new Found(packing, false, tarEntries(unpacked));
      }
      if (packing != NONE) {
        refuseOthers(file, hex(first));
        refuseParquet(file, first, packing);
      }
      return new Found(packing, false, List.of());
    }
  }

  private static void refuseParquet(String file, byte[] first, Packing packing) {
    if (hex(first).startsWith("50415231")) {
      throw new DataRefusedException(
          file + ": is Parquet packed with " + packing.word + ", which cannot be read in parts: unpack it");
    }
  }

  private static Packing of(String head) {
    for (Packing packing : values()) {
      if (packing != NONE && head.startsWith(packing.magic)) {
        return packing;
      }
    }
    return NONE;
  }

  private static void refuseOthers(String file, String head) {
    OTHERS.forEach((magic, what) -> {
      if (head.startsWith(magic)) {
        throw new DataRefusedException(file + ": is " + what);
      }
    });
  }

  private static PackedBytes raw(String file, Configuration configuration) throws IOException {
    Path path = new Path(file);
    return new PackedBytes(path.getFileSystem(configuration).open(path), HEAD);
  }

  private static String head(PushbackInputStream in) throws IOException {
    byte[] first = in.readNBytes(16);
    in.unread(first);
    return hex(first);
  }

  private static String hex(byte[] bytes) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < Math.min(16, bytes.length); i++) {
      hex.append(String.format("%02x", bytes[i]));
    }
    return hex.toString();
  }

  private static boolean isTar(byte[] first) {
    return first.length == HEAD && new String(first, TAR_MAGIC, 5, StandardCharsets.US_ASCII).equals("ustar");
  }

  private InputStream unpack(PackedBytes in) throws IOException {
    InputStream unpacked = switch (this) {
      case GZIP -> new GzipCompressorInputStream(in, true);
      case BZIP2 -> new BZip2CompressorInputStream(in, true);
      case ZSTD -> new ZstdInputStream(in);
      case XZ -> new XZCompressorInputStream(in, true);
      case NONE, ZIP -> in;
    };
    return this == NONE || this == ZIP ? unpacked : in.capped(unpacked);
  }

  private static List<String> zipEntries(String file, InputStream in) throws IOException {
    List<String> names = new ArrayList<>();
    ZipInputStream zip = new ZipInputStream(in);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (entry.getName().equals("[Content_Types].xml") || entry.getName().endsWith(".npy")) {
        throw new DataRefusedException(
            file + (entry.getName().endsWith(".npy") ? ": is NumPy's npz" : ": is an Office file: save it as CSV"));
      }
      if (!entry.isDirectory()) {
        names.add(entry.getName());
      }
    }
    return names;
  }

  private static List<String> tarEntries(InputStream in) throws IOException {
    List<String> names = new ArrayList<>();
    TarArchiveInputStream tar = new TarArchiveInputStream(in);
    for (TarArchiveEntry entry = tar.getNextTarEntry(); entry != null; entry = tar.getNextTarEntry()) {
      if (entry.isFile()) {
        names.add(entry.getName());
      }
    }
    return names;
  }

  /**
   * The bytes of a file, or of a file in an archive, unpacked. Data behind the end of one gzip, bzip2 or xz stream is the next one's.
   *
   * @param entry name in the archive; empty if it is none
   */
  static InputStream open(String file, String entry, Configuration configuration) throws IOException {
    PackedBytes in = raw(file, configuration);
    Packing packing = of(head(in));
    if (packing == ZIP) {
      ZipInputStream zip = new ZipInputStream(in);
      for (ZipEntry next = zip.getNextEntry(); next != null; next = zip.getNextEntry()) {
        if (next.getName().equals(entry)) {
          return in.capped(zip);
        }
      }
      throw new IOException("no entry " + entry);
    }
    InputStream unpacked = packing.unpack(in);
    return entry.isEmpty() ? unpacked : tarEntry(unpacked, entry);
  }

  private static InputStream tarEntry(InputStream in, String name) throws IOException {
    TarArchiveInputStream tar = new TarArchiveInputStream(in);
    for (TarArchiveEntry entry = tar.getNextTarEntry(); entry != null; entry = tar.getNextTarEntry()) {
      if (entry.getName().equals(name)) {
        return tar;
      }
    }
    throw new IOException("no entry " + name);
  }
}
