/**
 * Files that are whole or not there: a zip whose entries are checked, and one write that replaces a
 * file at once. It knows nothing of the course. The doors are {@link
 * org.lstmworkbook.engine.files.Archive} and {@link org.lstmworkbook.engine.files.AtomicFile}.
 */
package org.lstmworkbook.engine.files;
