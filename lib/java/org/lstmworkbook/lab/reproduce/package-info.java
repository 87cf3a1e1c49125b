/** Trains a forecaster again from what its file says, and compares bit by bit. */
package org.lstmworkbook.lab.reproduce;
