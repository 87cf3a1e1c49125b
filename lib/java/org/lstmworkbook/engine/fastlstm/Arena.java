package org.lstmworkbook.engine.fastlstm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Native objects that live and die together: freed in one go, last made first, instead of whenever
 * Java collects them. The kernels among them run one after the other and share their working
 * memory, so the largest wish serves all.
 */
final class Arena implements AutoCloseable {

  /** Floats in a cache line of 64 bytes. */
  private static final long CACHE_LINE = 16;

  private final Deque<Runnable> closing = new ArrayDeque<>();
  private final List<memory> scratchUsers = new ArrayList<>();
  private FloatPointer scratch;
  private long bytes;

  /** Takes charge of a native object and hands it on. */
  <P extends Pointer> P keep(P pointer) {
    closing.push(pointer::close);
    return pointer;
  }

  /**
   * A buffer of zeros that begins with a cache line: vector instructions that straddle two lines
   * are slow.
   */
  FloatPointer zeros(long count) {
    FloatPointer whole = keep(new FloatPointer(count + CACHE_LINE));
    long past = whole.address() / Float.BYTES % CACHE_LINE;
    FloatPointer aligned = whole.getPointer((CACHE_LINE - past) % CACHE_LINE).capacity(count);
    Pointer.memset(aligned, 0, count * Float.BYTES);
    bytes += whole.capacity() * Float.BYTES;
    return aligned;
  }

  /**
   * Working memory of at least the wished size; all earlier users are pointed to the new buffer
   * where it had to grow.
   */
  memory scratch(memory.desc wish) {
    long floats = (wish.get_size() + Float.BYTES - 1) / Float.BYTES;
    if (scratch == null || floats > scratch.capacity()) {
      FloatPointer larger = zeros(Math.max(1, floats));
      scratchUsers.forEach(user -> user.set_data_handle(larger));
      scratch = larger;
    }
    memory user = over(wish, scratch);
    scratchUsers.add(user);
    return user;
  }

  /** What lies in memory of this layout, in 32-bit floats. */
  memory.desc desc(memory.format_tag layout, long... dimensions) {
    return keep(new memory.desc(dimensions, memory.data_type.f32, layout));
  }

  /** The same where the layout has no name. */
  memory.desc desc(long[] dimensions, long[] strides) {
    return keep(new memory.desc(dimensions, memory.data_type.f32, strides));
  }

  /** Memory over a buffer that somebody else owns. */
  memory over(memory.desc layout, Pointer buffer) {
    return keep(new memory(layout, OneDnn.engine(), buffer));
  }

  /** Something to be done when the arena closes. */
  void onClose(Runnable action) {
    closing.push(action);
  }

  /** Bytes of the buffers made here. */
  long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    while (!closing.isEmpty()) {
      closing.pop().run();
    }
  }
}
