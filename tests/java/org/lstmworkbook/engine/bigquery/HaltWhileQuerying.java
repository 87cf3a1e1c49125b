package org.lstmworkbook.engine.bigquery;

import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.QueryJobConfiguration;
import java.util.List;

/** A program that ends as a killed one does, in the middle of a query; it prints its children. */
final class HaltWhileQuerying {

  private HaltWhileQuerying() {}

  public static void main(String[] args) throws InterruptedException {
    EmbeddedBigQuery endpoint =
        EmbeddedBigQuery.serve(() -> new Catalog(EmbeddedBigQuery.PROJECT, List.of()));
    String endless =
        "SELECT COUNT(*) FROM UNNEST(GENERATE_ARRAY(1, 15000)) a, UNNEST(GENERATE_ARRAY(1, 15000))";
    var unused = endpoint.client().create(JobInfo.of(QueryJobConfiguration.of(endless)));
    Thread.sleep(2000);
    ProcessHandle.current().children().forEach(each -> System.out.println(each.pid()));
    Runtime.getRuntime().halt(0);
  }
}
