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
import org.apache.spark.package$;
import scala.util.Properties;

/** The driver: one task for each job, wherever Spark has room for it. */
public final class SparkJobs {

  private static final int MILLISECONDS = 300;

  private static final String NO_WORKER =
      "for %d s no worker took part; is the master still running, and has a worker a free core and 512 MB? To wait longer: --conf spark.workbook.patience=1h";

  private static final int MAX_SECONDS_TO_ANSWER = 60;

  private static final String NO_ANSWER =
      "A worker is here, but did not do a first small task in %d s. The cluster must be of the version that the workbook uses, %s: its page says which it is. And a worker needs the cores that spark.task.cpus asks for.";

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
    SparkConf conf = new SparkConf();
    MasterCheck.refusal(conf).ifPresent(SparkJobs::refuse);
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      spark.sc().uiWebUrl().foreach(SparkJobs::printPage);
      refuseSilentWorkers(spark);
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
        endWithoutWorker(spark, seen);
      }
      job.get();
      show(output, shown, done, jobs.size());
    } catch (ExecutionException e) {
      end(e.getCause().getMessage());
    }
  }

  /**
   * A worker of another version may take tasks and never begin them, which a job of hours would not
   * show.
   */
  private static void refuseSilentWorkers(JavaSparkContext spark)
      throws InterruptedException, ExecutionException {
    if (spark.sc().isLocal()) {
      return;
    }
    JavaFutureAction<Void> small = spark.parallelize(List.of(1), 1).foreachAsync(number -> {});
    long seconds = Math.min(MAX_SECONDS_TO_ANSWER, patience(spark));
    long seen = System.nanoTime();
    long missed = seen;
    while (!small.isDone()) {
      Thread.sleep(MILLISECONDS);
      if (hasWorker(spark)) {
        seen = System.nanoTime();
      } else {
        missed = System.nanoTime();
        endWithoutWorker(spark, seen);
      }
      if (isOver(seconds, missed)) {
        refuse(NO_ANSWER.formatted(seconds, version()));
      }
    }
    small.get();
  }

  /** Spark itself would wait for ever, and say so in its log only. */
  private static boolean hasWorker(JavaSparkContext spark) {
    return spark.sc().isLocal()
        || spark.sc().statusTracker().getExecutorInfos().length > 1; // one is us
  }

  private static void endWithoutWorker(JavaSparkContext spark, long seen) {
    if (isOver(patience(spark), seen)) {
      end(NO_WORKER.formatted(patience(spark)));
    }
  }

  private static boolean isOver(long seconds, long since) {
    return System.nanoTime() - since > TimeUnit.SECONDS.toNanos(seconds);
  }

  private static long patience(JavaSparkContext spark) {
    return spark.getConf().getTimeAsSeconds("spark.workbook.patience", "120s");
  }

  private static void end(String reason) {
    System.err.println("The job failed: " + reason);
    System.exit(1);
  }

  private static void refuse(String reason) {
    System.err.println("Refused: " + reason);
    System.exit(1);
  }

  /** The version of Spark here: that of a cluster must be the same. */
  static String version() {
    String[] scala = Properties.versionNumberString().split("\\.");
    return "Spark %s with Scala %s.%s"
        .formatted(package$.MODULE$.SPARK_VERSION(), scala[0], scala[1]);
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
