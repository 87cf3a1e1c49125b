/** Prices: a query, a source (BigQuery) and the checked table of daily rows. */
package org.lstmworkbook.market;
