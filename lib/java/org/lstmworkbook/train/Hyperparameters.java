package org.lstmworkbook.train;

/**
 * What a search may choose; the weights are learned, these are not.
 *
 * @param hidden length of the LSTM's state h
 * @param dropout probability of leaving a hidden number out, 0 … 1
 * @param learningRate Adam's step size
 * @param window days that the network sees at once
 * @param batchSize windows in a mini-batch
 */
public record Hyperparameters(
    int hidden, double dropout, double learningRate, int window, int batchSize) {}
