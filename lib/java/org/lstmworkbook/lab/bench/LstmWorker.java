package org.lstmworkbook.lab.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import org.lstmworkbook.engine.fastlstm.PeakSpeed;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Times one engine on demand, so that several engines can take turns. Started as {@code LstmWorker
 * helper|dl4j THREADS}; then each line of input is {@code shape B,T,F,H,L}, answered by {@code
 * ready}, or {@code train MILLIS} or {@code infer MILLIS}, answered by the milliseconds of one
 * call.
 */
public final class LstmWorker {

  private LstmWorker() {}

  /** Serves until the input ends. */
  public static void main(String[] arguments) throws IOException {
    boolean helper = arguments[0].equals("helper");
    int threads = Integer.parseInt(arguments[1]);
    int arrayThreads = helper ? 1 : threads;
    Nd4j.getEnvironment().setMaxMasterThreads(arrayThreads);
    Nd4j.factory().blas().setMaxThreads(arrayThreads);
    BenchNetwork network = null;
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      Scanner words = new Scanner(line);
      String verb = words.next();
      String argument = words.next();
      if (verb.equals("shape")) {
        network = new BenchNetwork(BenchNetwork.Shape.parse(argument), helper ? threads : 0);
        answer("ready");
      } else if (verb.equals("peak")) {
        answer(Double.toString(PeakSpeed.operationsPerSecond(Integer.parseInt(argument))));
      } else {
        Runnable call = verb.equals("train") ? network::train : network::infer;
        answer(Double.toString(BenchNetwork.millisOnce(call, Double.parseDouble(argument))));
      }
    }
  }

  /** Marked, because libraries print to the same stream. */
  private static void answer(String text) {
    System.out.println("answer " + text);
    System.out.flush();
  }
}
