/**
 * The training loop: epochs, loss and accuracy, early stopping, and checkpoints to continue from;
 * and the search for the settings that it takes.
 */
package org.lstmworkbook.train;
