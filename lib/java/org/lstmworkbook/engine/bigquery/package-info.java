/**
 * An embedded BigQuery: an HTTP endpoint in this process that serves a table to the real BigQuery
 * client, so that a notebook's cell runs the same here and on Google Cloud. GoogleSQL is evaluated
 * by GoogleSQL itself (ZetaSQL); it is for sample-sized data, size is BigQuery's job.
 *
 * <p>From the outside in: {@link org.lstmworkbook.engine.bigquery.EmbeddedBigQuery} starts it,
 * {@code ApiServer} speaks HTTP, {@code QueryApi} and {@code DatasetApi} answer BigQuery's REST
 * methods, {@code QueryJobs} runs and keeps the queries, {@code Evaluators} holds the processes.
 *
 * <p>In such a process, which can be ended and has a limit of memory: {@code Evaluator} answers one
 * query after the other, {@code SqlEngine} plans and evaluates it, {@code Catalog} holds the
 * tables.
 */
package org.lstmworkbook.engine.bigquery;
