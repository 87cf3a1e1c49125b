package org.lstmworkbook.evaluate;

/**
 * What came of a {@link WalkForward}.
 *
 * @param method the method's name
 * @param lastKnown for each test day, the value known when the forecast was made
 * @param actual for each test day, the value that came
 * @param forecast for each test day, the forecast
 */
@SuppressWarnings("ArrayRecordComponent") // made once, and read
public record WalkForwardResult(
    String method, double[] lastKnown, double[] actual, double[] forecast) {}
