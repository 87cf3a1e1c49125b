package org.lstmworkbook.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.VoidFunction;

/**
 * One job on a worker: starts the workbook's own library in a process of its own, so that Spark's
 * jars and the library's never meet, and what a training takes of memory is not Spark's. What came
 * out is one line in a file of its own, written whole or not at all.
 */
final class JobTask implements VoidFunction<String>, Serializable {

  static final ObjectMapper JSON = new ObjectMapper();

  private static final long serialVersionUID = 1L;

  /** The exit code by Java's option ExitOnOutOfMemoryError. */
  private static final int OUT_OF_MEMORY = 3;

  private final ArrayList<String> command;
  private final String output;

  /**
   * @param command starts a job, whose name is added to it
   * @param output the folder of the results, the same for all workers
   */
  JobTask(List<String> command, String output) {
    this.command = new ArrayList<>(command);
    this.output = output;
  }

  @Override
  public void call(String job) throws IOException, InterruptedException {
    long start = System.nanoTime();
    ObjectNode line = JSON.createObjectNode().put("job", job);
    run(job, line);
    line.put("seconds", Math.round((System.nanoTime() - start) / 1e8) / 10.0);
    line.put(
        "worker", InetAddress.getLocalHost().getHostName() + "/" + SparkEnv.get().executorId());
    Path lines = Files.createDirectories(Path.of(output, "lines"));
    String name = URLEncoder.encode(job, StandardCharsets.UTF_8).replace("*", "%2A");
    Path part = lines.resolve(name + "." + TaskContext.get().taskAttemptId() + ".part");
    Files.writeString(part, line + "\n");
    Files.move(part, lines.resolve(name + ".json"), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Adds the status, and the result or the reason. */
  private void run(String job, ObjectNode line) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(command);
    all.add(job);
    Process process = new ProcessBuilder(all).redirectError(Redirect.INHERIT).start();
    try {
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int exit = process.waitFor();
      if (exit == 0) {
        JsonNode said = JSON.readTree(text.substring(text.lastIndexOf('\n') + 1));
        said.fields().forEachRemaining(cell -> line.set(cell.getKey(), cell.getValue()));
      } else {
        line.put("status", "failed");
        line.put(
            "reason",
            exit == OUT_OF_MEMORY
                ? "out of memory: Java's heap is full. Take fewer rows."
                : "the job's process ended with exit code %d before it was done: killed, perhaps because the machine's memory was full. Its worker's log may say more."
                    .formatted(exit));
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
