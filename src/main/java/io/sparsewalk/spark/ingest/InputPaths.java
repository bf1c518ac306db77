package io.sparsewalk.spark.ingest;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.WebAddress;
import io.sparsewalk.table.ContentHashes;
import io.sparsewalk.table.Warehouse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From paths and globs to files. */
public final class InputPaths {
  private static final Logger LOG = LoggerFactory.getLogger(InputPaths.class);
  /** What lies beside edges and is none. */
  private static final Pattern ASIDE =
      Pattern.compile("(readme|licen[cs]e|copying|changelog|citation|meta\\.|ent\\.|code\\.).*"
          + "|(labels?|features?|nodes?|vertices|classes|communit(y|ies)|split|node[-_]?(labels?|feats?|features?)"
          + "|num[-_](node|edge)[-_]list|node[-_](year|species)|edge[-_](year|weight|feat|reltype))\\..*|.*\\.(md|html?|pdf|json|ya?ml|crc|sha256|md5|bib|rst|png|py)");

  private InputPaths() {}

  /**
   * All files, each once, in the order of the paths, below them by name; hidden files, and in directories readmes, labels and the like, are
   * left out. A path that is there is taken as it stands, before its characters mean anything in a glob or URI.
   *
   * @throws DataRefusedException if there is none behind a path
   */
  static Collection<InputFile> list(List<String> patterns, Downloads downloads, ContentHashes hashes) {
    Configuration configuration = hashes.configuration();
    Map<String, InputFile> all = new LinkedHashMap<>();
    for (String pattern : patterns) {
      if (WebAddress.isWeb(pattern)) {
        all.putIfAbsent(pattern, InputFile.copied(pattern, downloads.get(pattern)));
        continue;
      }
      List<FileStatus> found = new ArrayList<>();
      try {
        for (FileStatus match : matches(pattern, configuration)) {
          expand(match.getPath().getFileSystem(configuration), match, found);
        }
      } catch (IOException | RuntimeException e) {
        throw new DataRefusedException(pattern + ": cannot be listed: " + advice(pattern, e), e);
      }
      if (found.isEmpty()) {
        throw new DataRefusedException(pattern + ": no such file, and no file matches it");
      }
      found.sort(Comparator.comparing(status -> status.getPath().toString()));
      found.removeIf(status -> all.containsKey(status.getPath().toString()));
      List<InputFile> files = found.parallelStream().map(status -> InputFile.of(status, hashes)).toList();
      files.forEach(file -> all.put(file.path(), file));
    }
    return all.values();
  }

  /**
   * One file, taken as it stands, of the web as the server has it today.
   *
   * @throws DataRefusedException if it is not there
   */
  public static InputFile file(String path, Warehouse warehouse) {
    return WebAddress.isWeb(path) ? InputFile.copied(path, downloads(warehouse).get(path))
        : InputFile.of(file(path, warehouse.configuration()), new ContentHashes(warehouse, true));
  }

  /**
   * As {@link #file}, but of the web the copy that was made last, and nothing is asked there.
   *
   * @throws io.sparsewalk.spark.NotStartedException if there is no copy
   */
  public static InputFile held(String path, Warehouse warehouse) {
    return WebAddress.isWeb(path) ? InputFile.copied(path, Downloads.held(warehouse).get(path))
        : InputFile.of(file(path, warehouse.configuration()), new ContentHashes(warehouse, false));
  }

  /** Where a file lies; of one of the web the copy that was made last. */
  static String place(String path, Warehouse warehouse) {
    FileStatus file = WebAddress.isWeb(path) ? downloads(warehouse).last(path) : file(path, warehouse.configuration());
    return file.getPath().toString();
  }

  private static Downloads downloads(Warehouse warehouse) {
    return new Downloads(warehouse, Downloads.Limits.of(Long.MAX_VALUE));
  }

  private static FileStatus file(String path, Configuration configuration) {
    try {
      for (Path literal : literals(path)) {
        try {
          return literal.getFileSystem(configuration).getFileStatus(literal);
        } catch (FileNotFoundException e) {
          LOG.debug("not there: {}", literal);
        }
      }
      throw new DataRefusedException("cannot read " + path + ": no such file");
    } catch (IOException | IllegalArgumentException e) {
      throw new DataRefusedException("cannot read " + path + ": " + advice(path, e), e);
    }
  }

  private static List<FileStatus> matches(String pattern, Configuration configuration) throws IOException {
    for (Path literal : literals(pattern)) {
      FileSystem files = literal.getFileSystem(configuration);
      if (files.exists(literal)) {
        return List.of(files.getFileStatus(literal));
      }
    }
    Path path = new Path(pattern);
    FileStatus[] matches = path.getFileSystem(configuration).globStatus(path);
    return matches == null ? List.of() : Arrays.asList(matches);
  }

  /** The path as it stands, and a file: URI decoded. */
  private static List<Path> literals(String pattern) {
    List<Path> literals = new ArrayList<>(List.of(new Path(pattern)));
    if (pattern.startsWith("file:") && pattern.contains("%")) {
      try {
        literals.add(new Path("file", null, new URI(pattern).getPath()));
      } catch (URISyntaxException | IllegalArgumentException e) {
        LOG.debug("not a URI: {}", pattern);
      }
    }
    return literals;
  }

  private static void expand(FileSystem files, FileStatus status, List<FileStatus> found) throws IOException {
    if (!status.isDirectory()) {
      found.add(status);
      return;
    }
    for (FileStatus child : files.listStatus(status.getPath())) {
      String name = child.getPath().getName();
      if (isHidden(name)) {
        continue;
      }
      if (isAside(name) && !child.isDirectory()) {
        LOG.warn("left out: {} (name it in graph.path if it holds edges)", child.getPath());
      } else {
        expand(files, child, found);
      }
    }
  }

  private static boolean isHidden(String name) {
    return name.startsWith("_") && name.indexOf('=') < 0 || name.startsWith(".");
  }

  /** True for what lies beside data in folders and archives: readmes, metadata, hidden files. */
  static boolean isAside(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return ASIDE.matcher(name).matches() || path.contains("__MACOSX/") || isHidden(name);
  }

  private static String advice(String pattern, Exception e) {
    String reason =
        e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage().lines().findFirst().orElse("");
    if (reason.contains("No FileSystem for scheme") || reason.contains("ClassNotFoundException")) {
      String version = VersionInfo.getVersion();
      String module = pattern.startsWith("s3") ? "hadoop-aws"
          : pattern.startsWith("abfs") || pattern.startsWith("wasb") ? "hadoop-azure" : "";
      return reason + (module.isEmpty() ? "" : "; add --conf spark.jars.packages=org.apache.hadoop:" + module + ":"
          + version + (pattern.startsWith("s3:") || pattern.startsWith("s3n:") ? " and write s3a://" : ""));
    }
    return reason;
  }
}
