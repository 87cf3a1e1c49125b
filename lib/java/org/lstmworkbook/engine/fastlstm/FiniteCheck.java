package org.lstmworkbook.engine.fastlstm;

import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reduction;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Tells whether a buffer holds finite numbers only. Their sum says so: one NaN or infinity among
 * them makes it NaN or infinite, and oneDNN adds a hundred thousand numbers in the time in which
 * Java looks at a few thousand.
 */
final class FiniteCheck {

  private final FloatPointer numbers;
  private final long count;
  private final FloatPointer sum;
  private final Optional<Kernel> add;

  /** Looks at all numbers of a buffer. */
  FiniteCheck(Arena arena, FloatPointer numbers) {
    this.numbers = numbers;
    this.count = numbers.capacity();
    // A single number is its own sum, and oneDNN makes no reduction of one number to one.
    sum = count == 1 ? numbers : arena.zeros(1);
    add = count == 1 ? Optional.empty() : Optional.of(addition(arena));
  }

  private Kernel addition(Arena arena) {
    memory.desc all = arena.desc(memory.format_tag.ab, 1, count);
    memory.desc one = arena.desc(memory.format_tag.ab, 1, 1);
    reduction.primitive_desc plan =
        arena.keep(
            new reduction.primitive_desc(
                OneDnn.engine(),
                dnnl.algorithm.reduction_sum,
                all,
                one,
                0f,
                0f,
                OneDnn.attributes(),
                false));
    return Kernel.of(arena, plan, arena.keep(new reduction(plan)))
        .with(dnnl.DNNL_ARG_SRC, arena.over(all, numbers))
        .with(dnnl.DNNL_ARG_DST, arena.over(one, sum));
  }

  boolean passes(stream queue) {
    add.ifPresent(kernel -> kernel.run(queue));
    return Float.isFinite(sum.get());
  }

  /** The place of the first number that is not finite; -1 where only the sum is too large. */
  long firstOffender() {
    for (long place = 0; place < count; place++) {
      if (!Float.isFinite(numbers.get(place))) {
        return place;
      }
    }
    return -1;
  }

  float value(long place) {
    return numbers.get(place);
  }
}
