package io.sparsewalk.report;

import io.sparsewalk.report.ReportData.Cell;
import io.sparsewalk.report.ReportData.Level;
import io.sparsewalk.report.ReportData.Setting;
import io.sparsewalk.report.TextTable.Align;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The table a pipeline ends with: embedding x method x sparsity, test quality as mean +- 95 % interval, counted
 * FLOPs over those of the dense run of the same seed and embedding; then the answer.
 */
public final class TerminalSummary {
  private static final List<String> HEADER =
      List.of("embedding", "method", "sparsity", "n", "accuracy", "AUC", "AP", "FLOPs/dense");

  private TerminalSummary() {}

  /** Prints what was read of a sweep, in ASCII. */
  public static void print(ReportData data, PrintStream out) {
    if (data.levels().isEmpty()) {
      out.println("Sweep " + data.sweepId() + " has no finished trials.");
      return;
    }
    Map<Setting, List<Level>> bySetting = data.levels()
        .stream()
        .collect(Collectors.groupingBy(level -> level.cell().setting(), LinkedHashMap::new, Collectors.toList()));
    bySetting.forEach((setting, rows) -> {
      print(setting, rows, out);
      Findings findings = new Findings(setting, data.evidence());
      baselines(findings.baselines(), out);
      findings.headline().forEach(sentence -> out.println(sentence.replace("–", "-")));
    });
  }

  /** What needs no model, for comparison. */
  private static void baselines(List<Baseline> baselines, PrintStream out) {
    if (!baselines.isEmpty()) {
      String measure = baselines.get(0).measure().words();
      out.println(measure + " without a model: "
          + baselines.stream()
              .map(baseline -> baseline.name() + " " + Numbers.fixed(baseline.mean(measure), 4))
              .collect(Collectors.joining(", ")));
    }
  }

  private static void print(Setting setting, List<Level> levels, PrintStream out) {
    out.printf("%s, %s protocol, %s, network %s: test quality, mean +- 95 %% interval over n seeds (none below 3)%n",
        setting.dataset(), setting.protocol(), setting.task(), setting.model());
    TextTable table = new TextTable(HEADER, aligns());
    for (Level level : levels) {
      Cell cell = level.cell();
      table.add(List.of(cell.embedding(), cell.method(), Numbers.fixed(OptionalDouble.of(cell.sparsity()), 5),
          Long.toString(level.trials()), ascii(level.quality().accuracy()), ascii(level.quality().auc()),
          ascii(level.quality().averagePrecision()),
          level.cost().flopsRatio().mean().isPresent() ? Numbers.fixed(level.cost().flopsRatio().mean(), 4) : "-"));
    }
    table.print(out);
  }

  private static String ascii(Estimate estimate) {
    return estimate.text("+-").replace("–", "-");
  }

  private static List<Align> aligns() {
    List<Align> aligns = new ArrayList<>(Collections.nCopies(HEADER.size(), Align.RIGHT));
    aligns.set(0, Align.LEFT);
    aligns.set(1, Align.LEFT);
    return aligns;
  }
}
