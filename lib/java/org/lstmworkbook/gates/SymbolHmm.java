package org.lstmworkbook.gates;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import smile.sequence.HMM;

/**
 * A hidden Markov model that predicts the next symbol: Smile's model, trained with Baum–Welch from
 * a random start.
 *
 * <p>What it knows of the past is which of its few hidden states it is in; the LSTM's state is a
 * vector. That is the whole comparison.
 */
public final class SymbolHmm {

  private final HMM<Integer> model;

  private SymbolHmm(HMM<Integer> model) {
    this.model = model;
  }

  /**
   * Trains a model.
   *
   * @param sequences symbols [size][time], numbered from 0
   * @param symbols how many symbols there are
   * @param states how many hidden states
   * @param iterations passes of Baum–Welch
   * @param random draws the start
   */
  public static SymbolHmm fit(
      int[][] sequences, int symbols, int states, int iterations, RandomGenerator random) {
    var start =
        new HMM<Integer>(
            distribution(states, random),
            distributions(states, states, random),
            distributions(states, symbols, random));
    return new SymbolHmm(start.learn(sequences, iterations));
  }

  /**
   * The most probable next symbol: the one that makes the longer sequence most probable.
   *
   * @param past the symbols so far, at least one
   */
  public int next(int[] past) {
    int best = 0;
    double bestLogProbability = Double.NEGATIVE_INFINITY;
    int[] longer = Arrays.copyOf(past, past.length + 1);
    for (int symbol = 0; symbol < model.numSymbols(); symbol++) {
      longer[past.length] = symbol;
      double logProbability = model.logp(longer);
      if (logProbability > bestLogProbability) {
        best = symbol;
        bestLogProbability = logProbability;
      }
    }
    return best;
  }

  private static double[][] distributions(int rows, int columns, RandomGenerator random) {
    double[][] rowsOfDistributions = new double[rows][];
    Arrays.setAll(rowsOfDistributions, row -> distribution(columns, random));
    return rowsOfDistributions;
  }

  private static double[] distribution(int length, RandomGenerator random) {
    double[] weights = random.doubles(length, 0.1, 1).toArray();
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(w -> w / sum).toArray();
  }
}
