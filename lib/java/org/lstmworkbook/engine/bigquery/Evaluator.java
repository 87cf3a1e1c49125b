package org.lstmworkbook.engine.bigquery;

import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.bigquery.model.JobConfigurationQuery;
import com.google.zetasql.Value;
import com.google.zetasql.io.grpc.StatusRuntimeException;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The program that evaluates queries, one after the other, in a process of its own: what a query
 * takes or breaks there does not touch the notebook. {@link EvaluatorProcess} starts it, sends the
 * tables and then the queries to its standard input, and reads the answers from its output.
 */
final class Evaluator {

  /** What follows in an answer. */
  static final char STATISTICS = 'S';

  static final char ROW = 'R';
  static final char END = 'E';
  static final char ERROR = 'X';

  private final SqlEngine engine;
  private final DataOutputStream out;

  private Evaluator(Catalog catalog, DataOutputStream out) {
    this.engine = new SqlEngine(catalog);
    this.out = out;
  }

  /** Takes no arguments, and ends when its standard input does: so with the process behind it. */
  public static void main(String[] args) throws IOException, InterruptedException {
    DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16));
    System.setOut(System.err);
    SqlEngine.warmUp();
    DataInputStream in = new DataInputStream(System.in);
    Evaluator evaluator = new Evaluator(Catalog.read(in), out);
    BlockingQueue<byte[]> requests = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(in, requests), "requests");
    reader.setDaemon(true);
    reader.start();
    while (true) {
      evaluator.answer(new DataInputStream(new ByteArrayInputStream(requests.take())));
    }
  }

  /**
   * Reads ahead of the evaluation, so that a query of hours ends with the process behind it too.
   */
  private static void read(DataInputStream in, BlockingQueue<byte[]> requests) {
    try {
      while (true) {
        requests.add(in.readNBytes(in.readInt()));
      }
    } catch (IOException e) {
      Runtime.getRuntime().halt(0);
    }
  }

  private void answer(DataInputStream request) throws IOException {
    try {
      boolean dryRun = request.readBoolean();
      JobConfigurationQuery query =
          GsonFactory.getDefaultInstance()
              .fromString(TableStream.text(request), JobConfigurationQuery.class);
      QueryPlan plan = engine.plan(query);
      out.writeByte(STATISTICS);
      TableStream.text(out, GsonFactory.getDefaultInstance().toString(plan.statistics()));
      if (!dryRun) {
        requireWithin(query.getMaximumBytesBilled(), plan.bytesBilled());
        engine.run(plan, this::row);
      }
      out.writeByte(END);
    } catch (ApiException e) {
      error(e);
    } catch (StatusRuntimeException e) {
      throw new IOException("native code is not fit for another query", e);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      error(new ApiException(500, "internalError", "The query could not be evaluated: " + e));
    }
    out.flush();
  }

  private static void requireWithin(Long limit, long billed) {
    if (limit != null && billed > limit) {
      throw new ApiException(
          400,
          "bytesBilledLimitExceeded",
          "Query exceeded limit for bytes billed: %d. %d or higher required."
              .formatted(limit, billed));
    }
  }

  private void row(List<Value> values) throws IOException {
    byte[] row = RowBytes.of(values);
    out.writeByte(ROW);
    out.writeInt(row.length);
    out.write(row);
  }

  private void error(ApiException e) throws IOException {
    out.writeByte(ERROR);
    out.writeInt(e.code());
    out.writeUTF(e.reason());
    TableStream.text(out, e.getMessage());
  }
}
