/**
 * The case where the network wins: tomorrow's volatility of several stocks, one LSTM for all of
 * them, against the methods that are the standard there.
 */
package org.lstmworkbook.volatility;
