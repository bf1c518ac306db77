package io.sparsewalk.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get_json_object;

import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.RowFile;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableSchema;
import io.sparsewalk.table.Warehouse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/** Which published outputs of stages trials are made from, through whatever stands between. */
public final class StageUse {
  private static final String FINGERPRINT = "fingerprint=";
  private static final Pattern IDENTITY = Pattern.compile("\\b[0-9a-f]{16}\\b");

  private final Warehouse warehouse;
  /** What a fingerprint stands on; several tables may share one. */
  private final Map<String, Set<String>> uses = new HashMap<>();
  private final Map<String, List<Path>> stages = new HashMap<>();

  /** Reads all manifests. */
  StageUse(Warehouse warehouse) {
    this.warehouse = warehouse;
    for (Path stage : Manifest.published(warehouse)) {
      String fingerprint = stage.getName().substring(FINGERPRINT.length());
      stages.computeIfAbsent(fingerprint, key -> new ArrayList<>()).add(stage);
      uses.computeIfAbsent(fingerprint, key -> new HashSet<>())
          .addAll(identities(Manifest.read(warehouse, stage).inputs().toString()));
    }
  }

  private static Set<String> identities(String text) {
    Set<String> found = new HashSet<>();
    Matcher matcher = IDENTITY.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }

  /** The outputs of stages that no trial and no failure of a trial is made from; hidden tables aside. */
  public static List<Path> unused(SparkSession spark, Warehouse warehouse) {
    StageUse use = new StageUse(warehouse);
    Set<String> used = use.below(use.named(spark, sweep -> true));
    return use.stages.entrySet()
        .stream()
        .filter(stage -> !used.contains(stage.getKey()))
        .flatMap(stage -> stage.getValue().stream())
        .filter(stage -> !stage.getParent().getName().startsWith("_"))
        .sorted()
        .toList();
  }

  /** The fingerprints that trials of sweeps name. */
  Set<String> named(SparkSession spark, Predicate<String> sweeps) {
    Set<String> named = new HashSet<>();
    for (TableSchema table : List.of(SweepTables.TRIALS, SweepTables.FAILURES)) {
      String[] files = RowFile.all(warehouse, table)
          .stream()
          .filter(file -> sweeps.test(file.getParent().getParent().getName()))
          .map(Path::toString)
          .toArray(String[]::new);
      if (files.length > 0) {
        spark.read()
            .schema(table.sparkSchema())
            .parquet(files)
            .select(get_json_object(col("config_json"), "$.inputs"))
            .distinct()
            .as(Encoders.STRING())
            .collectAsList()
            .forEach(inputs -> named.addAll(identities(String.valueOf(inputs))));
      }
    }
    return named;
  }

  /** These and all that they stand on. */
  Set<String> below(Collection<String> fingerprints) {
    Set<String> all = new HashSet<>();
    List<String> open = new ArrayList<>(fingerprints);
    while (!open.isEmpty()) {
      String next = open.remove(open.size() - 1);
      if (uses.containsKey(next) && all.add(next)) {
        open.addAll(uses.get(next));
      }
    }
    return all;
  }

  /**
   * What may go when some sweeps go: what they stand on and nothing that stays does.
   *
   * @param gone what the trials of these sweeps name
   * @param kept what those of all others name
   */
  List<Path> released(Set<String> gone, Set<String> kept) {
    Set<String> candidates = below(gone);
    Set<String> roots = new HashSet<>(uses.keySet());
    roots.removeAll(candidates);
    roots.addAll(kept);
    candidates.removeAll(below(roots));
    return candidates.stream().flatMap(fingerprint -> stages.get(fingerprint).stream()).sorted().toList();
  }
}
