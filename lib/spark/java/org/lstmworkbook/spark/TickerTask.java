package org.lstmworkbook.spark;

import java.io.IOException;
import java.io.Serializable;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.VoidFunction;

/**
 * One ticker on a worker: starts the workbook's own library in a process of its own, so that
 * Spark's jars and the library's never meet, and what a training takes of memory is not Spark's.
 * What came out is one line in a file of its own, written whole or not at all.
 */
final class TickerTask implements VoidFunction<String>, Serializable {

  private static final long serialVersionUID = 1L;

  private final ArrayList<String> command;
  private final String output;

  /**
   * @param command starts a training; ticker and the forecaster's file are added to it
   * @param output the folder of the results, the same for all workers
   */
  TickerTask(List<String> command, String output) {
    this.command = new ArrayList<>(command);
    this.output = output;
  }

  @Override
  public void call(String ticker) throws IOException, InterruptedException {
    long start = System.nanoTime();
    String name = URLEncoder.encode(ticker, StandardCharsets.UTF_8).replace("*", "%2A");
    String file = name + ".forecaster.zip";
    String[] said = run(ticker, Path.of(output, file)).split(",", 5);
    String line =
        String.join(
            ",",
            quoted(ticker),
            said[0],
            said[1],
            said[2],
            said[3],
            String.format(Locale.ROOT, "%.1f", (System.nanoTime() - start) / 1e9),
            worker(),
            file,
            said.length > 4 ? said[4] : "");
    Path lines = Files.createDirectories(Path.of(output, "lines"));
    Path part = lines.resolve(name + "." + TaskContext.get().taskAttemptId() + ".part");
    Files.writeString(part, line + "\n");
    Files.move(part, lines.resolve(name + ".csv"), StandardCopyOption.REPLACE_EXISTING);
  }

  private String run(String ticker, Path saved) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(ticker, saved.toString()));
    Process training = new ProcessBuilder(all).redirectError(Redirect.INHERIT).start();
    try {
      String text =
          new String(training.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int exit = training.waitFor();
      String last = text.substring(text.lastIndexOf('\n') + 1);
      return last.startsWith("done,") || last.startsWith("failed,")
          ? last
          : "failed,,,,\"the training's process ended with exit code %d before it was done: killed, or out of memory. Its worker's log may say more.\""
              .formatted(exit);
    } finally {
      training.destroyForcibly();
    }
  }

  private static String worker() throws IOException {
    return InetAddress.getLocalHost().getHostName() + "/" + SparkEnv.get().executorId();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
