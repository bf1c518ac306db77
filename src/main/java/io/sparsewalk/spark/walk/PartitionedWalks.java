package io.sparsewalk.spark.walk;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.table.PartFile;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.walk.TemporalWalker;
import io.sparsewalk.walk.WalkConfig;
import io.sparsewalk.walk.Walkers;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * The walks of {@link WalkStage} over a graph that no executor holds whole: a step is a job in which all walkers that stand in a
 * part of the graph take their next edge and are sent on, in packed batches, to the part of the vertex it leads to, or home if
 * they have ended. Randomness depends on the walk and the step only, so the walks are the same to the bit.
 */
final class PartitionedWalks {
  /** Steps after which the way back to the input is cut, so that a lost executor does not repeat all of them. */
  private static final int CHECKPOINT_STEPS = 10;

  private final JavaSparkContext context;
  private final Warehouse warehouse;
  private final WalkStage.Input input;
  private final WalkConfig config;
  private final long seed;

  PartitionedWalks(JavaSparkContext context, Warehouse warehouse, WalkStage.Input input, WalkConfig config, long seed) {
    this.context = context;
    this.warehouse = warehouse;
    this.input = input;
    this.config = config;
    this.seed = seed;
  }

  /**
   * Writes the table.
   *
   * @param parts of the graph, at most
   * @param files of the table
   */
  WalkStage.Counts write(Path directory, int parts, int files) {
    GraphParts cutting = new GraphParts(warehouse, input, config);
    JavaRDD<GraphParts.Part> graph = cutting.load(context, parts).persist(StorageLevel.MEMORY_AND_DISK());
    Path checkpoints = warehouse.newAttempt();
    List<JavaPairRDD<Integer, Walkers>> sent = new ArrayList<>();
    try {
      int[] starts = new int[cutting.count() + 1];
      graph.mapToPair(part -> new Tuple2<>(part.index(), part.seen().length))
          .collect()
          .forEach(part -> starts[part._1() + 1] = part._2());
      Arrays.parallelPrefix(starts, Math::addExact);
      Step step = new Step(config, seed, cutting.minimumTime(), cutting.cuts(), starts[cutting.count()], files);
      HashPartitioner byPart = new HashPartitioner(cutting.count());
      sent.add(graph.mapPartitionsToPair(only -> step.first(only.next(), starts)));
      if (config.length() > CHECKPOINT_STEPS) {
        context.setCheckpointDir(checkpoints.toString());
      }
      for (int hop = 1; hop < config.length(); hop++) {
        JavaPairRDD<Integer, Walkers> last = sent.get(hop - 1).persist(StorageLevel.MEMORY_AND_DISK());
        if (hop % CHECKPOINT_STEPS == 0) {
          last.checkpoint();
          last.count();
        }
        JavaPairRDD<Integer, Walkers> arrived = last.filter(to -> to._1() >= 0).partitionBy(byPart);
        sent.add(
            graph.zipPartitions(arrived, (parts1, walkers) -> step.next(parts1.next(), walkers)).mapToPair(to -> to));
      }
      return home(sent, step, directory);
    } finally {
      sent.forEach(JavaPairRDD::unpersist);
      graph.unpersist();
      warehouse.discard(checkpoints);
    }
  }

  /** Ended walks, by their number. */
  private WalkStage.Counts home(List<JavaPairRDD<Integer, Walkers>> sent, Step step, Path directory) {
    String target = directory.toString();
    Warehouse here = warehouse;
    JavaPairRDD<Integer, Walkers> ended = sent.get(0).filter(to -> to._1() < 0);
    for (JavaPairRDD<Integer, Walkers> more : sent.subList(1, sent.size())) {
      ended = ended.union(more.filter(to -> to._1() < 0));
    }
    long[] byHops = ended.mapToPair(to -> new Tuple2<>(-1 - to._1(), to._2()))
        .groupByKey(new HashPartitioner(step.files))
        .map(file -> step.write(here, new Path(target), file._1(), file._2()))
        .reduce(WalkStage.Counts::plus);
    return new WalkStage.Counts(byHops, step.starts);
  }

  /** What happens in a part of the graph. Keys of what it sends: a part, or -1 - file for walks that have ended. */
  private static final class Step implements Serializable {
    private static final long serialVersionUID = 1L;

    private final WalkConfig config;
    private final long seed;
    private final long minimumTime;
    private final int[] cuts;
    private final int starts;
    private final int files;

    Step(WalkConfig config, long seed, long minimumTime, int[] cuts, int starts, int files) {
      this.config = config;
      this.seed = seed;
      this.minimumTime = minimumTime;
      this.cuts = cuts;
      this.starts = starts;
      this.files = files;
    }

    long walks() {
      return (long) config.perVertex() * starts;
    }

    /** All walks from a part's vertices take their first step. */
    Iterator<Tuple2<Integer, Walkers>> first(GraphParts.Part part, int[] startsBefore) {
      Walkers walkers = new Walkers(config.length());
      for (int walk = 0; walk < config.perVertex(); walk++) {
        for (int i = 0; i < part.seen().length; i++) {
          walkers.start((long) walk * starts + startsBefore[part.index()] + i, part.seen()[i]);
        }
      }
      Map<Integer, Walkers> out = new HashMap<>();
      hop(walker(part), walkers, out);
      return send(out);
    }

    Iterator<Tuple2<Integer, Walkers>> next(GraphParts.Part part, Iterator<Tuple2<Integer, Walkers>> arrived) {
      Map<Integer, Walkers> out = new HashMap<>();
      TemporalWalker walker = walker(part);
      arrived.forEachRemaining(batch -> hop(walker, batch._2(), out));
      return send(out);
    }

    private TemporalWalker walker(GraphParts.Part part) {
      return new TemporalWalker(part.graph(), config, minimumTime, Seeds.of(seed));
    }

    private void hop(TemporalWalker walker, Walkers walkers, Map<Integer, Walkers> out) {
      for (int i = 0; i < walkers.count(); i++) {
        boolean goesOn = walker.hop(walkers, i, starts);
        int key = goesOn ? GraphParts.part(cuts, walkers.vertex(i)) : -1 - (int) (walkers.number(i) * files / walks());
        out.computeIfAbsent(key, to -> new Walkers(config.length())).append(walkers, i);
      }
    }

    private static Iterator<Tuple2<Integer, Walkers>> send(Map<Integer, Walkers> out) {
      return out.entrySet().stream().map(to -> new Tuple2<>(to.getKey(), to.getValue())).iterator();
    }

    /** Writes the walks of a file by their number and counts them by their hops. */
    long[] write(Warehouse warehouse, Path directory, int file, Iterable<Walkers> batches) {
      Walkers all = new Walkers(config.length());
      for (Walkers batch : batches) {
        for (int i = 0; i < batch.count(); i++) {
          all.append(batch, i);
        }
      }
      long first = (walks() * file + files - 1) / files;
      int[] order = new int[all.count()];
      for (int i = 0; i < order.length; i++) {
        order[(int) (all.number(i) - first)] = i;
      }
      PartFile.write(warehouse.configuration(), directory, file, WalkStage.SCHEMA, order.length, (out, i) -> {
        int walker = order[i];
        int begin = all.begin(walker);
        PartFile.put(out, 0, "walk", (int) (all.number(walker) / starts));
        PartFile.put(out, 1, "start", all.path()[begin]);
        PartFile.put(out, 2, "vertices", all.path(), begin, begin + all.size(walker));
      });
      long[] byHops = new long[config.length() + 1];
      IntStream.range(0, all.count()).forEach(i -> byHops[all.size(i) - 1]++);
      return byHops;
    }
  }
}
