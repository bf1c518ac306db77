package io.sparsewalk.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * A job: overrides over the job file over, for the paper's protocol, its procedure, over, for its hyper-parameters, those of its
 * code, over the recipe, over {@code reference.conf}. Both are a {@link Preset}'s, which is made for a task and a kind of network. A substitution
 * sees the values of the whole stack.
 */
public final class JobFile {
  private static final Config REFERENCE = resource("reference.conf", "reference.conf");
  private static final Config BEST_LINKS = resource("best-links.conf", "recipe = best");

  /** What is laid over the reference for the published code's procedure and for its hyper-parameters, by task and network. */
  private enum Preset {
    LINKS("link-prediction", "mlp", "paper.conf", "published.conf"),
    VERTICES("node-classification", "mlp", "paper-nodes.conf", "published-nodes.conf"),
    CONVOLUTIONS("node-classification", "gcn", "paper-graph.conf", "published-graph.conf");

    private final String task;
    private final String kind;
    private final Config procedure;
    private final Config hyperParameters;

    Preset(String task, String kind, String procedure, String hyperParameters) {
      this.task = task;
      this.kind = kind;
      this.procedure = resource(procedure, "protocol = paper");
      this.hyperParameters = resource(hyperParameters, "fairness = published");
    }

    /** What stands under a job; nothing for what the published code does not have, which {@link JobConfig} refuses. */
    static Config under(Config job) {
      boolean paper = job.getString("protocol").equals("paper");
      String fairness = job.getString("fairness");
      boolean published = fairness.equals("published") || paper && fairness.equals("auto");
      return Arrays.stream(values())
          .filter(
              preset -> preset.task.equals(job.getString("task")) && preset.kind.equals(job.getString("model.kind")))
          .findFirst()
          .map(preset -> preset.of(paper, published))
          .orElse(ConfigFactory.empty());
    }

    private Config of(boolean paper, boolean published) {
      Config chosen = paper ? procedure : ConfigFactory.empty();
      return published ? chosen.withFallback(hyperParameters) : chosen;
    }
  }

  /** Their overrides are text as it stands: a path may hold what means something else in HOCON. */
  private static final Set<String> PATHS =
      Set.of("graph.path", "graph.table", "graph.query", "graph.labels", "graph.features", "graph.split", "warehouse");

  /** How the place of a value in a {@link JobSource} begins. */
  private static final String SOURCE = "job ";

  private final Config above;
  private final Config resolved;

  /** @param above what is laid over the reference */
  private JobFile(Config above) {
    this.above = above;
    resolved = above.withFallback(REFERENCE).resolve();
  }

  /**
   * Reads a job.
   *
   * @param file HOCON
   * @param overrides {@code key=value}, the value HOCON or, if it is none, plain text; of a path only what stands in brackets
   *     or quotes is HOCON
   * @throws JobConfigException if anything in it cannot be used
   */
  public static JobFile read(Path file, List<String> overrides) {
    return read(parse(file), overrides);
  }

  /** As {@link #read(Path, List)}, from anywhere; what it includes is beside it, and refused if it is not there. */
  public static JobFile read(JobSource source, List<String> overrides) {
    return read(parse(source, List.of()), overrides);
  }

  /** As {@link #read(Path, List)}, over the defaults alone. */
  public static JobFile defaults(List<String> overrides) {
    return read(ConfigFactory.empty(), overrides);
  }

  private static JobFile read(Config file, List<String> overrides) {
    Config given = file;
    for (String override : overrides) {
      given = override(override).withFallback(given);
    }
    checkKeys(given);
    try {
      Config plain = given.withFallback(REFERENCE).resolve();
      return new JobFile(given.withFallback(Preset.under(plain)).withFallback(recipe(plain)));
    } catch (ConfigException e) {
      throw new JobConfigException(e.getMessage(), e);
    }
  }

  /** What {@code recipe} lays over the reference: a recipe is made for a task, and elsewhere it is the reference. */
  private static Config recipe(Config job) {
    String recipe = job.getString("recipe");
    if (!recipe.equals("best") && !recipe.equals("reference")) {
      throw new JobConfigException(
          place(job.getValue("recipe").origin()) + "recipe must be reference or best, was '" + recipe + "'");
    }
    boolean links = job.getString("task").equals("link-prediction") && job.getString("protocol").equals("strict");
    return recipe.equals("best") && links ? BEST_LINKS : ConfigFactory.empty();
  }

  /** The job as validated records. */
  public JobConfig config() {
    return RecordBinder.bind(resolved, "", JobConfig.class);
  }

  /** What is said of a job only after its data are known, with the place of the key that the message begins with. */
  public JobConfigException refused(IllegalArgumentException complaint) {
    return RecordBinder.refused(resolved, "", complaint);
  }

  /** Every key with its value. */
  public String render() {
    return resolved.root()
        .render(ConfigRenderOptions.defaults().setOriginComments(false).setComments(false).setJson(false));
  }

  /** A line for every key that something sets to another value than {@code reference.conf}, with what sets it. */
  public String renderChanged() {
    Config reference = REFERENCE.resolve();
    Set<String> set = new TreeSet<>();
    collect("", above.root(), set);
    StringBuilder lines = new StringBuilder();
    resolved.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
      boolean isDefault =
          reference.hasPathOrNull(entry.getKey()) && reference.getValue(entry.getKey()).equals(entry.getValue());
      if (set.contains(entry.getKey()) && !isDefault) {
        lines.append(entry.getKey())
            .append(" = ")
            .append(entry.getValue().render(ConfigRenderOptions.concise()))
            .append("  # ")
            .append(place(entry.getValue().origin()).replaceFirst(": $", ""))
            .append('\n');
      }
    });
    return lines.toString();
  }

  /** The defaults, substitutions as they stand. */
  static Config reference() {
    return REFERENCE;
  }

  /**
   * What {@code reference.conf} says of a key.
   *
   * @throws JobConfigException if it has no such key
   */
  public static String meaning(String key) {
    if (!REFERENCE.hasPathOrNull(key)) {
      throw new JobConfigException("key '" + key + "' is unknown");
    }
    return String.join(" ", REFERENCE.getValue(key).origin().comments()).strip();
  }

  /** What is in the program, with what brings it into a job as its place. */
  private static Config resource(String name, String place) {
    return ConfigFactory.parseResources(JobFile.class, name,
        ConfigParseOptions.defaults().setAllowMissing(false).setOriginDescription(place));
  }

  private static Config parse(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new JobConfigException(file + ": no such job file");
    }
    try {
      return ConfigFactory.parseFile(file.toFile());
    } catch (ConfigException e) {
      throw new JobConfigException(e.getMessage(), e);
    }
  }

  /** @param above the files that include this one */
  private static Config parse(JobSource source, List<String> above) {
    List<String> path = Stream.concat(above.stream(), Stream.of(source.name())).toList();
    if (above.contains(source.name())) {
      throw new JobConfigException(String.join(" includes ", path) + ": no end");
    }
    try {
      return ConfigFactory.parseString(source.text(),
          ConfigParseOptions.defaults()
              .setOriginDescription(SOURCE + source.name())
              .setIncluder(new Beside(source, path)));
    } catch (ConfigException e) {
      throw new JobConfigException(e.getMessage(), e);
    }
  }

  /** Finds what a file includes by the file's own place. */
  private record Beside(JobSource source, List<String> path) implements ConfigIncluder {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String included) {
      return parse(source.beside(included), path).root();
    }
  }

  private static Config override(String override) {
    int equals = override.indexOf('=');
    if (equals < 1) {
      throw new JobConfigException("-D " + override + ": must be key=value");
    }
    String key = override.substring(0, equals).strip();
    String value = override.substring(equals + 1);
    ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription("-D " + override);
    if (PATHS.contains(key) && !value.strip().matches("(?s)\\[.*]|\\{.*}|\".*\"")) {
      return ConfigFactory.empty().withValue(key, ConfigValueFactory.fromAnyRef(value, "-D " + override));
    }
    try {
      return ConfigFactory.parseString(key + " = " + value, options);
    } catch (ConfigException.Parse notHocon) {
      return ConfigFactory.empty().withValue(key, ConfigValueFactory.fromAnyRef(value, "-D " + override));
    }
  }

  private static void checkKeys(Config given) {
    Set<String> known = new TreeSet<>();
    collect("", REFERENCE.root(), known);
    check("", given.root(), known);
  }

  private static void collect(String path, Map<String, ConfigValue> object, Set<String> keys) {
    object.forEach((key, value) -> {
      String full = path.isEmpty() ? key : path + "." + key;
      keys.add(full);
      if (isUnresolvedOptimizer(full)) {
        REFERENCE.getConfig("training.optimizer").root().keySet().forEach(inner -> keys.add(full + "." + inner));
      } else if (value instanceof Map<?, ?>) {
        collect(full, castObject(value), keys);
      }
    });
  }

  /** The methods' optimizers are substitutions in the reference: their keys are those of {@code training.optimizer}. */
  static boolean isUnresolvedOptimizer(String key) {
    return key.startsWith("methods.") && key.endsWith(".optimizer");
  }

  private static void check(String path, Map<String, ConfigValue> object, Set<String> known) {
    object.forEach((key, value) -> {
      String full = path.isEmpty() ? key : path + "." + key;
      if (!known.contains(full)) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        String nearest = known.stream().min(Comparator.comparingInt(k -> distance.apply(full, k))).orElseThrow();
        throw new JobConfigException(
            place(value.origin()) + "key '" + full + "' is unknown; did you mean '" + nearest + "'?");
      }
      if (value instanceof Map<?, ?>) {
        check(full, castObject(value), known);
      }
    });
  }

  @SuppressWarnings("unchecked")
  private static Map<String, ConfigValue> castObject(ConfigValue value) {
    return (Map<String, ConfigValue>) value;
  }

  /** Where a value stands, as the beginning of a message. */
  static String place(ConfigOrigin origin) {
    String file = origin.filename();
    if (file != null) {
      return file + ": " + origin.lineNumber() + ": ";
    }
    String description = origin.description();
    // Lines of an override and of a preset say nothing.
    return description.startsWith(SOURCE) ? description.substring(SOURCE.length()) + ": "
        : description.replaceAll(": \\d+(-\\d+)?$", "") + ": ";
  }
}
