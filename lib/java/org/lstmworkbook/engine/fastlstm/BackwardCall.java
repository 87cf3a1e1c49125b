package org.lstmworkbook.engine.fastlstm;

import org.bytedeco.javacpp.FloatPointer;

/**
 * What one backward pass reads and writes. One of the two gradients at the output is given.
 *
 * @param outputGradient the loss's gradient by the hidden states of all steps, [time, batch,
 *     hidden]; or null
 * @param lastGradient the loss's gradient by each example's last hidden state, [batch, hidden]; or
 *     null
 * @param inputGradient where the loss's gradient by the input goes, [time, batch, features]
 * @param parameterGradient where the loss's gradient by the parameters goes, flat, in DL4J's order
 * @param mask how many steps of each example count
 * @param layer how a message names the layer
 */
record BackwardCall(
    TimeMajor outputGradient,
    FloatPointer lastGradient,
    TimeMajor inputGradient,
    FloatPointer parameterGradient,
    Mask mask,
    String layer) {}
