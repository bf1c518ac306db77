/**
 * Float loops of the network: sparse weights times a tile of examples, forward, backward and for gradients.
 *
 * <p>Input and output: flat float arrays, feature by feature with the examples side by side as lanes. The Vector API does the
 * work; a scalar twin is its oracle. Imports only common; imported by model and trainer.
 */
package io.sparsewalk.kernel;
