package io.sparsewalk.cli;

import io.sparsewalk.pipeline.Embeddings;
import io.sparsewalk.pipeline.Pipeline;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "neighbours", mixinStandardHelpOptions = true, description = {
    "The vertices whose vectors have the largest cosine to that of a vertex, by the dense and by the sparse embeddings of the job,",
    "with the bytes of each, the time of a search through all its vectors, and how many neighbours it shares with the dense one."}, footer = {
        "", "Example: sparsewalk neighbours jobs/quickstart.conf 17 -k 10"})
final class NeighboursCommand extends JobCommand {
  @Parameters(index = "1", paramLabel = "ID", description = "A vertex, as in the edge list.")
  private String vertex;

  @Option(names = "-k", paramLabel = "N", defaultValue = "10", description = "Neighbours; default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of the walks; default: the first of sweep.seeds.")
  private Long seed;

  @Override
  int run(Pipeline pipeline) {
    List<Embeddings.Search> searches =
        pipeline.embeddings(seed == null ? pipeline.dataSeeds().get(0) : seed).neighbours(vertex, count);
    System.out.println("embedding,rank,vertex,cosine");
    for (Embeddings.Search search : searches) {
      for (int rank = 0; rank < search.vertices().size(); rank++) {
        System.out.printf(Locale.ROOT, "%s,%d,%s,%.6f%n", search.embedding(), rank + 1, search.vertices().get(rank),
            search.cosines()[rank]);
      }
    }
    for (Embeddings.Search search : searches) {
      System.out.printf(Locale.ROOT, "# %s: %,d bytes, %.3f ms for a search, %d of %d neighbours of dense%n",
          search.embedding(), search.bytes(), search.milliseconds(),
          search.vertices().stream().filter(searches.get(0).vertices()::contains).count(),
          searches.get(0).vertices().size());
    }
    return ExitCode.OK;
  }
}
