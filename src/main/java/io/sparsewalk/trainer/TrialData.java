package io.sparsewalk.trainer;

import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.VertexFeatures;

/**
 * What the trials of a group train on.
 *
 * @param valid examples that choose the epoch
 * @param test read once, after the epoch is chosen
 */
public record TrialData(Examples train, Examples valid, Examples test, VertexFeatures features) {}
