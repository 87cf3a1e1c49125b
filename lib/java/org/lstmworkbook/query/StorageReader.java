package org.lstmworkbook.query;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ServerStream;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.storage.v1.BigQueryReadClient;
import com.google.cloud.bigquery.storage.v1.BigQueryReadSettings;
import com.google.cloud.bigquery.storage.v1.CreateReadSessionRequest;
import com.google.cloud.bigquery.storage.v1.DataFormat;
import com.google.cloud.bigquery.storage.v1.ReadRowsRequest;
import com.google.cloud.bigquery.storage.v1.ReadRowsResponse;
import com.google.cloud.bigquery.storage.v1.ReadSession;
import com.google.cloud.bigquery.storage.v1.ReadStream;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.lstmworkbook.UserException;
import tech.tablesaw.api.Table;

/**
 * Reads a large result through the Storage Read API: columns in Arrow's binary form, over several
 * streams at once, where the REST API sends rows as JSON. Google's client goes on by itself where a
 * stream broke off. Reading costs nothing for the result of a query.
 */
public final class StorageReader {

  /** Below, a session takes longer to open than the rows to come. */
  static final long WORTHWHILE = 100_000;

  /** What a project answers that lacks the API or the right to it; REST then serves. */
  private static final Set<Code> NOT_OFFERED =
      EnumSet.of(Code.PERMISSION_DENIED, Code.UNIMPLEMENTED, Code.NOT_FOUND);

  private static final Duration STALL = Duration.ofSeconds(30);
  private static final ThreadFactory THREADS =
      new ThreadFactoryBuilder().setNameFormat("bigquery-storage-read").setDaemon(true).build();

  private final BigQueryReadSettings settings;
  private final String project;
  private final Duration stall;

  /**
   * @param project the project that opens the session
   */
  StorageReader(BigQueryReadSettings settings, String project) {
    this(settings, project, STALL);
  }

  /**
   * @param stall the time without a row after which the reading is given up
   */
  StorageReader(BigQueryReadSettings settings, String project, Duration stall) {
    this.settings = settings;
    this.project = project;
    this.stall = stall;
  }

  /**
   * Reads a whole table of the client's project, without a query: the rows in no order. Google
   * bills the bytes that the Storage Read API reads of a table that is no query's result.
   *
   * @param progress a listener that hears how many rows have come, in this thread
   * @throws UserException if there is no such table, it cannot be read in this way, or its rows
   *     cease to come
   */
  public static Table readTable(BigQuery bigquery, TableId id, ReadProgress progress)
      throws InterruptedException {
    BigQueryOptions options = bigquery.getOptions();
    TableId whole = TableId.of(options.getProjectId(), id.getDataset(), id.getTable());
    try {
      com.google.cloud.bigquery.Table table = bigquery.getTable(id);
      if (table == null) {
        throw new UserException("There is no table " + path(whole) + ".");
      }
      Schema schema = table.<StandardTableDefinition>getDefinition().getSchema();
      Optional<BigQueryReadSettings> settings =
          BigQueryEndpoint.storage(options, System.getenv())
              .filter(s -> ArrowColumns.canHold(schema));
      if (settings.isEmpty()) {
        throw new UserException(
            path(whole) + " cannot be read through the Storage Read API. Ask with a query.");
      }
      return new StorageReader(settings.get(), options.getProjectId())
          .read(whole, schema, table.getNumRows().intValueExact(), false, progress)
          .orElseThrow(
              () ->
                  new UserException(
                      "The project does not offer the Storage Read API. Ask with a query."));
    } catch (BigQueryException fault) {
      throw BigQueryFaults.explained(fault, "none, a table");
    }
  }

  /**
   * Reads a table, as a query's result is one.
   *
   * @param ordered whether the rows must come in the table's order, which only one stream keeps
   * @return nothing where the project does not offer the API
   * @throws com.google.cloud.bigquery.BigQueryException if the rows cease to come, or are not as
   *     many as {@code rows}
   */
  Optional<Table> read(
      TableId table, Schema schema, int rows, boolean ordered, ReadProgress progress)
      throws InterruptedException {
    try (BigQueryReadClient client = BigQueryReadClient.create(settings)) {
      ReadSession session =
          client.createReadSession(
              CreateReadSessionRequest.newBuilder()
                  .setParent("projects/" + project)
                  .setReadSession(
                      ReadSession.newBuilder()
                          .setTable(path(table))
                          .setDataFormat(DataFormat.ARROW))
                  .setMaxStreamCount(ordered ? 1 : Runtime.getRuntime().availableProcessors())
                  .build());
      ArrowColumns columns = new ArrowColumns(schema, rows);
      readAll(client, session, columns, rows, progress);
      if (columns.filled() != rows) {
        throw BigQueryFaults.broken("of %d rows, %d came".formatted(rows, columns.filled()), null);
      }
      return Optional.of(columns.table());
    } catch (ApiException fault) {
      if (NOT_OFFERED.contains(fault.getStatusCode().getCode())) {
        return Optional.empty();
      }
      throw BigQueryFaults.broken("the rows ceased to come", fault);
    } catch (IOException e) {
      throw BigQueryFaults.broken("the Storage Read API cannot be reached", e);
    }
  }

  private void readAll(
      BigQueryReadClient client,
      ReadSession session,
      ArrowColumns columns,
      int total,
      ReadProgress progress)
      throws InterruptedException {
    List<ReadStream> streams = session.getStreamsList();
    ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, streams.size()), THREADS);
    try (BufferAllocator memory = new RootAllocator()) {
      ExecutorCompletionService<Void> readers = new ExecutorCompletionService<>(threads);
      streams.forEach(
          stream -> readers.submit(() -> readOne(client, session, stream, columns, memory), null));
      int open = streams.size();
      int before = 0;
      long since = System.nanoTime();
      while (open > 0) {
        Future<Void> ended = readers.poll(500, TimeUnit.MILLISECONDS);
        int now = columns.filled();
        progress.read(now, total);
        if (ended != null) {
          get(ended);
          open--;
        }
        if (now > before) {
          before = now;
          since = System.nanoTime();
        } else if (System.nanoTime() - since > stall.toNanos()) {
          throw BigQueryFaults.broken(
              "no row came for %d seconds, after %d of %d".formatted(stall.toSeconds(), now, total),
              null);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void get(Future<Void> ended) throws InterruptedException {
    try {
      ended.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException fault
          ? fault
          : new IllegalStateException(e.getCause());
    }
  }

  private static void readOne(
      BigQueryReadClient client,
      ReadSession session,
      ReadStream stream,
      ArrowColumns columns,
      BufferAllocator memory) {
    ServerStream<ReadRowsResponse> answers =
        client
            .readRowsCallable()
            .call(ReadRowsRequest.newBuilder().setReadStream(stream.getName()).build());
    try (VectorSchemaRoot batch =
        VectorSchemaRoot.create(
            MessageSerializer.deserializeSchema(
                channel(session.getArrowSchema().getSerializedSchema())),
            memory)) {
      VectorLoader loader = new VectorLoader(batch);
      for (ReadRowsResponse answer : answers) {
        try (ArrowRecordBatch rows =
            MessageSerializer.deserializeRecordBatch(
                channel(answer.getArrowRecordBatch().getSerializedRecordBatch()), memory)) {
          loader.load(rows);
        }
        columns.append(batch);
        batch.clear();
      }
    } catch (IOException e) {
      throw BigQueryFaults.broken("a batch of rows is no Arrow", e);
    } finally {
      answers.cancel();
    }
  }

  private static ReadChannel channel(ByteString bytes) {
    return new ReadChannel(Channels.newChannel(bytes.newInput()));
  }

  private static String path(TableId table) {
    return "projects/%s/datasets/%s/tables/%s"
        .formatted(table.getProject(), table.getDataset(), table.getTable());
  }
}
