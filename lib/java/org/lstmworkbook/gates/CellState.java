package org.lstmworkbook.gates;

/**
 * What a cell carries from one step to the next.
 *
 * @param h the output, or short-term memory [hidden]
 * @param c the memory cell, or long-term memory [hidden]; empty for a plain RNN, which has none
 */
@SuppressWarnings("ArrayRecordComponent") // plain arrays keep the equations readable
public record CellState(double[] h, double[] c) {}
