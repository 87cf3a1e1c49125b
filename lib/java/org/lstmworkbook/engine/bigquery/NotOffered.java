package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.resolvedast.ResolvedNodes;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedQueryStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedTableScan;

/** Refuses what the evaluator takes, and answers otherwise than BigQuery. */
final class NotOffered extends ResolvedNodes.Visitor {

  private NotOffered() {}

  /**
   * @throws ApiException if a query holds any of it
   */
  static void refuse(ResolvedQueryStmt statement) {
    statement.accept(new NotOffered());
  }

  /** A table here has no past. */
  @Override
  public void visit(ResolvedTableScan scan) {
    if (scan.getForSystemTimeExpr() != null) {
      throw ApiException.notImplemented("FOR SYSTEM_TIME AS OF");
    }
    super.visit(scan);
  }
}
