package io.sparsewalk.table;

import io.sparsewalk.common.Sha256;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * A compiled class.
 *
 * @param hash SHA-256 of the file
 * @param names of classes of this program in its constants (JVM specification, section 4.4), with dots
 */
record ClassFile(byte[] hash, Set<String> names) {
  private static final String SUFFIX = ".class";
  private static final Pattern OURS = Pattern.compile("io[/.]sparsewalk(?:[/.][A-Za-z0-9_$]+)+");
  private static final int MAGIC = 0xCAFEBABE;

  /** All classes of this program by name; empty if they do not lie in a file or directory. */
  static Map<String, ClassFile> ofProgram() {
    CodeSource source = ClassFile.class.getProtectionDomain().getCodeSource();
    try {
      Path place = source == null || !source.getLocation().getProtocol().equals("file") ? null
          : Path.of(source.getLocation().toURI());
      if (place == null) {
        return Map.of();
      }
      return Files.isDirectory(place) ? ofDirectory(place) : ofJar(place);
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("cannot read the classes of this program in " + source.getLocation(), e);
    }
  }

  private static Map<String, ClassFile> ofDirectory(Path directory) throws IOException {
    Map<String, ClassFile> classes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory.resolve("io/sparsewalk"))) {
      for (Path file : (Iterable<Path>) files.filter(path -> path.toString().endsWith(SUFFIX))::iterator) {
        put(classes, directory.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return classes;
  }

  private static Map<String, ClassFile> ofJar(Path jar) throws IOException {
    Map<String, ClassFile> classes = new TreeMap<>();
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      for (ZipEntry entry : (Iterable<ZipEntry>) file.stream().<ZipEntry>map(each -> each)::iterator) {
        String name = entry.getName();
        if (name.startsWith("io/sparsewalk/") && !name.startsWith("io/sparsewalk/shaded/") && name.endsWith(SUFFIX)) {
          try (InputStream in = file.getInputStream(entry)) {
            put(classes, name, in.readAllBytes());
          }
        }
      }
    }
    return classes;
  }

  private static void put(Map<String, ClassFile> classes, String file, byte[] bytes) {
    classes.put(file.substring(0, file.length() - SUFFIX.length()).replace('/', '.'), of(bytes));
  }

  static ClassFile of(byte[] bytes) {
    Set<String> names = new HashSet<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readInt() != MAGIC) {
        throw new IllegalArgumentException("no class file");
      }
      in.readInt();
      int constants = in.readUnsignedShort();
      for (int i = 1; i < constants; i++) {
        int tag = in.readUnsignedByte();
        if (tag == 1) {
          // Names, descriptors and signatures of classes are texts, and there is no harm in a text that only looks like one.
          Matcher ours = OURS.matcher(in.readUTF());
          while (ours.find()) {
            names.add(ours.group().replace('/', '.'));
          }
        } else {
          in.skipNBytes(size(tag));
        }
        // A long or double takes two places.
        i += tag == 5 || tag == 6 ? 1 : 0;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no class file", e);
    }
    return new ClassFile(Sha256.of(bytes), names);
  }

  private static int size(int tag) {
    return switch (tag) {
      case 7, 8, 16, 19, 20 -> 2;
      case 15 -> 3;
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
      case 5, 6 -> 8;
      default -> throw new IllegalArgumentException("a class file has no constants of the kind " + tag);
    };
  }
}
