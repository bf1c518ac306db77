package io.sparsewalk.sparsity;

import java.io.Serializable;

/**
 * A proximal term: every weight w has the extra gradient {@code rho * (w - target)}; biases have none (their target is not read).
 *
 * @param target by parameter
 */
public record Anchor(float[] target, float rho) implements Serializable {}
