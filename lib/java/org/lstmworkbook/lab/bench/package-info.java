/**
 * How fast it all is: the Java side of {@code ./workbook bench}, and what the lesson on speed
 * measures.
 */
package org.lstmworkbook.lab.bench;
