package io.sparsewalk.trainer;

import io.sparsewalk.dataset.Examples;

/**
 * What the controller of a group knows of its data, wherever training examples and features lie.
 *
 * @param trainSize number of training examples
 * @param dimension features of a vertex
 * @param density share of the features that is stored
 * @param sample labels of the loss sample
 * @param valid labels of the validation examples
 * @param test labels of the test examples
 */
public record TrialFacts(int trainSize, int dimension, double density, Examples sample, Examples valid, Examples test) {}
