package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.Value;
import com.google.zetasql.resolvedast.ResolvedNodes;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCast;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedLiteral;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedQueryStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedTableScan;
import java.time.LocalDateTime;

/** Refuses what the evaluator takes, and answers otherwise than BigQuery. */
final class NotOffered extends ResolvedNodes.Visitor {

  private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

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

  /** The evaluator makes the first of January 1970 of any date, also where SQL converts unasked. */
  @Override
  public void visit(ResolvedCast cast) {
    if (cast.getType().isDatetime() && cast.getExpr().getType().isDate()) {
      throw dateAsDatetime();
    }
    super.visit(cast);
  }

  /** A literal DATE has been converted by now. */
  @Override
  public void visit(ResolvedLiteral literal) {
    Value value = literal.getValue();
    if (value.getType().isDatetime()
        && !value.isNull()
        && value.getLocalDateTimeValue().equals(EPOCH)) {
      throw dateAsDatetime();
    }
    super.visit(literal);
  }

  private static ApiException dateAsDatetime() {
    return ApiException.notImplemented(
        "The conversion of a DATE to DATETIME by a cast or a comparison (write DATETIME(date)), and the DATETIME of 1970-01-01,");
  }
}
