package org.lstmworkbook.train;

/**
 * One training of a search.
 *
 * @param number counted from 1
 * @param settings what was tried
 * @param seed the seed of its initial weights, its dropout and the order of its windows
 * @param validationLoss the lowest of its epochs: mean squared error of the scaled target; infinite
 *     if the training diverged
 * @param bestEpoch the epoch that had it; 0 if the training diverged
 * @param seconds how long it took
 */
public record Trial(
    int number,
    Hyperparameters settings,
    long seed,
    double validationLoss,
    int bestEpoch,
    double seconds) {}
