package org.lstmworkbook.engine.fastlstm;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;

/**
 * What this machine can do at best: the measured speed of one large matrix product on each thread.
 */
public final class PeakSpeed {

  private static final int SIZE = 512;

  /** Long enough for the operating system to give each thread a core of its own. */
  private static final long NANOS = 500_000_000;

  private PeakSpeed() {}

  /**
   * Floating-point operations a second, in single precision, the best of several products.
   *
   * @param threads how many threads multiply at the same time, each matrices of its own
   * @throws IllegalStateException if {@link FastLstm#available} is false
   */
  public static double operationsPerSecond(int threads) {
    if (OneDnn.missing() != null) {
      throw new IllegalStateException(OneDnn.missing());
    }
    try (Arena arena = new Arena()) {
      Product[] products = new Product[threads];
      for (int i = 0; i < threads; i++) {
        products[i] = new Product(arena);
      }
      double best = 0;
      long until = System.nanoTime() + NANOS;
      for (long start = System.nanoTime(); start < until; start = System.nanoTime()) {
        ThreadPool.SHARED.run(threads, threads, thread -> products[thread].multiply());
        best =
            Math.max(
                best, threads * 2.0 * SIZE * SIZE * SIZE / ((System.nanoTime() - start) / 1e9));
      }
      return best;
    }
  }

  private static final class Product {
    private final stream queue;
    private final Kernel kernel;

    Product(Arena arena) {
      queue = arena.keep(new stream(OneDnn.engine()));
      memory.desc square = arena.desc(memory.format_tag.ab, SIZE, SIZE);
      matmul.primitive_desc plan =
          arena.keep(
              new matmul.primitive_desc(
                  OneDnn.engine(), square, square, square, OneDnn.attributes(), false));
      kernel = Kernel.of(arena, plan, arena.keep(new matmul(plan)));
      for (int argument : new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DST}) {
        kernel.with(argument, arena.over(square, arena.zeros((long) SIZE * SIZE)));
      }
    }

    void multiply() {
      kernel.run(queue);
    }
  }
}
