package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.Value;
import com.google.zetasql.ZetaSQLType.TypeKind;
import com.google.zetasql.parser.ASTNode;
import com.google.zetasql.parser.ASTNodes.ASTDateOrTimeLiteral;
import com.google.zetasql.parser.ASTNodes.ASTExpression;
import com.google.zetasql.parser.ParseTreeVisitor;
import com.google.zetasql.resolvedast.ResolvedNodes;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCast;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedLiteral;
import java.time.LocalDateTime;

/**
 * Writes DATETIME(…) around each DATE that a query converts to DATETIME: of a cast, written or not,
 * the evaluator makes the first of January 1970, whatever the date. That a DATE is taken as a
 * DATETIME unasked is BigQuery's rule:
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/conversion_rules.
 */
final class DatesAsDatetimes extends ParseTreeVisitor {

  private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

  private final EditedQuery query;

  private DatesAsDatetimes(EditedQuery query) {
    this.query = query;
  }

  /**
   * The same query without such a cast.
   *
   * @throws ApiException if one is left, as in a join by USING
   */
  static QueryPlan written(QueryPlan plan, SqlEngine engine) {
    EditedQuery query = new EditedQuery(plan, engine::read);
    if (conversions(plan) > 0) {
      GoogleSql.parse(plan.sql().text()).accept(new DatesAsDatetimes(query));
    }
    return checked(query.plan());
  }

  /**
   * @throws ApiException if a query has such a cast
   */
  static QueryPlan checked(QueryPlan plan) {
    if (conversions(plan) > 0) {
      throw ApiException.notImplemented(
          "A DATE that becomes a DATETIME unasked, as in a join by USING (write DATETIME(date)),");
    }
    return plan;
  }

  /** Tries each expression, the inner ones first: where it has no such cast, nothing changes. */
  @Override
  protected void defaultVisit(ASTNode node) {
    super.defaultVisit(node);
    if (node instanceof ASTExpression) {
      QueryPlan before = query.plan();
      query.replace(
          node,
          isDatetime(node) ? "DATETIME(1970, 1, 1, 0, 0, 0)" : "DATETIME(" + query.text(node) + ")",
          after ->
              conversions(after) < conversions(before) && after.schema().equals(before.schema()));
    }
  }

  /**
   * Whether it is a DATETIME as the reader wrote it. Only the one of {@link #EPOCH} looks like a
   * conversion; as a call of a function it no longer does.
   */
  private static boolean isDatetime(ASTNode node) {
    return node instanceof ASTDateOrTimeLiteral literal
        && literal.getTypeKind() == TypeKind.TYPE_DATETIME;
  }

  private static int conversions(QueryPlan plan) {
    int[] found = {0};
    plan.statement()
        .accept(
            new ResolvedNodes.Visitor() {
              @Override
              public void visit(ResolvedCast cast) {
                found[0] +=
                    cast.getType().isDatetime() && cast.getExpr().getType().isDate() ? 1 : 0;
                super.visit(cast);
              }

              /** A literal DATE has been converted by now. */
              @Override
              public void visit(ResolvedLiteral literal) {
                Value value = literal.getValue();
                found[0] +=
                    value.getType().isDatetime()
                            && !value.isNull()
                            && value.getLocalDateTimeValue().equals(EPOCH)
                        ? 1
                        : 0;
              }
            });
    return found[0];
  }
}
