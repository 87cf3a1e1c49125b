package org.lstmworkbook.engine.fastlstm;

import java.util.Locale;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.factory.Nd4j;

/**
 * oneDNN itself: whether this machine has it, and the few objects that every computation shares.
 */
final class OneDnn {

  /**
   * Compiled kernels kept by oneDNN. Each new shape compiles some, so without a bound changing
   * shapes would fill memory.
   */
  private static final int COMPILED_KERNELS = 64;

  /** Why oneDNN cannot be used here, in one sentence; null where it can. */
  private static final String MISSING = whyNot(OneDnn::load);

  private OneDnn() {}

  /** What loading it failed with, as a sentence for the reader; null where it did not. */
  static String whyNot(Runnable loading) {
    if (!Nd4j.getEnvironment().isCPU()) {
      return "The arrays live on a GPU, so the LSTM runs on DL4J's own path.";
    }
    try {
      loading.run();
      return null;
    } catch (LinkageError | RuntimeException e) {
      return "oneDNN has no library for this platform (%s), so the LSTM runs on DL4J's own, slower path."
          .formatted(Loader.getPlatform());
    }
  }

  /**
   * oneDNN would choose kernels by processor, and each kind rounds in its own way: AVX2 is what all
   * of them have. The call takes effect whatever the environment says, but only before the first
   * computation.
   */
  private static void load() {
    Loader.load(dnnl.class);
    if (!unpinned()) {
      dnnl.set_max_cpu_isa(dnnl.cpu_isa.avx2);
    }
    dnnl.set_primitive_cache_capacity(COMPILED_KERNELS);
  }

  static String missing() {
    return MISSING;
  }

  /** Whether the reader asked for this processor's fastest kernels instead of the same bits. */
  static boolean unpinned() {
    return "fast".equals(System.getenv("WORKBOOK_ARITHMETIC"));
  }

  /** The instructions its kernels use here, as oneDNN names them: AVX2, AVX512_CORE_BF16. */
  static String kernels() {
    return dnnl.get_effective_cpu_isa().intern().name().toUpperCase(Locale.ROOT);
  }

  static String version() {
    dnnl_version_t version = dnnl.dnnl_version();
    return "oneDNN " + version.major() + "." + version.minor() + "." + version.patch();
  }

  static engine engine() {
    return Shared.ENGINE;
  }

  /** Scratch memory is handed in by the caller, so that any thread may run any computation. */
  static primitive_attr attributes() {
    return Shared.ATTRIBUTES;
  }

  private static final class Shared {
    static final engine ENGINE = new engine(engine.kind.cpu, 0);
    static final primitive_attr ATTRIBUTES = attributes();

    private static primitive_attr attributes() {
      primitive_attr attributes = new primitive_attr();
      attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
      return attributes;
    }
  }
}
