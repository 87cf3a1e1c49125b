/**
 * The long experiments of {@code ./workbook experiments}: an hour or two in the background of a
 * laptop, which can be stopped at any time, and whose small result files the lessons draw.
 */
package org.lstmworkbook.lab.experiments;
