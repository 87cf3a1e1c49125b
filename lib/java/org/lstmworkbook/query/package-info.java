/** BigQuery from the outside: a query with all its rows or a clear error, and a table loaded. */
package org.lstmworkbook.query;
