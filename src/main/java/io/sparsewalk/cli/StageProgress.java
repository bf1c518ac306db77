package io.sparsewalk.cli;

import io.sparsewalk.common.Progress;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Counts the tasks of the stages that Spark runs for ours, on a terminal. Trials are counted elsewhere. */
final class StageProgress extends SparkListener {
  /** Spark names a stage "collect at WalkStage.java:84". */
  private static final Pattern CALLER = Pattern.compile(" at (\\w+)\\.java");

  private static final String TRIALS = "BatchJob";

  private final Map<Integer, Progress> running = new HashMap<>();

  @Override
  public synchronized void onStageSubmitted(SparkListenerStageSubmitted submitted) {
    int tasks = submitted.stageInfo().numTasks();
    Matcher matcher = CALLER.matcher(submitted.stageInfo().name());
    String caller = matcher.find() ? matcher.group(1) : "Spark";
    if (tasks > 2 && !caller.equals(TRIALS)) {
      running.put(submitted.stageInfo().stageId(), new Progress("tasks of " + caller, tasks));
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd ended) {
    Progress progress = running.get(ended.stageId());
    if (progress != null && ended.taskInfo().successful()) {
      progress.add(1);
    }
  }

  @Override
  public synchronized void onStageCompleted(SparkListenerStageCompleted completed) {
    running.remove(completed.stageInfo().stageId());
  }
}
