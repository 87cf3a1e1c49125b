package org.lstmworkbook.engine.fastlstm;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A view of an array [examples, channels, time] in the order oneDNN wants, [time, examples,
 * channels], without a copy.
 *
 * @param data the first element
 * @param timeStride elements from one time step to the next
 * @param rowStride elements from one example to the next
 * @param channelStride elements from one channel to the next
 */
record TimeMajor(FloatPointer data, long timeStride, long rowStride, long channelStride) {

  static TimeMajor of(INDArray array) {
    return new TimeMajor(start(array), array.stride(2), array.stride(0), array.stride(1));
  }

  /** The native address of an array's first element, also of a view's. */
  static FloatPointer start(INDArray array) {
    return new FloatPointer(array.data().addressPointer());
  }

  /** The view that begins at a later example. */
  FloatPointer fromRow(int row) {
    return data.getPointer(row * rowStride);
  }

  /**
   * Whether the channels of neighbouring examples follow each other without a gap, as in windows
   * over one matrix.
   */
  boolean rowsAreDense(int channels) {
    return (channelStride == 1 || channels == 1) && rowStride == channels;
  }

  boolean sameStrides(TimeMajor other) {
    return other != null
        && timeStride == other.timeStride
        && rowStride == other.rowStride
        && channelStride == other.channelStride;
  }
}
