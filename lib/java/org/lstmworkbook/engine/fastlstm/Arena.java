package org.lstmworkbook.engine.fastlstm;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Native objects that live and die together: freed in one go, last made first, instead of whenever
 * Java collects them.
 */
final class Arena implements AutoCloseable {

  /** Floats in a cache line of 64 bytes. */
  private static final long CACHE_LINE = 16;

  private final Deque<Runnable> closing = new ArrayDeque<>();
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
