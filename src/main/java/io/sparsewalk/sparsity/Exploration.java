package io.sparsewalk.sparsity;

import java.io.Serializable;

/**
 * Weights that are trained beside those of the mask though the network is computed without them.
 *
 * @param trained the mask and these weights
 * @param decayFactor on the weight decay of these weights
 */
public record Exploration(Mask trained, double decayFactor) implements Serializable {}
