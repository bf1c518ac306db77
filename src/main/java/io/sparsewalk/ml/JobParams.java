package io.sparsewalk.ml;

import io.sparsewalk.common.Settings;
import io.sparsewalk.config.JobConfig;
import io.sparsewalk.config.JobFile;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The params of a stage that are keys of a job file, with the defaults and meanings of {@code reference.conf}, and some of its own. What
 * is set is checked as a job file is.
 */
final class JobParams implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Map<String, Object> DEFAULTS = Settings.of(JobFile.defaults(List.of()).config());
  static final String SETTINGS = "settings";
  static final String SCRATCH = "scratchDir";
  static final String SEED = "seed";

  private final Params stage;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /**
   * A param.
   *
   * @param key of a job file; empty for one of the stage's own
   */
  private record Entry(Param<Object> param, String key) implements Serializable {}

  /** Those that all stages have. */
  JobParams(Params stage) {
    this.stage = stage;
    own(SEED, "seed of all that is drawn", 1L);
    own(SCRATCH, "where tables go until the application ends, a path that all executors reach; \"\" = "
        + Scratch.SETTING + " of Spark, or the temporary directory of a local master", "");
    own(SETTINGS, "further settings of a job, key=value, as of reference.conf", new String[0]);
  }

  /**
   * Keys of a block of a job file.
   *
   * @param prefix of the names of params; empty, or that of a block whose names another one has too
   * @param without keys that are no params here
   */
  JobParams block(String block, String prefix, String... without) {
    Map<?, ?> keys = (Map<?, ?>) value(block);
    keys.forEach((key, value) -> {
      if (!Arrays.asList(without).contains(key.toString())) {
        key(block + "." + key, prefix, value);
      }
    });
    return this;
  }

  /** One key, whose param has the name of its last part. */
  JobParams key(String key) {
    return key(key, "", value(key));
  }

  private JobParams key(String key, String prefix, Object value) {
    if (value instanceof Map<?, ?> nested) {
      String own = key.substring(key.lastIndexOf('.') + 1);
      nested.forEach((inner, each) -> key(key + "." + inner, prefix.isEmpty() ? own : prefix + "-" + own, each));
      return this;
    }
    String last = key.substring(key.lastIndexOf('.') + 1);
    return add(camel(prefix.isEmpty() ? last : prefix + "-" + last), JobFile.meaning(key) + " (" + key + ")", value,
        key);
  }

  /** One that no job file has. */
  JobParams own(String name, String meaning, Object value) {
    return add(name, meaning, value, "");
  }

  /** What tells the columns of edges, and how edges are read. */
  JobParams edges() {
    own("srcCol", "column of the sources of edges: integers or text", "src");
    own("dstCol", "column of their targets", "dst");
    own("timeCol", "column of their times: numbers, dates, timestamps; \"\" for a graph without times", "time");
    own("weightCol", "column of their weights, for edges without times; \"\" for none", "");
    return key("graph.directed").key("graph.self-loops").key("graph.max-bad-lines").key("graph.time-unit");
  }

  @SuppressWarnings("unchecked")
  private JobParams add(String name, String meaning, Object value, String key) {
    Param<Object> param = (Param<Object>) param(name, meaning, value);
    entries.put(name, new Entry(param, key));
    stage.setDefault(param, coerced(param, value));
    return this;
  }

  private Param<?> param(String name, String meaning, Object value) {
    String uid = stage.uid();
    if (value instanceof Integer) {
      return new IntParam(uid, name, meaning);
    } else if (value instanceof Long) {
      return new LongParam(uid, name, meaning);
    } else if (value instanceof Double) {
      return new DoubleParam(uid, name, meaning);
    } else if (value instanceof Boolean) {
      return new BooleanParam(uid, name, meaning);
    } else if (value instanceof String) {
      return new Param<String>(uid, name, meaning);
    }
    boolean numbers = value instanceof Collection<?> list && list.iterator().next() instanceof Integer;
    return numbers ? new IntArrayParam(stage, name, meaning) : new StringArrayParam(stage, name, meaning);
  }

  /** All params, with those that a stage has of its base class, by name. */
  Param<?>[] with(Param<?>[] inherited) {
    return Stream.concat(Arrays.stream(inherited), entries.values().stream().map(Entry::param))
        .sorted(Comparator.comparing(Param::name))
        .toArray(Param<?>[]::new);
  }

  /**
   * Sets one.
   *
   * @param name of the param, or as a job file has the last part of its key
   * @throws io.sparsewalk.config.JobConfigException if a job would refuse the value
   * @throws java.util.NoSuchElementException if there is no such param
   */
  void set(String name, Object value) {
    Param<Object> param = stage.getParam(camel(name));
    stage.set(param, coerced(param, value));
    job();
  }

  /** The value of one. */
  private Object get(String name) {
    return stage.getOrDefault(entries.get(name).param());
  }

  String text(String name) {
    return (String) get(name);
  }

  double number(String name) {
    return ((Number) get(name)).doubleValue();
  }

  long seed() {
    return (Long) get(SEED);
  }

  /** What is set, as lines of a job. */
  List<String> overrides() {
    List<String> overrides = new ArrayList<>();
    entries.values()
        .stream()
        .filter(entry -> !entry.key().isEmpty() && stage.isSet(entry.param()))
        .forEach(
            entry -> overrides.add(entry.key() + "=" + entry.param().jsonEncode(stage.getOrDefault(entry.param()))));
    overrides.addAll(List.of((String[]) get(SETTINGS)));
    return overrides;
  }

  /** The job that these settings make, over others. */
  JobConfig job(String... more) {
    List<String> all = new ArrayList<>(List.of("sweep.methods=[dense]"));
    all.addAll(overrides());
    all.addAll(List.of(more));
    return JobFile.defaults(all).config();
  }

  private static Object value(String key) {
    Object value = DEFAULTS;
    for (String part : key.split("[.]")) {
      value = ((Map<?, ?>) value).get(part);
    }
    if (value == null) {
      throw new IllegalArgumentException("no setting " + key);
    }
    return value;
  }

  static String camel(String name) {
    StringBuilder camel = new StringBuilder();
    for (String word : name.split("-")) {
      camel
          .append(camel.isEmpty() ? word : word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1));
    }
    return camel.toString();
  }

  /** As the kind of param holds it. */
  private static Object coerced(Param<?> param, Object value) {
    if (value instanceof Number number && !(param instanceof IntArrayParam)) {
      return param instanceof IntParam ? (Object) Math.toIntExact(number.longValue()) : param instanceof LongParam
          ? (Object) number.longValue() : param instanceof DoubleParam ? (Object) number.doubleValue() : value;
    }
    if (value instanceof Collection<?> list) {
      return param instanceof IntArrayParam ? list.stream().mapToInt(each -> ((Number) each).intValue()).toArray()
          : list.stream().map(Object::toString).toArray(String[]::new);
    }
    return value;
  }
}
