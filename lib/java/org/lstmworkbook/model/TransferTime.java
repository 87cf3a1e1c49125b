package org.lstmworkbook.model;

import java.util.Locale;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How long it takes to bring an array's numbers to where they are computed with: with a GPU over
 * the bus to the card; without one there is no such trip, and a copy inside this computer's memory
 * is timed in its stead.
 *
 * @param bytes how much is moved
 * @param seconds how long one trip takes, the fastest of several
 * @param overTheBus whether it went to a GPU
 */
public record TransferTime(long bytes, double seconds, boolean overTheBus) {

  private static final int TRIPS = 20;

  /**
   * Times it; the array keeps its values.
   *
   * @param array any shape
   */
  public static TransferTime measure(INDArray array) {
    boolean gpu = Device.current().isGpu();
    INDArray copy = array.dup();
    long fastest = Long.MAX_VALUE;
    for (int trip = 0; trip < TRIPS; trip++) {
      fastest = Math.min(fastest, gpu ? toTheCard(copy) : inMemory(copy));
    }
    long bytes = copy.length() * copy.dataType().width();
    copy.close();
    return new TransferTime(bytes, fastest / 1e9, gpu);
  }

  /** Billions of bytes in a second. */
  public double gigabytesPerSecond() {
    return bytes / seconds / 1e9;
  }

  /** What moved where, how much, and how fast: one sentence. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "%s: %.3f MB in %.3f ms, %.1f GB a second.",
        overTheBus
            ? "From this computer's memory to the card's"
            : "There is no GPU here, so a copy inside this computer's memory",
        bytes / 1e6,
        seconds * 1e3,
        gigabytesPerSecond());
  }

  /** ND4J copies only what it believes to be newer here: so the copy on the card is made stale. */
  private static long toTheCard(INDArray array) {
    AffinityManager places = Nd4j.getAffinityManager();
    places.ensureLocation(array, Location.HOST);
    places.tagLocation(array, Location.HOST);
    long start = System.nanoTime();
    places.ensureLocation(array, Location.DEVICE);
    return System.nanoTime() - start;
  }

  private static long inMemory(INDArray array) {
    long start = System.nanoTime();
    INDArray copy = array.dup();
    long took = System.nanoTime() - start;
    copy.close();
    return took;
  }
}
