package org.lstmworkbook.engine.bigquery;

import com.google.common.base.Throwables;
import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.LanguageOptions;
import com.google.zetasql.Parser;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.SimpleTable;
import com.google.zetasql.SqlException;
import com.google.zetasql.Type;
import com.google.zetasql.Value;
import com.google.zetasql.ZetaSQLBuiltinFunctionOptions;
import com.google.zetasql.ZetaSQLOptions.LanguageFeature;
import com.google.zetasql.ZetaSQLOptions.ProductMode;
import com.google.zetasql.ZetaSQLResolvedNodeKind.ResolvedNodeKind;
import com.google.zetasql.io.grpc.Status;
import com.google.zetasql.io.grpc.StatusRuntimeException;
import com.google.zetasql.parser.ASTNodes.ASTStatement;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GoogleSQL as BigQuery speaks it: its options, its functions, its errors. */
final class GoogleSql {

  /** Else it warns on the console that a part of gRPC is not there, which nothing here needs. */
  private static final Logger GRPC_LOG = Logger.getLogger("com.google.zetasql.io.grpc");

  static {
    GRPC_LOG.setLevel(Level.SEVERE);
  }

  private static final LanguageOptions LANGUAGE = language();

  /** GoogleSQL's type MAP, which BigQuery lacks: only the engine's own parameters are of it. */
  private static final LanguageOptions LANGUAGE_WITH_MAPS = language();

  static {
    LANGUAGE_WITH_MAPS.enableLanguageFeature(LanguageFeature.FEATURE_MAP_TYPE);
  }

  private record Names(
      LanguageOptions language, ImmutableMap<String, List<Entry<String, Type>>> tables) {

    SimpleCatalog catalog() {
      SimpleCatalog catalog = new SimpleCatalog("bigquery");
      catalog.addZetaSQLFunctionsAndTypes(new ZetaSQLBuiltinFunctionOptions(language));
      tables.forEach(
          (name, columns) -> {
            SimpleTable table = new SimpleTable(name);
            columns.forEach(each -> table.addSimpleColumn(each.getKey(), each.getValue()));
            catalog.addSimpleTable(table);
          });
      return catalog;
    }
  }

  /** Kept, for a catalog takes longer to make than most queries to be analysed in it. */
  private static final LoadingCache<Names, SimpleCatalog> CATALOGS =
      CacheBuilder.newBuilder().maximumSize(16).build(CacheLoader.from(Names::catalog));

  /** Functions of BigQuery's reference that the evaluator lacks; any other name is a mistake. */
  private static final Pattern MISSING_FUNCTION =
      Pattern.compile(
          "unction not found: ((?:(?:AI|ML|AEAD|KEYS|HLL_COUNT|KLL_QUANTILES|NET|BAGOFWORDS)\\.\\w+"
              + "|ST_\\w+|S2_\\w+|APPROX_\\w+|CONTAINS_SUBSTR|MAX_BY|MIN_BY|SEARCH|VECTOR_SEARCH|EXTERNAL_QUERY"
              + "|EXTERNAL_OBJECT_TRANSFORM|APPENDS|CHANGES|GAP_FILL|LAX_\\w+|RANGE_\\w+"
              + "|PERCENTILE_\\w+|TO_JSON\\w*|BIT_COUNT|DLP_\\w+|JUSTIFY_\\w+))\\b",
          Pattern.CASE_INSENSITIVE);

  private GoogleSql() {}

  private static LanguageOptions language() {
    LanguageOptions options = new LanguageOptions().enableMaximumLanguageFeatures();
    options.setProductMode(ProductMode.PRODUCT_EXTERNAL);
    options.setSupportedStatementKinds(Set.of(ResolvedNodeKind.RESOLVED_QUERY_STMT));
    options.enableReservableKeyword("QUALIFY");
    return options;
  }

  /**
   * The parse tree of a query.
   *
   * @throws SqlException if it is not one statement of GoogleSQL
   */
  static ASTStatement parse(String sql) {
    return Parser.parseStatement(sql, LANGUAGE);
  }

  /** Whether a text is several statements, each of them GoogleSQL. */
  static boolean isScript(String sql) {
    try {
      Parser.parseScript(sql, LANGUAGE);
      return true;
    } catch (SqlException e) {
      return false;
    }
  }

  /** How to analyse a query with these parameters. */
  static AnalyzerOptions options(Map<String, Value> parameters) {
    AnalyzerOptions options = new AnalyzerOptions();
    boolean maps = parameters.values().stream().anyMatch(each -> each.getType().isMap());
    options.setLanguageOptions(maps ? LANGUAGE_WITH_MAPS : LANGUAGE);
    options.setDefaultTimezone("UTC");
    options.setPruneUnusedColumns(true);
    parameters.forEach((name, value) -> options.addQueryParameter(name, value.getType()));
    return options;
  }

  /** A catalog of GoogleSQL's functions and of tables: their columns' names and types, by name. */
  static SimpleCatalog catalog(
      LanguageOptions language, Map<String, List<Entry<String, Type>>> tables) {
    return CATALOGS.getUnchecked(new Names(language, ImmutableMap.copyOf(tables)));
  }

  /** A library that does not load, as on a Linux whose C library is too old for it. */
  static ApiException unavailable(LinkageError error) {
    return new ApiException(
        501,
        "notImplemented",
        ("GoogleSQL's native library does not load on this machine (%s). It needs glibc 2.29 or"
                + " newer: use a newer Linux, or name a Google Cloud project.")
            .formatted(error.getMessage()));
  }

  /** What BigQuery knows, and this evaluator says it does not. */
  private static Optional<ApiException> notOffered(String message) {
    Matcher function = MISSING_FUNCTION.matcher(message);
    if (message.startsWith("Statement not supported")) {
      return Optional.of(ApiException.notImplemented(message + ": a statement other than SELECT"));
    } else if (function.find()) {
      return Optional.of(ApiException.notImplemented("The function " + function.group(1)));
    }
    return Optional.empty();
  }

  /**
   * The evaluator's error as BigQuery's.
   *
   * @param message its message, with positions in the reader's text
   * @throws OutOfMemoryError if native code failed: this process is not fit for another query
   */
  static ApiException error(SqlException error, String message) {
    return error.getCause() instanceof StatusRuntimeException ofNativeCode
        ? error(ofNativeCode.getStatus(), message)
        : ApiException.invalidQuery(message);
  }

  static ApiException error(Status status, String message) {
    return switch (status.getCode()) {
      case INVALID_ARGUMENT, OUT_OF_RANGE, NOT_FOUND ->
          notOffered(message).orElseGet(() -> ApiException.invalidQuery(message));
      case UNIMPLEMENTED -> ApiException.notImplemented(message);
      case RESOURCE_EXHAUSTED -> new TooManyRowsException();
      // GoogleSQL itself throws no exceptions: what gRPC caught there is std::bad_alloc.
      case UNKNOWN -> throw new OutOfMemoryError(message);
      default ->
          nestsTooDeeply(status)
              ? ApiException.notImplemented("A query that nests so deeply")
              : new ApiException(500, "internalError", message);
    };
  }

  /** Native code reads a query of any depth, but Java its tree to a depth of 100 messages. */
  private static boolean nestsTooDeeply(Status status) {
    return status.getCause() != null
        && Throwables.getRootCause(status.getCause()) instanceof InvalidProtocolBufferException;
  }
}
