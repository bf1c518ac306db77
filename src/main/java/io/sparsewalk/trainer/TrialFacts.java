package io.sparsewalk.trainer;

import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.Labels;
import io.sparsewalk.dataset.Ranking;

/**
 * What the controller of a group knows of its data, wherever training examples and features lie.
 *
 * @param trainSize number of training examples
 * @param inputs of the network
 * @param density share of the embedding's values that is stored
 * @param inputDensity share of the inputs that is not 0 at most
 * @param labels what the outputs of the network are
 * @param sample labels of the loss sample
 * @param valid labels of the validation examples
 * @param test labels of the test examples
 * @param ranking test edges against many negatives
 */
public record TrialFacts(int trainSize, int inputs, double density, double inputDensity, Labels labels, Examples sample,
    Examples valid, Examples test, Ranking ranking) {}
