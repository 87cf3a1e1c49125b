/**
 * A fast path under DL4J's own LSTM layer: whole sequences run in oneDNN's native code, the batch
 * split over the machine's cores. Networks stay plain DL4J; {@link
 * org.lstmworkbook.engine.fastlstm.FastLstm} is the one door in.
 */
package org.lstmworkbook.engine.fastlstm;
