package org.lstmworkbook.engine.bigquery;

import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.bigquery.model.JobConfigurationQuery;
import com.google.api.services.bigquery.model.JobStatistics2;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A running {@link Evaluator}, seen from the notebook's process. */
final class EvaluatorProcess {

  /**
   * What the process may take in all, so that a query that takes more ends it, not the machine. Not
   * on macOS, which knows no such limit; there a query ends with its deadline.
   */
  static final int MEMORY_GIB = 3;

  /** What a result may take of the notebook's own memory. */
  private static final long MAX_BYTES = 512L << 20;

  /** What Java adds to the bytes of a row: a header, a length and a reference. */
  private static final int OBJECT = 24;

  /** One class of each jar that the evaluator needs: a short class path starts sooner. */
  private static final List<String> NEEDED =
      List.of(
          "org.lstmworkbook.engine.bigquery.Evaluator",
          "com.google.zetasql.Analyzer",
          "com.google.zetasql.Type",
          "com.google.zetasql.JniChannelProvider",
          "com.google.protobuf.Message",
          "com.google.protobuf.util.Timestamps",
          "com.google.api.AnnotationsProto",
          "com.google.common.collect.ImmutableList",
          "com.google.common.util.concurrent.internal.InternalFutureFailureAccess",
          "io.netty.util.ReferenceCounted",
          "io.netty.buffer.ByteBuf",
          "io.netty.channel.Channel",
          "io.netty.resolver.AddressResolver",
          "io.netty.handler.codec.ByteToMessageDecoder",
          "io.netty.handler.codec.http.HttpMethod",
          "io.netty.handler.codec.http2.Http2Connection",
          "io.netty.handler.ssl.SslHandler",
          "io.perfmark.PerfMark",
          "org.joda.time.Instant",
          "com.google.api.services.bigquery.model.Job",
          "com.google.api.client.json.GenericJson",
          "com.google.api.client.json.gson.GsonFactory",
          "com.google.gson.stream.JsonReader",
          "tech.tablesaw.api.Table",
          "it.unimi.dsi.fastutil.ints.IntArrayList",
          "org.slf4j.LoggerFactory");

  private static final String LIBRARY =
      "zetasql/local_service/" + System.mapLibraryName("local_service_jni");

  private final Process process;
  private final DataOutputStream in;
  private final DataInputStream out;

  private EvaluatorProcess(Process process) {
    this.process = process;
    this.in = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
    this.out = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
  }

  /** Whether GoogleSQL's library for this system is on the class path. */
  static boolean hasLibrary() {
    return EvaluatorProcess.class.getClassLoader().getResource(LIBRARY) != null;
  }

  static EvaluatorProcess start() throws IOException {
    return start(EvaluatorArchive.option());
  }

  /**
   * @param option a further option of its JVM
   */
  static EvaluatorProcess start(String option) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "ulimit -v %d 2>/dev/null; exec \"$0\" \"$@\"".formatted(MEMORY_GIB << 20),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // What it unpacks lies where this process unpacks, and is swept with it.
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-XX:-UsePerfData",
                "-Xmx768m",
                "-Xss4m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=64m",
                "-XX:CompressedClassSpaceSize=64m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=/dev/null",
                "-Xlog:disable", // its output is for answers only
                option,
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                classPath(),
                Evaluator.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return new EvaluatorProcess(builder.start());
  }

  private static String classPath() {
    Set<String> jars = new LinkedHashSet<>();
    try {
      ClassLoader loader = EvaluatorProcess.class.getClassLoader();
      for (String each : NEEDED) {
        var source = Class.forName(each, false, loader).getProtectionDomain().getCodeSource();
        jars.add(Path.of(source.getLocation().toURI()).toString());
      }
      String jar = loader.getResource(LIBRARY).getPath();
      jars.add(Path.of(new URI(jar.substring(0, jar.indexOf("!/")))).toString());
    } catch (ClassNotFoundException | URISyntaxException e) {
      throw new IllegalStateException("A jar of the embedded BigQuery is missing", e);
    }
    return String.join(File.pathSeparator, jars);
  }

  /** The tables that queries will read; sent once, before the first query. */
  void send(Catalog catalog) throws IOException {
    catalog.write(in);
    in.flush();
  }

  /**
   * Plans a query and, unless it is a dry run, evaluates it. One at a time.
   *
   * @throws ApiException if the query is wrong
   * @throws IOException if the process ended, by {@link #kill} or over the query
   */
  QueryJob.Result run(JobConfigurationQuery query, boolean dryRun) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(request);
    fields.writeBoolean(dryRun);
    TableStream.text(fields, GsonFactory.getDefaultInstance().toString(query));
    in.writeInt(request.size());
    request.writeTo(in);
    in.flush();
    return answer();
  }

  private QueryJob.Result answer() throws IOException {
    JobStatistics2 statistics = null;
    List<byte[]> rows = new ArrayList<>();
    long bytes = 0;
    while (true) {
      char part = (char) out.readByte();
      switch (part) {
        case Evaluator.STATISTICS ->
            statistics =
                GsonFactory.getDefaultInstance()
                    .fromString(TableStream.text(out), JobStatistics2.class);
        case Evaluator.ROW -> {
          byte[] row = out.readNBytes(out.readInt());
          rows.add(row);
          bytes += row.length + OBJECT;
          if (bytes > MAX_BYTES) {
            kill();
            throw new ApiException(
                403,
                "responseTooLarge",
                "Response too large to return: the embedded endpoint holds %d MiB of a result."
                        .formatted(MAX_BYTES >> 20)
                    + " Select fewer columns or rows, or aggregate them.");
          }
        }
        case Evaluator.END -> {
          return new QueryJob.Result(statistics, rows, bytes);
        }
        case Evaluator.ERROR ->
            throw new ApiException(out.readInt(), out.readUTF(), TableStream.text(out));
        default -> throw new IOException("not an answer: " + part);
      }
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until a process that was sent nothing has loaded, and ended by itself. */
  void end() throws IOException, InterruptedException {
    in.close();
    process.waitFor();
  }

  /** Ends the process and waits for its end, so that its memory is free again. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
