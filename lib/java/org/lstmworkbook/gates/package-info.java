/**
 * The inside of a recurrent cell: the LSTM by its equations, the gates of a trained network, how
 * far a gradient reaches back, and the memory tasks of the 1997 paper.
 */
package org.lstmworkbook.gates;
