package io.sparsewalk.spark.embedding;

import io.sparsewalk.common.AliasTable;
import io.sparsewalk.common.Seeds;
import io.sparsewalk.embedding.EmbeddingConfig;
import io.sparsewalk.embedding.PairBuckets;
import io.sparsewalk.embedding.SkipGramPlan;
import io.sparsewalk.embedding.WalkCorpus;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.PartFile;
import io.sparsewalk.table.Warehouse;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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
import scala.Tuple3;

/**
 * The training of {@link io.sparsewalk.embedding.SkipGram} with its blocks spread over executors: a task holds one block of input
 * rows and one of output rows; after every sub-epoch the output blocks move on to the next task. Nobody holds a whole table, and
 * the result is the same to the bit.
 */
final class SpreadEmbedding {
  private final JavaSparkContext context;
  private final Warehouse warehouse;
  private final SkipGramPlan plan;
  private final List<WalkFile> files;
  private final HashPartitioner byBlock;
  private final Map<Integer, Float> thinned;
  /** How often each row of a block occurs. */
  private final JavaPairRDD<Integer, long[]> counts;
  /** The state after the last sub-epoch, which the next one reads. */
  private JavaPairRDD<Integer, ?> held;

  /** A file of walks and the number of its first one. */
  private record WalkFile(int index, String path, long first, long rows) implements Serializable {}

  /** Input rows of a block, and which were trained. */
  private record Input(float[] rows, boolean[] trained) implements Serializable {}

  /** Output rows of a block and its noise. */
  private record Output(int block, float[] rows, AliasTable noise) implements Serializable {}

  /** Pairs that a file contributes to the buckets of a block of contexts: bucket j ends at {@code ends[j]}. */
  private record Slice(int file, int[] contexts, int[] centres, int[] ends) implements Serializable {}

  private SpreadEmbedding(JavaSparkContext context, Warehouse warehouse, SkipGramPlan plan, List<WalkFile> files,
      JavaPairRDD<Integer, long[]> counts, Map<Integer, Float> thinned) {
    this.context = context;
    this.warehouse = warehouse;
    this.plan = plan;
    this.files = files;
    this.counts = counts;
    this.thinned = thinned;
    byBlock = new HashPartitioner(plan.blocks());
  }

  /**
   * Trains and writes the table.
   *
   * @param tokens vertices of all walks
   * @return number of trained vertices, number of pairs
   */
  static long[] write(JavaSparkContext context, EmbedStage.Table table, long tokens, EmbeddingConfig config,
      long seed) {
    Warehouse warehouse = table.warehouse();
    ParquetColumns columns = new ParquetColumns(warehouse, table.source());
    long[] rows = columns.rowsPerFile();
    List<WalkFile> files = new ArrayList<>();
    long first = 0;
    for (int f = 0; f < rows.length; f++) {
      files.add(new WalkFile(f, columns.files().get(f).toString(), first, rows[f]));
      first += rows[f];
    }
    // Blocks do not depend on the counts, nor does anything else that is needed to count.
    SkipGramPlan before = SkipGramPlan.of(config, table.ids(), first, tokens, 1, Seeds.of(seed));
    JavaPairRDD<Integer, long[]> counts =
        count(context, warehouse, before, files).persist(StorageLevel.MEMORY_AND_DISK());
    Path checkpoints = warehouse.newAttempt();
    context.setCheckpointDir(checkpoints.toString());
    try {
      long present = counts.map(block -> Arrays.stream(block._2()).filter(n -> n > 0).count()).fold(0L, Long::sum);
      SkipGramPlan plan = SkipGramPlan.of(config, table.ids(), first, tokens, present, Seeds.of(seed));
      Map<Integer, Float> thinned = new HashMap<>();
      counts.flatMap(block -> thinned(plan, block._1(), block._2()))
          .collect()
          .forEach(vertex -> thinned.put(vertex._1(), vertex._2()));
      return new SpreadEmbedding(context, warehouse, plan, files, counts, thinned).train(new Path(table.directory()),
          context.defaultParallelism());
    } finally {
      counts.unpersist();
      warehouse.discard(checkpoints);
    }
  }

  private static JavaPairRDD<Integer, long[]> count(JavaSparkContext context, Warehouse warehouse, SkipGramPlan plan,
      List<WalkFile> files) {
    int blocks = plan.blocks();
    JavaPairRDD<Integer, Occurrences> none = context.parallelizePairs(
        IntStream.range(0, blocks).mapToObj(b -> new Tuple2<>(b, new Occurrences(new int[0], new int[0]))).toList());
    return context.parallelize(files, files.size()).flatMapToPair(file -> {
      Int2IntOpenHashMap seen = new Int2IntOpenHashMap();
      for (int vertex : read(warehouse, file, 0, file.rows()).vertices()) {
        seen.addTo(vertex, 1);
      }
      return Occurrences.byBlock(seen, blocks);
    })
        .union(none)
        .groupByKey(new HashPartitioner(blocks))
        .mapToPair(block -> new Tuple2<>(block._1(), Occurrences.sum(block._2(), plan.rows(block._1()))));
  }

  /** How often some rows of a block occur in a file, which has few of all vertices. */
  private record Occurrences(int[] rows, int[] counts) implements Serializable {
    static Iterator<Tuple2<Integer, Occurrences>> byBlock(Int2IntOpenHashMap seen, int blocks) {
      int[] sizes = new int[blocks];
      seen.keySet().forEach((int vertex) -> sizes[vertex % blocks]++);
      List<Tuple2<Integer, Occurrences>> all = IntStream.range(0, blocks)
          .mapToObj(b -> new Tuple2<>(b, new Occurrences(new int[sizes[b]], new int[sizes[b]])))
          .toList();
      seen.int2IntEntrySet().fastForEach(entry -> {
        int block = entry.getIntKey() % blocks;
        int place = --sizes[block];
        all.get(block)._2().rows[place] = entry.getIntKey() / blocks;
        all.get(block)._2().counts[place] = entry.getIntValue();
      });
      return all.iterator();
    }

    static long[] sum(Iterable<Occurrences> files, int rows) {
      long[] sum = new long[rows];
      for (Occurrences file : files) {
        for (int i = 0; i < file.rows.length; i++) {
          sum[file.rows[i]] += file.counts[i];
        }
      }
      return sum;
    }
  }

  /** The few vertices that subsampling thins. */
  private static Iterator<Tuple2<Integer, Float>> thinned(SkipGramPlan plan, int block, long[] counts) {
    return IntStream.range(0, counts.length)
        .filter(row -> plan.keep(counts[row]) < 1)
        .mapToObj(row -> new Tuple2<>(row * plan.blocks() + block, plan.keep(counts[row])))
        .iterator();
  }

  private long[] train(Path directory, int parts) {
    SkipGramPlan here = plan;
    JavaPairRDD<Integer, Input> inputs = persist(counts
        .mapToPair(
            block -> new Tuple2<>(block._1(), new Input(here.initial(block._1()), new boolean[here.rows(block._1())])))
        .partitionBy(byBlock));
    JavaPairRDD<Integer, Output> outputs = persist(counts
        .mapToPair(block -> new Tuple2<>(block._1(),
            new Output(block._1(), new float[here.rows(block._1()) * here.stride()], here.noise(block._2()))))
        .partitionBy(byBlock));
    long pairs = 0;
    for (int epoch = 0; epoch < plan.config().epochs(); epoch++) {
      long tokensDone = 0;
      for (long first = 0; first < plan.walks(); first += plan.walksPerRound()) {
        Found found = find(epoch, first);
        SkipGramPlan.Round round = new SkipGramPlan.Round(epoch, first, tokensDone, tokensDone + found.tokens());
        tokensDone += found.tokens();
        for (int sub = 0; sub < plan.blocks(); sub++) {
          JavaPairRDD<Integer, Tuple2<Input, Output>> next = trained(round, sub, inputs, outputs, found.slices());
          next.persist(StorageLevel.MEMORY_AND_DISK());
          if (sub == plan.blocks() - 1) {
            // Cuts the way back to the input, so that a lost executor repeats a round at most.
            next.checkpoint();
          }
          next.count();
          inputs.unpersist();
          outputs.unpersist();
          // These stay where they are: their keys are known not to change.
          inputs = next.mapValues(Tuple2::_1);
          outputs = next.mapToPair(state -> new Tuple2<>(state._2()._2().block(), state._2()._2()));
          hold(next);
        }
        pairs += found.pairs();
        found.slices().unpersist();
      }
    }
    return write(inputs, directory, parts, pairs);
  }

  private void hold(JavaPairRDD<Integer, ?> next) {
    if (held != null) {
      held.unpersist();
    }
    held = next;
  }

  private static <T> JavaPairRDD<Integer, T> persist(JavaPairRDD<Integer, T> blocks) {
    return blocks.persist(StorageLevel.MEMORY_AND_DISK());
  }

  private static int contextBlock(SkipGramPlan plan, int centreBlock, int subEpoch) {
    return centreBlock - subEpoch & plan.blocks() - 1;
  }

  /** The pairs of a round, and how many vertices its walks have. */
  private record Found(JavaPairRDD<Integer, Slice> slices, long pairs, long tokens) {}

  /** The pairs of a round, by block of context. */
  private Found find(int epoch, long first) {
    long end = Math.min(plan.walks(), first + plan.walksPerRound());
    List<WalkFile> touched =
        files.stream().filter(file -> file.first() < end && file.first() + file.rows() > first).toList();
    SkipGramPlan here = plan;
    Warehouse store = warehouse;
    Map<Integer, Float> keep = thinned;
    JavaRDD<Tuple2<Long, List<Tuple2<Integer, Slice>>>> found =
        context.parallelize(touched, touched.size()).map(file -> slices(store, here, keep, epoch, file, first, end));
    found.persist(StorageLevel.MEMORY_AND_DISK());
    long tokens = found.map(Tuple2::_1).fold(0L, Long::sum);
    JavaPairRDD<Integer, Slice> slices =
        persist(found.flatMapToPair(file -> file._2().iterator()).partitionBy(byBlock));
    long pairs = slices.map(slice -> (long) slice._2().contexts().length).fold(0L, Long::sum);
    found.unpersist();
    return new Found(slices, pairs, tokens);
  }

  private static Tuple2<Long, List<Tuple2<Integer, Slice>>> slices(Warehouse warehouse, SkipGramPlan plan,
      Map<Integer, Float> keep, int epoch, WalkFile file, long first, long end) {
    int blocks = plan.blocks();
    PairBuckets.Windows windows = plan.windows(epoch, vertex -> keep.getOrDefault(vertex, 1f));
    long from = Math.max(first, file.first());
    long to = Math.min(end, file.first() + file.rows());
    List<Tuple2<Integer, Slice>> slices = new ArrayList<>();
    WalkCorpus walks = read(warehouse, file, from - file.first(), to - file.first());
    PairBuckets pairs = PairBuckets.of(walks, from, windows, blocks);
    for (int i = 0; i < blocks; i++) {
      int block = i;
      int begin = pairs.begin(i, 0);
      int last = pairs.end(i, blocks - 1);
      slices.add(new Tuple2<>(i,
          new Slice(file.index(), Arrays.copyOfRange(pairs.contexts(), begin, last),
              Arrays.copyOfRange(pairs.centres(), begin, last),
              IntStream.range(0, blocks).map(j -> pairs.end(block, j) - begin).toArray())));
    }
    return new Tuple2<>((long) walks.vertices().length, slices);
  }

  private JavaPairRDD<Integer, Tuple2<Input, Output>> trained(SkipGramPlan.Round round, int sub,
      JavaPairRDD<Integer, Input> inputs, JavaPairRDD<Integer, Output> outputs, JavaPairRDD<Integer, Slice> slices) {
    SkipGramPlan here = plan;
    JavaPairRDD<Integer, Output> moved =
        outputs.mapToPair(block -> new Tuple2<>(contextBlock(here, block._1(), sub), block._2())).partitionBy(byBlock);
    return inputs.cogroup(moved, slices, byBlock)
        .mapPartitionsToPair(blocks -> trained(here, round, sub, blocks), true);
  }

  /** The blocks of a partition, which are one or none. */
  private static Iterator<Tuple2<Integer, Tuple2<Input, Output>>> trained(SkipGramPlan plan, SkipGramPlan.Round round,
      int sub, Iterator<Tuple2<Integer, Tuple3<Iterable<Input>, Iterable<Output>, Iterable<Slice>>>> blocks) {
    List<Tuple2<Integer, Tuple2<Input, Output>>> done = new ArrayList<>();
    blocks.forEachRemaining(block -> done.add(new Tuple2<>(block._1(), trained(plan, round, sub, block._1(),
        block._2()._1().iterator().next(), block._2()._2().iterator().next(), block._2()._3()))));
    return done.iterator();
  }

  private static Tuple2<Input, Output> trained(SkipGramPlan plan, SkipGramPlan.Round round, int sub, int block,
      Input input, Output output, Iterable<Slice> slices) {
    List<Slice> inOrder = new ArrayList<>();
    slices.forEach(inOrder::add);
    inOrder.sort(Comparator.comparingInt(Slice::file));
    int bucket = output.block();
    int[] contexts = inOrder.stream().flatMapToInt(slice -> part(slice, slice.contexts(), bucket)).toArray();
    int[] centres = inOrder.stream().flatMapToInt(slice -> part(slice, slice.centres(), bucket)).toArray();
    // Copies: what Spark keeps must stay as it is, in case this task runs again.
    float[] in = input.rows().clone();
    float[] out = output.rows().clone();
    boolean[] trained = input.trained().clone();
    for (int row : contexts) {
      trained[row] = true;
    }
    plan.train(round, sub, block, in, out, output.noise(), contexts, centres, 0, contexts.length);
    return new Tuple2<>(new Input(in, trained), new Output(bucket, out, output.noise()));
  }

  private static IntStream part(Slice slice, int[] values, int bucket) {
    return Arrays.stream(values, bucket == 0 ? 0 : slice.ends()[bucket - 1], slice.ends()[bucket]);
  }

  /** Rows by vertex: every block gives each file its share. */
  private long[] write(JavaPairRDD<Integer, Input> inputs, Path directory, int parts, long pairs) {
    SkipGramPlan here = plan;
    Warehouse store = warehouse;
    String target = directory.toString();
    long vertices = plan.vertices();
    long trained =
        inputs
            .flatMapToPair(block -> IntStream.range(0, parts)
                .mapToObj(part -> new Tuple2<>(part,
                    Share.of(here, block._1(), block._2(), first(vertices, part, parts),
                        first(vertices, part + 1, parts))))
                .iterator())
            .groupByKey(new HashPartitioner(parts))
            .map(part -> write(store, here, new Path(target), part._1(), first(vertices, part._1(), parts),
                first(vertices, part._1() + 1, parts), part._2()))
            .fold(0L, Long::sum);
    return new long[] {trained, pairs};
  }

  private static int first(long vertices, int part, int parts) {
    return (int) (vertices * part / parts);
  }

  /** The rows of a block whose vertices lie in a range. */
  private record Share(int block, int firstRow, float[] rows, boolean[] trained) implements Serializable {
    static Share of(SkipGramPlan plan, int block, Input input, int begin, int end) {
      int from = rowAtLeast(plan, block, begin);
      int to = rowAtLeast(plan, block, end);
      return new Share(block, from, Arrays.copyOfRange(input.rows(), from * plan.stride(), to * plan.stride()),
          Arrays.copyOfRange(input.trained(), from, to));
    }

    /** The first row of a block whose vertex is at least the given one. */
    private static int rowAtLeast(SkipGramPlan plan, int block, int vertex) {
      return Math.max(0, (vertex - block + plan.blocks() - 1) / plan.blocks());
    }
  }

  private static long write(Warehouse warehouse, SkipGramPlan plan, Path directory, int part, int begin, int end,
      Iterable<Share> shares) {
    Share[] byBlock = new Share[plan.blocks()];
    shares.forEach(share -> byBlock[share.block()] = share);
    boolean zero = plan.config().untrained() == EmbeddingConfig.Untrained.ZERO;
    float[] untrained = new float[plan.stride()];
    PartFile.write(warehouse.configuration(), directory, part, EmbedStage.SCHEMA, end - begin, (out, i) -> {
      Share share = byBlock[(begin + i) % plan.blocks()];
      int row = (begin + i) / plan.blocks() - share.firstRow();
      boolean hidden = zero && !share.trained()[row];
      int at = hidden ? 0 : row * plan.stride();
      PartFile.put(out, 0, "vertex", begin + i);
      PartFile.put(out, 1, "trained", share.trained()[row]);
      PartFile.put(out, 2, "vector", hidden ? untrained : share.rows(), at, at + plan.config().dimension());
    });
    long count = 0;
    for (Share share : byBlock) {
      for (boolean isTrained : share.trained()) {
        count += isTrained ? 1 : 0;
      }
    }
    return count;
  }

  /** Walks [from, to) of a file. */
  private static WalkCorpus read(Warehouse warehouse, WalkFile file, long from, long to) {
    ParquetColumns.IntLists lists =
        ParquetColumns.ofFile(warehouse.configuration(), new Path(file.path())).intLists("vertices", from, to);
    return new WalkCorpus(lists.offsets(), lists.values());
  }
}
