package io.sparsewalk.metric;

/** Quality of logits as probabilities; micro F1 is the accuracy. NaN without examples. */
public record Probabilities(double f1Macro, double logLoss, double calibrationError) {}
