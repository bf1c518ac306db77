package io.sparsewalk.cli;

import io.sparsewalk.pipeline.Embeddings;
import io.sparsewalk.pipeline.Pipeline;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "embeddings", mixinStandardHelpOptions = true, description = {
    "Writes the vectors of vertices with their ids in the edge list.",
    "parquet: all vertices, with whether walks trained them. word2vec, numpy: those that were trained."}, footer = {"",
        "Example: sparsewalk export embeddings jobs/quickstart.conf --format numpy --to vectors"})
final class ExportEmbeddingsCommand extends JobCommand {
  @Option(names = "--to", paramLabel = "DIR", required = true, description = "A new directory; of parquet any Hadoop path.")
  private String directory;

  @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "parquet", description = "${COMPLETION-CANDIDATES}; default: parquet. word2vec is vectors.txt, numpy is vectors.npy and ids.txt, a line per row.")
  private Embeddings.Format format;

  @Option(names = "--embedding", paramLabel = "KEY", defaultValue = "dense", description = "As in sweep.embeddings; default: dense. Sparse ones are written as parquet only: id, indices, values.")
  private String embedding;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of the walks; default: the first of sweep.seeds.")
  private Long seed;

  @Override
  int run(Pipeline pipeline) {
    Embeddings embeddings = pipeline.embeddings(seed == null ? pipeline.dataSeeds().get(0) : seed);
    long rows = embeddings.export(embedding, format, directory);
    System.out.println(rows + " vectors of the " + embedding + " embedding, " + embeddings.vertices() + " vertices, as "
        + format.name().toLowerCase(Locale.ROOT) + " in " + directory);
    return ExitCode.OK;
  }
}
