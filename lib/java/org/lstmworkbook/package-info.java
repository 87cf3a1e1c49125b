/**
 * The library of the LSTM workbook; each package is one room, and its own package comment says of
 * what.
 */
package org.lstmworkbook;
