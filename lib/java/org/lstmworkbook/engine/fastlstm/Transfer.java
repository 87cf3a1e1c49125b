package org.lstmworkbook.engine.fastlstm;

import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Copies sequences between an array of any layout and a slice's own packed [time, examples,
 * channels] buffer.
 */
final class Transfer {

  private final memory packed;
  private final FloatPointer buffer;
  private final LstmShape shape;
  private final int channels;
  private final boolean intoBuffer;

  private Arena arena = new Arena();
  private TimeMajor prepared;
  private memory outside;
  private Kernel copy;

  /** Reads into the buffer, or writes out of it; what it makes for that closes with the owner. */
  Transfer(
      Arena owner,
      memory packed,
      FloatPointer buffer,
      LstmShape shape,
      int channels,
      boolean intoBuffer) {
    owner.onClose(() -> arena.close());
    this.packed = packed;
    this.buffer = buffer;
    this.shape = shape;
    this.channels = channels;
    this.intoBuffer = intoBuffer;
  }

  void run(stream queue, TimeMajor array, int firstRow) {
    FloatPointer start = array.fromRow(firstRow);
    if (array.rowsAreDense(channels)) {
      copyStepByStep(start, array.timeStride());
      return;
    }
    if (!array.sameStrides(prepared)) {
      prepare(array);
    }
    outside.set_data_handle(start);
    copy.run(queue);
  }

  /**
   * Windows over one matrix overlap, which oneDNN's layouts cannot say; but each of their time
   * steps is one dense block.
   */
  private void copyStepByStep(FloatPointer start, long timeStride) {
    long block = (long) shape.batch() * channels * Float.BYTES;
    BytePointer inside = new BytePointer(buffer);
    BytePointer across = new BytePointer(start);
    for (long step = 0; step < shape.steps(); step++) {
      inside.position(step * block);
      across.position(step * timeStride * Float.BYTES);
      Pointer.memcpy(intoBuffer ? inside : across, intoBuffer ? across : inside, block);
    }
  }

  private void prepare(TimeMajor array) {
    arena.close();
    arena = new Arena();
    memory.desc layout =
        arena.desc(
            new long[] {shape.steps(), shape.batch(), channels},
            new long[] {array.timeStride(), array.rowStride(), array.channelStride()});
    outside = arena.over(layout, new Pointer());
    copy = intoBuffer ? Kernel.copy(arena, outside, packed) : Kernel.copy(arena, packed, outside);
    prepared = array;
  }
}
