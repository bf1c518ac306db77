package io.sparsewalk.spark.examples;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.Warehouse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/**
 * Labelled rows that somebody else has divided, as the table {@code examples}. Nobody has set a test block aside: the one there is that
 * for validation once more, and no figure of it means anything.
 */
public final class GivenExamples {
  private GivenExamples() {}

  /**
   * The table of them.
   *
   * @param rows directory of Parquet files (vertex, label, valid), 9 bytes of memory per row
   * @param classes labels are 0 to classes - 1
   * @throws DataRefusedException if a block would be empty
   */
  public static StageOutput output(Warehouse warehouse, String rows, int classes) {
    Manifest identity =
        Manifest.of(ExampleFiles.TABLE, GivenExamples.class, Map.of("given", rows, "classes", (long) classes));
    return StageOutput.of(warehouse, identity, (spark, attempt) -> {
      long[] counts = JavaSparkContext.fromSparkContext(spark.sparkContext())
          .parallelize(List.of(0), 1)
          .map(new Task(warehouse, attempt.toString(), rows))
          .first();
      if (counts[0] == 0 || counts[1] == 0) {
        throw new DataRefusedException(
            counts[0] + " rows are for training and " + counts[1] + " for validation: both need some");
      }
      Map<String, Object> facts = new HashMap<>(ExampleFiles.fileFact(List.of(1, 1, 1, 1)));
      facts.putAll(Map.of("rows", counts[0] + counts[1], "classes", classes, "ranking_positives", 0L,
          "ranking_negatives", 0L, ExampleFiles.AUDIT, List.of()));
      return facts;
    });
  }

  private record Task(Warehouse warehouse, String directory, String rows) implements Function<Integer, long[]> {
    @Override
    public long[] call(Integer only) {
      ParquetColumns columns = ParquetColumns.unpublished(warehouse.configuration(), new Path(rows));
      int[] vertices = columns.ints("vertex");
      int[] labels = columns.ints("label");
      boolean[] valid = columns.booleans("valid");
      Examples train = examples(vertices, labels, IntStream.range(0, valid.length).filter(i -> !valid[i]).toArray());
      Examples held = examples(vertices, labels, IntStream.range(0, valid.length).filter(i -> valid[i]).toArray());
      ExampleFiles.write(warehouse, directory, 0, i -> "train", train);
      ExampleFiles.write(warehouse, directory, 1, i -> "valid", held);
      ExampleFiles.write(warehouse, directory, 2, i -> "test", held);
      ExampleFiles.write(warehouse, directory, 3, i -> "ranking", held.subset(new int[0]));
      return new long[] {train.size(), held.size()};
    }

    private static Examples examples(int[] vertices, int[] labels, int[] chosen) {
      int[] ids = Arrays.stream(chosen).map(i -> vertices[i]).toArray();
      int[] classes = Arrays.stream(chosen).map(i -> labels[i]).toArray();
      boolean[] positive = new boolean[chosen.length];
      boolean[] seen = new boolean[chosen.length];
      for (int i = 0; i < chosen.length; i++) {
        positive[i] = classes[i] == 1;
        seen[i] = true;
      }
      return new Examples(ids, ids, positive, seen, new float[0], classes, new int[0]);
    }
  }
}
