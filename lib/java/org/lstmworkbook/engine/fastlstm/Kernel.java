package org.lstmworkbook.engine.fastlstm;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;

/** A compiled oneDNN computation together with the memory it reads and writes. */
record Kernel(primitive compiled, IntMemoryMap arguments) {

  static Kernel of(Arena arena, primitive_desc_base plan, primitive compiled) {
    Kernel kernel = new Kernel(compiled, arena.keep(new IntMemoryMap()));
    return kernel.with(dnnl.DNNL_ARG_SCRATCHPAD, arena.scratch(arena.keep(plan.scratchpad_desc())));
  }

  /** Copies one memory to another of the same dimensions but another layout. */
  static Kernel copy(Arena arena, memory from, memory to) {
    reorder.primitive_desc plan =
        arena.keep(
            new reorder.primitive_desc(
                OneDnn.engine(),
                from.get_desc(),
                OneDnn.engine(),
                to.get_desc(),
                OneDnn.attributes(),
                false));
    return of(arena, plan, arena.keep(new reorder(plan)))
        .with(dnnl.DNNL_ARG_FROM, from)
        .with(dnnl.DNNL_ARG_TO, to);
  }

  Kernel with(int argument, memory value) {
    arguments.put(argument, value);
    return this;
  }

  void run(stream queue) {
    compiled.execute(queue, arguments);
  }
}
