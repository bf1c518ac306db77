package io.sparsewalk.dataset;

import java.io.Serializable;

/**
 * Which leaks of the published procedure are kept with {@code protocol = paper}, so that each one's worth can be measured.
 *
 * @param phantomIds every integer up to the largest id is a vertex, has a vector and is drawn as a negative, edge or no edge
 * @param testWalks walks see the test edges
 */
public record LeaksConfig(boolean phantomIds, boolean testWalks) implements Serializable {
  /** As published. */
  public static final LeaksConfig ALL = new LeaksConfig(true, true);
}
