/**
 * What a notebook shows: the start-up cell, tables and plots in the page, live training, checks.
 */
package org.lstmworkbook.notebook;
