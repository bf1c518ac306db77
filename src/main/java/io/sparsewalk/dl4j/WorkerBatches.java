package io.sparsewalk.dl4j;

import io.sparsewalk.dataset.EdgeInputs;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.trainer.EpochOrder;
import io.sparsewalk.trainer.RoundExecutor;
import io.sparsewalk.trainer.RoundOrders;
import io.sparsewalk.trainer.Shard;
import io.sparsewalk.trainer.TrialData;
import io.sparsewalk.trainer.VectorRounds;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A worker's examples as DL4J's mini-batches: the same, in the same order, as those of {@link VectorRounds}. */
final class WorkerBatches implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int SCORED_TOGETHER = 4096;

  private final Shard shard;
  private final int batch;
  private transient TrialData data;
  private transient EpochOrder order;

  WorkerBatches(Shard shard, int batch) {
    this.shard = shard;
    this.batch = batch;
  }

  private synchronized TrialData data() {
    if (data == null) {
      data = shard.data();
      order = new EpochOrder(data.train().size(), shard.seeds(), shard.worker());
    }
    return data;
  }

  /** The batches of a span; fewer if this worker has fewer examples than others. */
  synchronized List<DataSet> of(RoundOrders.Span span) {
    Examples train = data().train();
    int size = Math.max(1, Math.min(batch, train.size()));
    int outputs = data.labels().outputs();
    int[] indices = order.of(span.epoch());
    int end = Math.min(span.first() + span.steps(), VectorRounds.stepsPerEpoch(train.size(), size));
    List<DataSet> batches = new ArrayList<>();
    for (int step = span.first(); step < end; step++) {
      int first = step * size;
      int count = Math.min(size, train.size() - first);
      float[] labels = new float[count * outputs];
      int[] chosen = new int[count];
      for (int r = 0; r < count; r++) {
        chosen[r] = indices[first + r];
        data.labels().writeTargets(train, chosen[r], labels, r * outputs);
      }
      batches.add(new DataSet(features(train, chosen), Nd4j.createFromArray(labels).reshape(count, outputs)));
    }
    return batches;
  }

  /** The rows of a part in their order, some at a time. */
  synchronized List<INDArray> of(RoundExecutor.Part part) {
    Examples examples = data().part(part);
    List<INDArray> rows = new ArrayList<>();
    for (int first = 0; first < examples.size(); first += SCORED_TOGETHER) {
      int[] chosen = new int[Math.min(SCORED_TOGETHER, examples.size() - first)];
      for (int r = 0; r < chosen.length; r++) {
        chosen[r] = first + r;
      }
      rows.add(features(examples, chosen));
    }
    return rows;
  }

  private INDArray features(Examples examples, int[] chosen) {
    EdgeInputs inputs = data.inputs();
    int width = inputs.width();
    float[] rows = new float[chosen.length * width];
    float[][] scratch = new float[2][inputs.vertices().dimension()];
    for (int r = 0; r < chosen.length; r++) {
      inputs.copyTo(examples, chosen[r], rows, r * width, scratch);
    }
    return Nd4j.createFromArray(rows).reshape(chosen.length, width);
  }
}
