/**
 * Forecasts against truth: metrics, baselines, walk-forward, tests of significance, the scoreboard.
 */
package org.lstmworkbook.evaluate;
