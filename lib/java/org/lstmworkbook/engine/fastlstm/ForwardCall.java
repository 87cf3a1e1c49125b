package org.lstmworkbook.engine.fastlstm;

import org.bytedeco.javacpp.FloatPointer;

/**
 * What one forward pass reads and writes; everything but the input, the parameters and the mask may
 * be null.
 *
 * @param input [time, batch, features]
 * @param parameters the layer's flat parameters in DL4J's order
 * @param hiddenBefore h before the first step, [batch, hidden]; null for zeros
 * @param cellBefore c before the first step, [batch, hidden]; null for zeros
 * @param output where the hidden states of all steps go, [time, batch, hidden]
 * @param lastOutput where each example's last hidden state goes, [batch, hidden]
 * @param hiddenAfter where h after the last step goes, [batch, hidden]
 * @param cellAfter where c after the last step goes, [batch, hidden]
 * @param mask how many steps of each example count
 * @param layer how a message names the layer
 */
record ForwardCall(
    TimeMajor input,
    FloatPointer parameters,
    FloatPointer hiddenBefore,
    FloatPointer cellBefore,
    TimeMajor output,
    FloatPointer lastOutput,
    FloatPointer hiddenAfter,
    FloatPointer cellAfter,
    Mask mask,
    String layer) {}
