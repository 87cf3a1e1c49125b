package org.lstmworkbook.spark;

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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.VoidFunction;

/**
 * One job on a worker, done by the workbook's own library in a process of its own, so that Spark's
 * jars and the library's never meet, and what a training takes of memory is not Spark's. The
 * process computes with as many threads as Spark gives the task cores ({@code spark.task.cpus},
 * one): with the machine's, the tasks beside it would wait for each other. It then waits for the
 * next task, which so finds its code compiled. What came out of a job is one line in a file of its
 * own, written whole or not at all.
 */
final class JobTask implements VoidFunction<String>, Serializable {

  static final ObjectMapper JSON = new ObjectMapper();

  private static final long serialVersionUID = 1L;

  /** Processes without a job; they end with the executor. */
  private static final Queue<Process> WAITING = new ConcurrentLinkedQueue<>();

  /** The exit code by Java's option ExitOnOutOfMemoryError. */
  private static final int OUT_OF_MEMORY = 3;

  /** The exit code of a process that a signal ended is larger by this than the signal's number. */
  private static final int SIGNALLED = 128;

  private final ArrayList<String> command;
  private final String output;

  /**
   * @param command starts a process that does the jobs that it is told
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
    Process process = WAITING.poll();
    if (process == null || !process.isAlive()) {
      process = new ProcessBuilder(command()).redirectError(Redirect.INHERIT).start();
    }
    String answer = null;
    try {
      answer = answer(process, job);
      if (answer != null) {
        JSON.readTree(answer).fields().forEachRemaining(c -> line.set(c.getKey(), c.getValue()));
        return;
      }
      line.put("status", "failed");
      line.put("reason", reason(process.waitFor()));
    } finally {
      if (answer == null) {
        process.destroyForcibly();
      } else {
        WAITING.add(process);
      }
    }
  }

  /** What a process answers to a job's name, null if it ended before. */
  private static String answer(Process process, String job) throws IOException {
    try {
      process.outputWriter(StandardCharsets.UTF_8).append(job).append('\n').flush();
    } catch (IOException e) {
      // it has ended, and its exit code says why
    }
    String line;
    do {
      line = process.inputReader(StandardCharsets.UTF_8).readLine();
    } while (line != null && !line.startsWith("{")); // a JVM says here that its memory is full
    return line;
  }

  private List<String> command() {
    List<String> all = new ArrayList<>(command);
    all.add(1, "-XX:ActiveProcessorCount=" + TaskContext.get().cpus());
    return all;
  }

  private static String reason(int exit) {
    if (exit == OUT_OF_MEMORY) {
      return "out of memory: Java's heap is full. Take fewer rows.";
    }
    String why =
        exit > SIGNALLED
            ? "killed by signal %d, perhaps because the machine's memory was full"
                .formatted(exit - SIGNALLED)
            : "an error of its own";
    return "the job's process ended with exit code %d before it was done: %s. Its worker's log may say more."
        .formatted(exit, why);
  }
}
