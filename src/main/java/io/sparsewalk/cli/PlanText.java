package io.sparsewalk.cli;

import io.sparsewalk.pipeline.JobPlan;
import io.sparsewalk.pipeline.JobPlan.Stage;
import io.sparsewalk.report.TextTable;
import io.sparsewalk.report.TextTable.Align;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** A plan for a terminal: a row per command, whatever the number of seeds, then what the figures rest on. */
final class PlanText {
  private static final String UNKNOWN = "?";
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;

  private PlanText() {}

  static void print(JobPlan plan, PrintStream out) {
    out.println("plan of " + plan.name() + ", an estimate: " + plan.stages().size() + " stages, " + plan.reused()
        + " reused; " + (plan.seconds().isEmpty() ? "time not known" : "about " + time(plan.seconds())) + ", "
        + bytes(plan.disk()) + " of disk, " + bytes(plan.memory()) + " of memory in a process");
    TextTable table = new TextTable(List.of("stage", "to make", "reused", "time", "disk", "memory"),
        List.of(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT));
    Map<String, List<Stage>> commands = new LinkedHashMap<>();
    plan.stages().forEach(stage -> commands.computeIfAbsent(stage.command(), key -> new ArrayList<>()).add(stage));
    commands.forEach((command, stages) -> {
      JobPlan own = new JobPlan(command, stages, List.of());
      table.add(List.of(command, String.valueOf(stages.size() - own.reused()), String.valueOf(own.reused()),
          time(own.seconds()), own.seconds().isEmpty() ? UNKNOWN : bytes(own.disk()),
          own.seconds().isEmpty() ? UNKNOWN : bytes(own.memory())));
    });
    table.print(out);
    out.println("by " + String.join("; ", plan.basis()));
  }

  static String time(OptionalDouble seconds) {
    if (seconds.isEmpty()) {
      return UNKNOWN;
    }
    double value = seconds.getAsDouble();
    return value < 2 * MINUTE ? String.format(Locale.ROOT, "%.0f s", value) : value < 2 * HOUR
        ? String.format(Locale.ROOT, "%.0f min", value / MINUTE) : String.format(Locale.ROOT, "%.1f h", value / HOUR);
  }

  static String bytes(double bytes) {
    double mib = bytes / (1 << 20);
    return mib < 1024 ? String.format(Locale.ROOT, "%.0f MiB", Math.ceil(mib))
        : String.format(Locale.ROOT, "%.1f GiB", mib / 1024);
  }
}
