package io.sparsewalk.graph;

import static io.sparsewalk.common.Checks.check;
import static io.sparsewalk.common.Checks.checkNotNegative;
import static io.sparsewalk.common.Checks.checkPositive;
import static io.sparsewalk.common.Checks.checkRange;

import java.io.Serializable;

/**
 * A synthetic temporal graph, see {@link SyntheticGraph}.
 *
 * @param vertices number of ids that may occur
 * @param edges number of lines
 * @param communities blocks of vertices that most edges stay inside
 * @param insideShare share of edges inside a community
 * @param exponent power-law exponent of the degrees, above 1
 * @param repeatShare share of edges that repeat an earlier pair
 * @param selfLoopShare share of edges from a vertex to itself
 * @param idRange ids are spread evenly over 0 to idRange - 1, with gaps if there are fewer vertices; 0 = no gaps
 * @param timeSpan time units between the first and the last edge
 * @param snapshots moments at which all edges are; 0 = each has its own
 * @param labelNoise share of the vertices whose label is not their community but any
 */
public record GenerateConfig(int vertices, long edges, int communities, double insideShare, double exponent,
    double repeatShare, double selfLoopShare, long idRange, long timeSpan, int snapshots, double labelNoise, long seed)
    implements Serializable {
  public GenerateConfig {
    check(vertices >= 2, "vertices must be at least 2, was %s", vertices);
    checkPositive("edges", edges);
    checkRange("communities", communities, 1, vertices);
    checkRange("inside-share", insideShare, 0, 1);
    check(exponent > 1, "exponent must be above 1, was %s", exponent);
    checkRange("repeat-share", repeatShare, 0, 1);
    checkRange("self-loop-share", selfLoopShare, 0, 1);
    check(repeatShare + selfLoopShare <= 1, "repeat-share + self-loop-share must be at most 1, was %s",
        repeatShare + selfLoopShare);
    check(idRange == 0 || idRange >= vertices, "id-range must be 0 or at least vertices = %s, was %s", vertices,
        idRange);
    check(idRange <= 1L << 40, "id-range must be at most 2^40, was %s", idRange);
    checkNotNegative("time-span", timeSpan);
    checkNotNegative("snapshots", snapshots);
    checkRange("label-noise", labelNoise, 0, 1);
  }
}
