package org.lstmworkbook.lab.experiments;

import java.util.List;

/**
 * A list of jobs whose results belong into one file.
 *
 * @param name as typed after {@code ./workbook experiments}, and the folder of its results
 * @param about what it asks, in one line
 * @param jobs in the order in which they are done
 */
public record LongExperiment(String name, String about, List<Job> jobs) {}
