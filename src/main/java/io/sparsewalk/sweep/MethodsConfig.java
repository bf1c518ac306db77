package io.sparsewalk.sweep;

import io.sparsewalk.sparsity.DenseConfig;
import io.sparsewalk.sparsity.RiglConfig;
import io.sparsewalk.sparsity.SlrConfig;
import java.io.Serializable;

/** Constants of every method; the sweep's grid says which of them run. */
public record MethodsConfig(DenseConfig dense, SlrConfig slr, RiglConfig rigl) implements Serializable {}
