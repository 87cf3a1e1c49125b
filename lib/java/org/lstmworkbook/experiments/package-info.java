/**
 * The long experiments of {@code ./workbook experiments}: hours of training in the background of a
 * laptop, which can be stopped at any time, and whose small result files the lessons draw.
 */
package org.lstmworkbook.experiments;
