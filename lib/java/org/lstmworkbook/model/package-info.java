/**
 * The network's definition, the device it runs on, and the saved forecaster: network, scaler,
 * window and origin in one file.
 */
package org.lstmworkbook.model;
