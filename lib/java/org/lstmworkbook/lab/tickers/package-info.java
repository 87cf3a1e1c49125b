/** One ticker's forecaster in a process of its own: what a worker of a cluster starts. */
package org.lstmworkbook.lab.tickers;
