package org.lstmworkbook.train;

import java.util.Arrays;
import java.util.Iterator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.util.MathArrays;
import org.lstmworkbook.prepare.Examples;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The mini-batches that an epoch shows the network.
 *
 * @param count mini-batches in an epoch
 * @param epoch number of an epoch, from 1 → its mini-batches, made one by one. They depend on that
 *     number only, so an epoch is the same whether or not the training was interrupted before it.
 */
public record Batches(int count, IntFunction<Iterator<Examples.Batch>> epoch) {

  /**
   * All examples in a new order in each epoch; the last mini-batch may be smaller. Also seeds
   * ND4J's generator, which draws the dropout.
   */
  public static Batches shuffled(Examples examples, int batchSize, long seed) {
    return ordered(examples, batchSize, epoch -> shuffled(examples.size(), seed, epoch));
  }

  private static int[] shuffled(int size, long seed, int epoch) {
    RandomGenerator random = random(seed, epoch);
    Nd4j.getRandom().setSeed(random.nextLong());
    int[] order = IntStream.range(0, size).toArray();
    MathArrays.shuffle(order, random);
    return order;
  }

  /**
   * The generator of one of several draws, an epoch or a trial: it depends on both numbers only.
   */
  static RandomGenerator random(long seed, int number) {
    return new Well19937c(new int[] {(int) seed, (int) (seed >>> Integer.SIZE), number});
  }

  /**
   * All examples in an order that is handed in; the last mini-batch may be smaller.
   *
   * @param order number of an epoch, from 1 → the examples' numbers
   */
  public static Batches ordered(Examples examples, int batchSize, IntFunction<int[]> order) {
    int count = (examples.size() - 1) / batchSize + 1;
    return new Batches(
        count,
        epoch -> {
          int[] all = order.apply(epoch);
          return IntStream.range(0, count)
              .map(batch -> batch * batchSize)
              .mapToObj(
                  from -> Arrays.copyOfRange(all, from, Math.min(from + batchSize, all.length)))
              .map(examples::gather)
              .iterator();
        });
  }
}
