package org.lstmworkbook.model;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import org.lstmworkbook.Notice;
import org.lstmworkbook.UserException;
import org.lstmworkbook.engine.device.DeviceChoice;
import org.lstmworkbook.engine.fastlstm.FastLstm;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * How this JVM rounds. A sum of 32-bit numbers depends on its order, and native libraries choose
 * the order by processor and number of threads; so the workbook pins both, and the same program
 * gives the same bits on every x86-64 processor with AVX2, with any number of cores.
 *
 * <p>OpenBLAS and ND4J read their choice from the environment when they are loaded; {@code
 * ./workbook} sets it (pom.xml lists the variables). A program that is started otherwise is told
 * once what is missing. Whether the pin holds is not believed but computed: {@link #fingerprint()}.
 */
public final class Arithmetic {

  /** What {@link #fingerprint()} is where everything is pinned. */
  static final String PINNED = "740d4eeb2cb7";

  private Arithmetic() {}

  private static final class Once {
    static final String FINGERPRINT = compute();
  }

  /**
   * Limits ND4J to one thread where that is possible from inside, for the whole process; says once
   * where results will differ in their last bits, and the cure.
   *
   * @throws UserException if the reader asked for a device that cannot be had
   */
  static void pin() {
    DeviceChoice choice = DeviceChoice.current();
    if (choice.refused()) {
      throw new UserException(choice.reason());
    }
    Environment nd4j = Nd4j.getEnvironment();
    nd4j.setMaxMasterThreads(1);
    Nd4j.factory().blas().setMaxThreads(1);
    if (nd4j.isCPU() && !isPinned()) {
      Notice.once(whyNotPinned());
    }
  }

  /** Whether training here gives the bits of the workbook's saved results. */
  public static boolean isPinned() {
    return fingerprint().equals(PINNED);
  }

  /** One sentence for the reader: pinned, or what is missing for it. */
  public static String describe() {
    return isPinned()
        ? "pinned to AVX2: the same bits on every x86-64 processor with AVX2 (" + PINNED + ")"
        : whyNotPinned() + " (" + fingerprint() + ")";
  }

  /**
   * The first digits of the SHA-256 of a few products, sums and activations of fixed numbers, and
   * of the name of oneDNN's kernels: equal where trainings give equal bits.
   */
  public static String fingerprint() {
    return Once.FINGERPRINT;
  }

  /**
   * Prints {@link #describe()}, for {@code ./workbook doctor}.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    System.out.println(describe());
  }

  private static String whyNotPinned() {
    if (Nd4j.getEnvironment().maxThreads() > 1) {
      return "ND4J computes with %d threads: slower for an LSTM, and long sums differ in their last bits. Set OMP_NUM_THREADS=1 in the environment of this program (for a Jupyter kernel: in the env of its kernelspec) and start it again."
          .formatted(Nd4j.getEnvironment().maxThreads());
    }
    if (FastLstm.isUnpinned()) {
      return "WORKBOOK_ARITHMETIC=fast: the fastest kernels of this processor compute, and results differ in their last bits from the workbook's saved ones.";
    }
    if (!FastLstm.kernels().equals("AVX2")) {
      return "This processor has no AVX2 (oneDNN's kernels: %s), so results differ in their last bits from the workbook's saved ones."
          .formatted(FastLstm.kernels());
    }
    if (!"Haswell".equalsIgnoreCase(System.getenv("OPENBLAS_CORETYPE"))) {
      return "OpenBLAS chose its kernels by this processor, so results differ in their last bits from the workbook's saved ones. Set OPENBLAS_CORETYPE=Haswell in the environment of this program (for a Jupyter kernel: in the env of its kernelspec) and start it again.";
    }
    return "All kernels are pinned to AVX2, yet this system rounds otherwise than the workbook's saved results: another mathematical library of the operating system, or another version of a dependency.";
  }

  private static String compute() {
    Hasher digest = Hashing.sha256().newHasher();
    for (int[] shape : new int[][] {{1, 32, 64}, {64, 96, 48}, {5, 64, 32}, {50, 300, 40}}) {
      add(digest, numbers(shape[0], shape[1]).mmul(numbers(shape[1], shape[2])));
    }
    INDArray many = numbers(100, 60);
    add(digest, many.sum());
    add(digest, Transforms.tanh(many, true));
    add(digest, Transforms.sigmoid(many, true));
    digest.putString(FastLstm.kernels(), US_ASCII);
    return digest.hash().toString().substring(0, 12);
  }

  /** Numbers from -2 to 2 that no rounding is spared, [rows, columns]. */
  private static INDArray numbers(int rows, int columns) {
    float[] numbers = new float[rows * columns];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (i * 7919 % 10_007) / 2501.75f - 2;
    }
    return Nd4j.createFromArray(numbers).reshape('c', rows, columns);
  }

  private static void add(Hasher digest, INDArray result) {
    for (float number : result.dup('c').data().asFloat()) {
      digest.putFloat(number);
    }
  }
}
