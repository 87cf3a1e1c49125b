/** One job of many in a process of its own: what a worker of a cluster starts. */
package org.lstmworkbook.lab.jobs;
