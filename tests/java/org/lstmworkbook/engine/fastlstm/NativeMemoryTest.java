package org.lstmworkbook.engine.fastlstm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.lstmworkbook.engine.fastlstm.Networks.normal;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Native memory is bounded and given back; nothing of the caller's settings changes. */
class NativeMemoryTest {

  private static final long MEGABYTE = 1 << 20;

  @Test
  void givenManyShapes_whenPlansAreGivenBack_thenPoolKeepsTheLatestOnly() {
    PlanPool pool = new PlanPool(3, 100 * MEGABYTE);
    List<LstmPlan> made = new ArrayList<>();
    for (int batch = 1; batch <= 10; batch++) {
      made.add(pool.borrow(key(batch)));
      pool.giveBack(made.get(batch - 1));
    }
    assertSame(made.get(7), pool.borrow(key(8)));
    assertNotSame(made.get(6), pool.borrow(key(7)));
    assertSame(made.get(9), pool.borrow(key(10)));
    assertNotSame(made.get(9), pool.borrow(key(10)), "a borrowed plan must not be lent twice");
  }

  @Test
  void givenLittleMemory_whenPlansAreGivenBack_thenOldOnesAreFreed() {
    LstmPlan.Key large = new LstmPlan.Key(new LstmShape(32, 50, 4, 64), true);
    LstmPlan one = new LstmPlan(large);
    LstmPlan other = new LstmPlan(large);
    PlanPool pool = new PlanPool(100, one.bytes() + other.bytes() - 1);
    pool.giveBack(one);
    pool.giveBack(other);
    assertSame(other, pool.borrow(large));
    assertNotSame(one, pool.borrow(large));
  }

  @Test
  void givenWhatTheJvmMayTake_whenPoolIsSized_thenAtMostHalfOfItOrAGigabyte() {
    assertEquals(750 * MEGABYTE, PlanPool.mostBytes(1500 * MEGABYTE));
    assertEquals(1024 * MEGABYTE, PlanPool.mostBytes(8000 * MEGABYTE));
    assertEquals(1024 * MEGABYTE, PlanPool.mostBytes(0), "no limit");
  }

  @Test
  void givenChangingShapes_whenTrained_thenNativeMemoryStaysFlat() {
    MultiLayerNetwork network = Networks.fastTwin(Networks.toOne(3, 24, 1), 2);
    steps(network, 150, 1);
    long before = Pointer.physicalBytes();
    steps(network, 600, 2);
    long grown = Pointer.physicalBytes() - before;
    // A leak of one plan in each step would be 600 times about 2 MB. The figure is the whole
    // process's, and its Java heap alone may move by a good 100 MB.
    assertTrue(grown < 300 * MEGABYTE, "grew by " + grown / MEGABYTE + " MB");
  }

  @Test
  void givenCallersOpenMpThreads_whenTrained_thenTheyAreAsBefore() {
    Nd4j.getBackend(); // the holder below is empty until a backend is loaded
    NativeOps native4j = NativeOpsHolder.getInstance().getDeviceNativeOps();
    int before = native4j.ompGetMaxThreads();
    try {
      native4j.setOmpNumThreads(2);
      steps(Networks.fastTwin(Networks.toOne(3, 24, 1), 2), 2, 3);
      assertEquals(2, native4j.ompGetMaxThreads());
    } finally {
      native4j.setOmpNumThreads(before);
    }
  }

  private static void steps(MultiLayerNetwork network, int count, int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      int batch = 1 + random.nextInt(48);
      INDArray input = normal(random, batch, 3, 1 + random.nextInt(40));
      network.fit(input, normal(random, batch, 1));
      network.output(input);
    }
  }

  private static LstmPlan.Key key(int batch) {
    return new LstmPlan.Key(new LstmShape(batch, 3, 2, 4), true);
  }
}
