/** Prices: files as readers bring them, the query, and the checked table of daily rows. */
package org.lstmworkbook.market;
