package org.lstmworkbook.lab.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.lstmworkbook.UserException;

/** What {@code ./workbook spark} starts for each job, and once to learn which jobs there are. */
public final class JobProcess {

  private JobProcess() {}

  /**
   * {@code JobProcess KIND FILE FOLDER} prints the names of a file's jobs. {@code JobProcess KIND
   * FILE FOLDER JOB} does one and prints a line of JSON: {@code status} done and the result's
   * columns, or failed and the {@code reason}. Exits 0 if it printed the names or a line. Ends at
   * once when its standard input does: whoever started it is gone then.
   */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    JobKind jobs = JobKind.of(args[0], Path.of(args[1]), Path.of(args[2]), System.getenv());
    if (args.length > 3) {
      endWithStarter();
      out.println(line(jobs, args[3]));
      return;
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

  /** A worker that is killed cannot end what it started. */
  private static void endWithStarter() {
    Thread watch =
        new Thread(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // its end, too
              }
              Runtime.getRuntime().halt(1);
            },
            "end with the starter");
    watch.setDaemon(true);
    watch.start();
  }
}
