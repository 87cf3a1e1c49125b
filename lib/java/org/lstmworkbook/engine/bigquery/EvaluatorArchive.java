package org.lstmworkbook.engine.bigquery;

import java.io.IOException;

/**
 * The classes of an evaluator as they lie in memory (Java's class-data sharing): one that finds
 * them in a file is ready in half the time. {@code ./workbook} makes the file when it sets up.
 */
final class EvaluatorArchive {

  /** The system property that names the file, for a JVM that starts evaluators. */
  static final String PROPERTY = "org.lstmworkbook.engine.bigquery.archive";

  private EvaluatorArchive() {}

  /** Has an evaluator use the file, if there is one that fits its jars; Java passes over others. */
  static String option() {
    String file = System.getProperty(PROPERTY);
    return file == null ? "-Xshare:auto" : "-XX:SharedArchiveFile=" + file;
  }

  /** Makes the file that the one argument names; none on a system without GoogleSQL's library. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (EvaluatorProcess.hasLibrary()) {
      EvaluatorProcess.start("-XX:ArchiveClassesAtExit=" + args[0]).end();
    }
  }
}
