package org.lstmworkbook.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.bigquery.storage.v1.ArrowRecordBatch;
import com.google.cloud.bigquery.storage.v1.ArrowSchema;
import com.google.cloud.bigquery.storage.v1.BigQueryReadGrpc;
import com.google.cloud.bigquery.storage.v1.CreateReadSessionRequest;
import com.google.cloud.bigquery.storage.v1.ReadRowsRequest;
import com.google.cloud.bigquery.storage.v1.ReadRowsResponse;
import com.google.cloud.bigquery.storage.v1.ReadSession;
import com.google.cloud.bigquery.storage.v1.ReadStream;
import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;

/**
 * A Storage Read API over rows that are computed: row i is (ticker T(i / 10), day i, close i / 4,
 * volume i), and every seventh close is NULL. What it does wrong is set before it is asked.
 */
final class FakeStorage extends BigQueryReadGrpc.BigQueryReadImplBase implements AutoCloseable {

  private static final int BATCH = 100;

  private final RootAllocator memory = new RootAllocator();
  private final Server server;
  private final int rows;

  /** A session is refused with this. */
  volatile Status refusal = Status.OK;

  /** The first call for a stream ends with this after one batch. */
  volatile Status breakOnce = Status.OK;

  /** Batches that each stream leaves out at its end; below zero, sends twice. */
  volatile int lost;

  /** No answer after the first batch. */
  volatile boolean silent;

  volatile int streams;

  FakeStorage(int rows) throws IOException {
    this.rows = rows;
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(this)
            .build()
            .start();
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public void createReadSession(
      CreateReadSessionRequest request, StreamObserver<ReadSession> answer) {
    if (!refusal.isOk()) {
      answer.onError(refusal.asRuntimeException());
      return;
    }
    streams = Math.max(1, Math.min(4, request.getMaxStreamCount()));
    ReadSession.Builder session = ReadSession.newBuilder().setName("s");
    try (VectorSchemaRoot empty = batch(0, 0)) {
      session.setArrowSchema(
          ArrowSchema.newBuilder()
              .setSerializedSchema(
                  bytes(out -> MessageSerializer.serialize(out, empty.getSchema()))));
    }
    for (int i = 0; i < streams; i++) {
      session.addStreams(ReadStream.newBuilder().setName("s/streams/" + i));
    }
    answer.onNext(session.build());
    answer.onCompleted();
  }

  @Override
  public void readRows(ReadRowsRequest request, StreamObserver<ReadRowsResponse> answer) {
    int stream = Integer.parseInt(request.getReadStream().replaceAll(".*/", ""));
    int share = (rows + streams - 1) / streams;
    int end = Math.min(rows, (stream + 1) * share) - lost * BATCH;
    for (int at = stream * share + (int) request.getOffset(); at < end; at += BATCH) {
      answer.onNext(response(at, Math.min(BATCH, end - at)));
      if (silent) {
        return;
      }
      if (!breakOnce.isOk() && request.getOffset() == 0) {
        answer.onError(breakOnce.asRuntimeException());
        return;
      }
    }
    answer.onCompleted();
  }

  private ReadRowsResponse response(int from, int count) {
    try (VectorSchemaRoot batch = batch(from, count);
        org.apache.arrow.vector.ipc.message.ArrowRecordBatch record =
            new VectorUnloader(batch).getRecordBatch()) {
      return ReadRowsResponse.newBuilder()
          .setRowCount(count)
          .setArrowRecordBatch(
              ArrowRecordBatch.newBuilder()
                  .setSerializedRecordBatch(bytes(out -> MessageSerializer.serialize(out, record))))
          .build();
    }
  }

  private VectorSchemaRoot batch(int from, int count) {
    VarCharVector ticker = new VarCharVector("ticker", memory);
    DateDayVector day = new DateDayVector("trade_date", memory);
    Float8Vector close = new Float8Vector("close", memory);
    BigIntVector volume = new BigIntVector("volume", memory);
    for (int i = 0; i < count; i++) {
      int row = from + i;
      ticker.setSafe(i, ("T" + row / 10).getBytes(UTF_8));
      day.setSafe(i, row);
      if (row % 7 == 0) {
        close.setNull(i);
      } else {
        close.setSafe(i, row / 4.0);
      }
      volume.setSafe(i, row);
    }
    VectorSchemaRoot root = VectorSchemaRoot.of(ticker, day, close, volume);
    root.setRowCount(count);
    return root;
  }

  private interface Writing {
    void to(WriteChannel out) throws IOException;
  }

  private static ByteString bytes(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (WriteChannel out = new WriteChannel(Channels.newChannel(bytes))) {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ByteString.copyFrom(bytes.toByteArray());
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
