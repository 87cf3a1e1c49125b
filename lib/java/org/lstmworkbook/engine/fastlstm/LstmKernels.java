package org.lstmworkbook.engine.fastlstm;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.lstm_backward;
import org.bytedeco.dnnl.lstm_forward;
import org.bytedeco.dnnl.memory;

/**
 * oneDNN's LSTM compiled for one shape: forward for inference, or forward and backward for
 * training.
 *
 * <p>Layouts: sequences [time, examples, channels]; states [examples, hidden]; weights as oneDNN
 * likes them best on this processor, which is why they are packed anew whenever they may have
 * changed.
 */
final class LstmKernels {

  final memory.desc input;
  final memory.desc output;
  final memory.desc state;
  final memory.desc bias;
  final memory.desc inputWeights;
  final memory.desc recurrentWeights;
  final lstm_forward.primitive_desc forwardPlan;
  final lstm_forward forward;
  final lstm_backward.primitive_desc backwardPlan;
  final lstm_backward backward;

  LstmKernels(Arena arena, LstmShape shape, boolean training) {
    long hidden = shape.hidden();
    input = arena.desc(memory.format_tag.tnc, shape.steps(), shape.batch(), shape.features());
    output = arena.desc(memory.format_tag.tnc, shape.steps(), shape.batch(), hidden);
    state = arena.desc(memory.format_tag.ldnc, 1, 1, shape.batch(), hidden);
    bias = arena.desc(memory.format_tag.ldgo, 1, 1, 4, hidden);
    inputWeights = arena.desc(memory.format_tag.ldgoi, 1, 1, shape.features(), 4, hidden);
    recurrentWeights = arena.desc(memory.format_tag.ldgoi, 1, 1, hidden, 4, hidden);
    memory.desc anyInput = arena.desc(memory.format_tag.any, 1, 1, shape.features(), 4, hidden);
    memory.desc anyRecurrent = arena.desc(memory.format_tag.any, 1, 1, hidden, 4, hidden);
    forwardPlan =
        arena.keep(
            new lstm_forward.primitive_desc(
                OneDnn.engine(),
                training ? dnnl.prop_kind.forward_training : dnnl.prop_kind.forward_inference,
                dnnl.rnn_direction.unidirectional_left2right,
                input,
                state,
                state,
                anyInput,
                anyRecurrent,
                bias,
                output,
                state,
                state,
                OneDnn.attributes(),
                false));
    forward = arena.keep(new lstm_forward(forwardPlan));
    backwardPlan = training ? arena.keep(backwardPlan(anyInput, anyRecurrent)) : null;
    backward = training ? arena.keep(new lstm_backward(backwardPlan)) : null;
  }

  private lstm_backward.primitive_desc backwardPlan(
      memory.desc anyInput, memory.desc anyRecurrent) {
    return new lstm_backward.primitive_desc(
        OneDnn.engine(),
        dnnl.prop_kind.backward,
        dnnl.rnn_direction.unidirectional_left2right,
        input,
        state,
        state,
        anyInput,
        anyRecurrent,
        bias,
        output,
        state,
        state,
        input,
        state,
        state,
        anyInput,
        anyRecurrent,
        bias,
        output,
        state,
        state,
        forwardPlan,
        OneDnn.attributes(),
        false);
  }
}
