package io.sparsewalk.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What Spark wrote about the tasks of an application. */
final class EventLog {
  private final List<JsonNode> events = new ArrayList<>();

  /**
   * Where a task ran, and when by the clock of the driver, in milliseconds.
   *
   * @param stage its number
   */
  record Task(int stage, String executor, long start, long end) {}

  /** @param directory {@code spark.eventLog.dir} of one application that has ended */
  EventLog(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        for (String line : Files.readAllLines(file)) {
          events.add(JsonMapper.builder().build().readTree(line));
        }
      }
    }
  }

  /** The tasks of the stages that a class of ours runs. */
  List<Task> tasks(String caller) {
    Set<Integer> stages = new HashSet<>();
    List<Task> tasks = new ArrayList<>();
    for (JsonNode event : events) {
      JsonNode stage = event.path("Stage Info");
      if (stage.path("Stage Name").asText().contains(caller)) {
        stages.add(stage.path("Stage ID").asInt());
      }
      if (event.path("Event").asText().equals("SparkListenerTaskEnd")
          && stages.contains(event.path("Stage ID").asInt())) {
        JsonNode info = event.path("Task Info");
        tasks.add(new Task(event.path("Stage ID").asInt(), info.path("Executor ID").asText(),
            info.path("Launch Time").asLong(), info.path("Finish Time").asLong()));
      }
    }
    return tasks;
  }

  /** How many executors worked on these tasks at the same time, at most. A slot's next task may start before the driver has read the result of the last. */
  static long executorsAtWork(List<Task> tasks) {
    return tasks.stream()
        .mapToLong(task -> tasks.stream()
            .filter(other -> other.start() <= task.start() && task.start() < other.end())
            .map(Task::executor)
            .distinct()
            .count())
        .max()
        .orElse(0);
  }
}
