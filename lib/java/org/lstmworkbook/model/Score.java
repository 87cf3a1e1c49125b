package org.lstmworkbook.model;

/**
 * How one forecaster did on one part.
 *
 * @param part "validation" or "test"
 * @param forecaster its name
 * @param mae mean absolute error, in dollars
 * @param rmse root mean squared error, in dollars
 * @param mase the MAE divided by how far the price moved on an average training day
 * @param pValue the p-value of the difference from persistence by Diebold and Mariano's test; null
 *     where there is none
 * @param directionHits days whose direction was forecast right
 * @param directionDays days that count for the direction
 */
public record Score(
    String part,
    String forecaster,
    double mae,
    double rmse,
    double mase,
    Double pValue,
    int directionHits,
    int directionDays) {}
