package org.lstmworkbook.lab.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.lstmworkbook.UserException;

/** What {@code ./workbook spark} starts for the jobs, and once to learn which jobs there are. */
public final class JobProcess {

  private JobProcess() {}

  /**
   * {@code JobProcess KIND FILE FOLDER names} prints the names of a file's jobs. {@code JobProcess
   * KIND FILE FOLDER} does those whose names it is told, one a line of its standard input, and
   * prints a line of JSON for each: {@code status} done and the result's columns, or failed and the
   * {@code reason}. Ends at once when its standard input does, in the middle of a job too: whoever
   * started it is gone then.
   */
  public static void main(String[] args) throws InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err); // an answer is one line, whatever a library prints
    JobKind jobs = JobKind.of(args[0], Path.of(args[1]), Path.of(args[2]), System.getenv());
    if (args.length == 3) {
      BlockingQueue<String> asked = asked();
      while (true) {
        out.println(line(jobs, asked.take()));
      }
    }
    try {
      jobs.names().forEach(out::println);
    } catch (UserException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  static String line(JobKind jobs, String job) {
    Map<String, Object> line = new LinkedHashMap<>();
    try {
      line.put("status", "done");
      line.putAll(jobs.run(job));
    } catch (UserException e) {
      line = failed(e.getMessage());
    } catch (OutOfMemoryError e) {
      line = failed("out of memory: %s. Give the process more, or take fewer rows.".formatted(e));
    }
    try {
      return new ObjectMapper().writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are always JSON", e);
    }
  }

  private static Map<String, Object> failed(String reason) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("status", "failed");
    line.put("reason", reason.replaceAll("\\s+", " "));
    return line;
  }

  /** The lines of the standard input as they come. */
  private static BlockingQueue<String> asked() {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread reader =
        new Thread(
            () -> {
              new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                  .lines()
                  .forEach(lines::add);
              Runtime.getRuntime().halt(0); // a worker that is killed cannot end what it started
            },
            "standard input");
    reader.setDaemon(true);
    reader.start();
    return lines;
  }
}
