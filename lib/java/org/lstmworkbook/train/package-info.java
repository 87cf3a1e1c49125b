/**
 * The training loop: epochs, loss and accuracy, early stopping, and checkpoints to continue from.
 */
package org.lstmworkbook.train;
