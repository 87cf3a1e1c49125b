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
 * Everything needed to run one LSTM layer on one shape: the batch cut into lanes, one for each
 * thread.
 *
 * <p>A plan serves one caller at a time, from any thread. How the batch is cut depends on the shape
 * and the number of threads only, and the lanes' gradients are added in their order: the same input
 * gives the same bits, whoever computed what and when.
 */
final class LstmPlan implements AutoCloseable {

  /** Below this many multiplications handing work to another thread costs more than it saves. */
  private static final long WORTH_SHARING = 400_000;

  private static final int LEAST_ROWS = 4;

  /**
   * What a plan is made for.
   *
   * @param shape the sizes
   * @param training whether gradients will be asked for
   * @param threads how many threads may share the work
   */
  record Key(LstmShape shape, boolean training, int threads) {}

  private final Key key;
  private final Arena arena = new Arena();
  private final List<Lane> lanes = new ArrayList<>();
  private final stream queue = arena.keep(new stream(OneDnn.engine()));
  private final FloatPointer gradient;
  private final Kernel addGradients;
  private final FiniteCheck check;

  LstmPlan(Key key) {
    this.key = key;
    LstmShape shape = key.shape();
    int parts = lanes(shape, key.threads());
    for (int lane = 0; lane < parts; lane++) {
      int from = (int) ((long) shape.batch() * lane / parts);
      int to = (int) ((long) shape.batch() * (lane + 1) / parts);
      lanes.add(new Lane(arena, shape, from, to - from, key.training()));
    }
    gradient = key.training() ? arena.zeros(shape.parameters()) : null;
    addGradients = key.training() ? addGradients() : null;
    check =
        key.training()
            ? new FiniteCheck(arena, new Scratchpad(arena), gradient, shape.parameters())
            : null;
  }

  private static int lanes(LstmShape shape, int threads) {
    if (shape.multiplications() < WORTH_SHARING) {
      return 1;
    }
    return Math.max(1, Math.min(threads, shape.batch() / LEAST_ROWS));
  }

  private Kernel addGradients() {
    memory.desc flat = arena.keep(OneDnn.desc(memory.format_tag.a, key.shape().parameters()));
    memory.desc[] each = new memory.desc[lanes.size()];
    Arrays.fill(each, flat);
    FloatPointer ones = arena.zeros(lanes.size());
    for (int lane = 0; lane < lanes.size(); lane++) {
      ones.put(lane, 1f);
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
        Kernel.of(arena, new Scratchpad(arena), plan, arena.keep(new sum(plan)))
            .with(dnnl.DNNL_ARG_DST, arena.keep(OneDnn.over(flat, gradient)));
    for (int lane = 0; lane < lanes.size(); lane++) {
      kernel.with(
          dnnl.DNNL_ARG_MULTIPLE_SRC + lane,
          arena.keep(OneDnn.over(flat, lanes.get(lane).gradient())));
    }
    return kernel;
  }

  Key key() {
    return key;
  }

  /** Native bytes held. */
  long bytes() {
    return arena.bytes();
  }

  void forward(ForwardCall call) {
    Crew.SHARED.run(lanes.size(), lane -> lanes.get(lane).forward(call));
  }

  /**
   * Needs the forward pass of the same input just before; weights must not have changed in between.
   */
  void backward(BackwardCall call) {
    Crew.SHARED.run(lanes.size(), lane -> lanes.get(lane).backward(call));
    Crew.SHARED.run(1, only -> finishGradient(call));
  }

  private void finishGradient(BackwardCall call) {
    addGradients.run(queue);
    if (!check.passes(queue)) {
      lanes.forEach(lane -> lane.refuseNonFiniteGradient(call.layer()));
      throw NonFiniteValueException.exploded(call.layer(), key.shape().steps());
    }
    GateOrder.toDl4j(gradient, call.parameterGradient(), key.shape());
  }

  @Override
  public void close() {
    arena.close();
  }
}
