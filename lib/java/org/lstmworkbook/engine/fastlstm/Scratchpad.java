package org.lstmworkbook.engine.fastlstm;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Working memory that the kernels of one part share: they run one after the other, so the largest
 * wish serves all.
 */
final class Scratchpad {

  private final Arena arena;
  private final List<memory> users = new ArrayList<>();
  private FloatPointer buffer;

  Scratchpad(Arena arena) {
    this.arena = arena;
    this.buffer = arena.zeros(1);
  }

  /**
   * A memory of at least the wished size; all earlier ones are pointed to the new buffer where it
   * had to grow.
   */
  memory serving(memory.desc wish) {
    long floats = (wish.get_size() + Float.BYTES - 1) / Float.BYTES;
    if (floats > buffer.capacity()) {
      FloatPointer larger = arena.zeros(floats);
      users.forEach(user -> user.set_data_handle(larger));
      buffer = larger;
    }
    memory user = arena.keep(OneDnn.over(wish, buffer));
    users.add(user);
    return user;
  }
}
