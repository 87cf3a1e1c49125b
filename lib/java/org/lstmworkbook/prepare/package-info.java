/**
 * From daily rows to what the network reads: numbers made of timestamps and prices, a split by
 * date, a scaler fitted on the training rows, and windows of shape [batch, features, time].
 */
package org.lstmworkbook.prepare;
