package org.lstmworkbook.spark;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;

/** The driver: one task for each job, wherever Spark has room for it. */
public final class SparkJobs {

  private static final int MILLISECONDS = 300;

  private static final String NO_WORKER =
      "for %d s no worker took part; is the master still running, and has a worker a free core and 512 MB? To wait longer: --conf spark.workbook.patience=1h";

  private SparkJobs() {}

  /**
   * Ends when each job has its line in OUTPUT/lines, and prints the lines as they come.
   *
   * @param args the folder OUTPUT, how many jobs, their names, and the command that does them
   */
  public static void main(String[] args) throws Exception {
    Path output = Path.of(args[0]);
    int end = 2 + Integer.parseInt(args[1]);
    List<String> jobs = List.of(args).subList(2, end);
    List<String> command = List.of(args).subList(end, args.length);
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
      spark.sc().uiWebUrl().foreach(SparkJobs::printPage);
      Set<String> shown = new TreeSet<>(lines(output));
      JavaFutureAction<Void> job =
          spark
              .parallelize(jobs, jobs.size())
              .foreachAsync(new JobTask(command, output.toString()));
      int done = 0;
      long seen = System.nanoTime();
      while (!job.isDone()) {
        Thread.sleep(MILLISECONDS);
        done = show(output, shown, done, jobs.size());
        seen = hasWorker(spark) ? System.nanoTime() : seen;
        if (System.nanoTime() - seen > TimeUnit.SECONDS.toNanos(patience(spark))) {
          end(NO_WORKER.formatted(patience(spark)));
        }
      }
      job.get();
      show(output, shown, done, jobs.size());
    } catch (ExecutionException e) {
      end(e.getCause().getMessage());
    }
  }

  /** Spark itself would wait for ever, and say so in its log only. */
  private static boolean hasWorker(JavaSparkContext spark) {
    return spark.sc().isLocal()
        || spark.sc().statusTracker().getExecutorInfos().length > 1; // one is us
  }

  private static long patience(JavaSparkContext spark) {
    return spark.getConf().getTimeAsSeconds("spark.workbook.patience", "120s");
  }

  private static void end(String reason) {
    System.err.println("The job failed: " + reason);
    System.exit(1);
  }

  private static Object printPage(String address) {
    System.out.println("Spark's page, while it runs: " + address);
    return null;
  }

  private static int show(Path output, Set<String> shown, int before, int all) throws IOException {
    int done = before;
    for (String line : lines(output)) {
      if (shown.add(line)) {
        done++;
        JsonNode cells = JobTask.JSON.readTree(line);
        System.out.printf(
            "%d of %d: %s %s, %s s on %s%n",
            done,
            all,
            cells.get("job").asText(),
            cells.get("status").asText(),
            cells.get("seconds").asText(),
            cells.get("worker").asText());
      }
    }
    return done;
  }

  private static Set<String> lines(Path output) throws IOException {
    try (Stream<Path> files = Files.list(Files.createDirectories(output.resolve("lines")))) {
      Set<String> all = new TreeSet<>();
      for (Path file :
          files.filter(f -> f.toString().endsWith(".json")).collect(Collectors.toList())) {
        all.add(Files.readString(file).strip());
      }
      return all;
    }
  }
}
