package io.sparsewalk.trainer;

import io.sparsewalk.common.StateStream;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.sweep.TrialOutcome.LayerRow;
import java.util.ArrayList;
import java.util.List;

/** What happened to the masks of a training: dropped and grown weights per epoch, and which were ever active (ITOP's account). */
final class LayerHistory {
  private static final LayerRow BLANK = new LayerRow(0, 0, 0, 0, 0, 0, 0, 0);

  private final ParameterLayout layout;
  private boolean[] ever;
  private final long[] dropped;
  private final long[] grown;
  private final List<LayerRow> rows = new ArrayList<>();
  private Mask current;

  LayerHistory(ParameterLayout layout, Mask first) {
    this.layout = layout;
    ever = first.toArray();
    current = first;
    dropped = new long[layout.layers()];
    grown = new long[layout.layers()];
  }

  /** Takes note of the mask that holds from now on; true if it is another. */
  boolean observe(Mask mask) {
    if (mask == current) {
      return false;
    }
    for (int l = 0; l < layout.layers(); l++) {
      for (int i = layout.firstWeight(l); i < layout.firstBias(l); i++) {
        dropped[l] += current.keeps(i) && !mask.keeps(i) ? 1 : 0;
        grown[l] += !current.keeps(i) && mask.keeps(i) ? 1 : 0;
        ever[i] |= mask.keeps(i);
      }
    }
    current = mask;
    return true;
  }

  /** Closes an epoch, from 1. */
  void endEpoch(int epoch) {
    for (int l = 0; l < layout.layers(); l++) {
      long active = 0;
      for (int i = layout.firstWeight(l); i < layout.firstBias(l); i++) {
        active += ever[i] ? 1 : 0;
      }
      rows.add(new LayerRow(epoch, l, layout.rows(l), layout.columns(l), current.count(l), dropped[l], grown[l],
          (double) active / layout.weights(l)));
      dropped[l] = 0;
      grown[l] = 0;
    }
  }

  /**
   * Takes down, or gives back, all of it at the end of an epoch, when nothing is counted of the next one yet.
   *
   * @param mask that holds now
   */
  void carry(StateStream stream, Mask mask) {
    ever = stream.flags(ever);
    List<LayerRow> back = stream.list(rows, BLANK, row -> carried(stream, row));
    if (stream.isGiving()) {
      rows.clear();
      rows.addAll(back);
      current = mask;
    }
  }

  private static LayerRow carried(StateStream stream, LayerRow row) {
    return new LayerRow(stream.number(row.epoch()), stream.number(row.layer()), stream.number(row.rows()),
        stream.number(row.columns()), stream.number(row.nonzeros()), stream.number(row.dropped()),
        stream.number(row.grown()), stream.real(row.everActiveShare()));
  }

  /** Number of weights, masked or not. */
  int weights() {
    return layout.weights();
  }

  /** Share of weights kept now. */
  double density() {
    return (double) current.count() / layout.weights();
  }

  List<LayerRow> rows() {
    return rows;
  }
}
