package org.lstmworkbook.engine.fastlstm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory_desc_vector;
import org.bytedeco.dnnl.stream;
import org.bytedeco.dnnl.sum;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Everything needed to run one LSTM layer on one shape: the batch cut into parts, which threads
 * share out among themselves.
 *
 * <p>A plan serves one caller at a time, from any thread. How the batch is cut depends on the shape
 * only, and the parts' gradients are added in their order: the same input gives the same bits on
 * any number of threads, whoever computed what and when.
 */
final class LstmPlan implements AutoCloseable {

  /** Below this many multiplications handing work to another thread costs more than it saves. */
  private static final long WORTH_SHARING = 400_000;

  /** Examples of a part; fewer would spend their time on packing the weights. */
  private static final int IDEAL_ROWS = 16;

  /** More parts than this add more gradients than they save time, on any number of cores. */
  private static final int MAX_PARTS = 8;

  /**
   * What a plan is made for.
   *
   * @param shape the sizes
   * @param training whether gradients will be asked for
   */
  record Key(LstmShape shape, boolean training) {}

  private final Key key;
  private final Arena arena = new Arena();
  private final List<Part> parts = new ArrayList<>();
  private final stream queue = arena.keep(new stream(OneDnn.engine()));
  private final FloatPointer gradient;
  private final Kernel addGradients;
  private final FiniteCheck check;

  LstmPlan(Key key) {
    this.key = key;
    LstmShape shape = key.shape();
    int count = parts(shape);
    for (int part = 0; part < count; part++) {
      int from = (int) ((long) shape.batch() * part / count);
      int to = (int) ((long) shape.batch() * (part + 1) / count);
      parts.add(new Part(shape, from, to - from, key.training()));
    }
    gradient = key.training() ? arena.zeros(shape.parameters()) : null;
    addGradients = key.training() ? addGradients() : null;
    check = key.training() ? new FiniteCheck(arena, gradient) : null;
  }

  private static int parts(LstmShape shape) {
    if (shape.multiplications() < WORTH_SHARING) {
      return 1;
    }
    return Math.max(1, Math.min(MAX_PARTS, Math.round((float) shape.batch() / IDEAL_ROWS)));
  }

  private Kernel addGradients() {
    memory.desc flat = arena.desc(memory.format_tag.a, key.shape().parameters());
    memory.desc[] each = new memory.desc[parts.size()];
    Arrays.fill(each, flat);
    FloatPointer ones = arena.zeros(parts.size());
    for (int part = 0; part < parts.size(); part++) {
      ones.put(part, 1f);
    }
    sum.primitive_desc plan =
        arena.keep(
            new sum.primitive_desc(
                OneDnn.engine(),
                flat,
                ones,
                arena.keep(new memory_desc_vector(each)),
                OneDnn.attributes(),
                false));
    Kernel kernel =
        Kernel.of(arena, plan, arena.keep(new sum(plan)))
            .with(dnnl.DNNL_ARG_DST, arena.over(flat, gradient));
    for (int part = 0; part < parts.size(); part++) {
      kernel.with(dnnl.DNNL_ARG_MULTIPLE_SRC + part, arena.over(flat, parts.get(part).gradient()));
    }
    return kernel;
  }

  Key key() {
    return key;
  }

  /** Native bytes held. */
  long bytes() {
    return arena.bytes() + parts.stream().mapToLong(Part::bytes).sum();
  }

  void forward(Slice.Forward call, int threads) {
    ThreadPool.SHARED.run(parts.size(), threads, part -> parts.get(part).forward(call));
  }

  /**
   * Needs the forward pass of the same input just before; weights must not have changed in between.
   */
  void backward(Slice.Backward call, int threads) {
    ThreadPool.SHARED.run(parts.size(), threads, part -> parts.get(part).backward(call));
    ThreadPool.SHARED.run(1, 1, only -> finishGradient(call));
  }

  private void finishGradient(Slice.Backward call) {
    addGradients.run(queue);
    if (!check.passes(queue)) {
      parts.forEach(part -> part.refuseNonFiniteGradient(call.layer()));
      throw NonFiniteValueException.exploded(call.layer(), key.shape().steps());
    }
    Weights.toDl4j(gradient, call.parameterGradient(), key.shape());
  }

  @Override
  public void close() {
    arena.close();
    parts.forEach(Part::close);
  }
}
