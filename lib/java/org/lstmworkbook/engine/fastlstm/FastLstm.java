package org.lstmworkbook.engine.fastlstm;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.layers.recurrent.LastTimeStepLayer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.Notice;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Runs a network's LSTM layers in oneDNN.
 *
 * <pre>{@code
 * MultiLayerNetwork network = new MultiLayerNetwork(configuration);
 * network.init();
 * FastLstm.install(network);
 * }</pre>
 *
 * <p>DL4J computes an LSTM step by step, with dozens of small array operations for each; oneDNN
 * runs the whole sequence in one call, and the batch is split over the cores. The network stays a
 * plain DL4J network: same parameters, same configuration, same files; install it again after
 * loading one. {@code -Dworkbook.fastlstm=off} switches it off everywhere, {@link #uninstall} for
 * one network.
 *
 * <p>It serves {@code LSTM} and {@code LastTimeStep(LSTM)} with tanh and sigmoid gates in single
 * precision: training, inference, {@code rnnTimeStep}, truncated back-propagation, masks of padded
 * sequences, dropout. The output layer above them loses its detours on the way, without a changed
 * bit. Everything else stays on DL4J's own path, and {@link #report} says what and why.
 */
public final class FastLstm {

  /** The system property that switches the fast path off when it is {@code off}. */
  public static final String PROPERTY = "workbook.fastlstm";

  private FastLstm() {}

  /** Whether the fast path can be used in this JVM. */
  public static boolean available() {
    return whyNotAvailable() == null;
  }

  /** Lets the network's LSTM layers run in oneDNN, on all cores. Doing it twice changes nothing. */
  public static void install(MultiLayerNetwork network) {
    install(network, Runtime.getRuntime().availableProcessors());
  }

  /**
   * The same on a given number of threads. The number changes how long a step takes, and no bit of
   * its result.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public static void install(MultiLayerNetwork network, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("An LSTM needs at least one thread, not " + threads + ".");
    }
    uninstall(network);
    String missing = whyNotAvailable();
    if (missing != null) {
      Notice.once(missing);
      return;
    }
    Layer[] layers = network.getLayers();
    for (int i = 0; i < layers.length; i++) {
      String reason = whyNot(layers[i]);
      if (reason == null) {
        layers[i] = fast(layers[i], threads);
      } else if (FastOutputLayer.serves(layers[i])) {
        layers[i] = new FastOutputLayer((OutputLayer) layers[i]);
      } else if (isRecurrent(layers[i])) {
        Notice.once("Layer %d runs on DL4J's own path: %s.".formatted(i, reason));
      }
    }
  }

  private static Layer fast(Layer layer, int threads) {
    if (layer instanceof LastTimeStepLayer last) {
      return new FastLstmLayer.LastStep(
          last, new FastLstmLayer((LSTM) last.getUnderlying(), threads));
    }
    return new FastLstmLayer((LSTM) layer, threads);
  }

  /**
   * How each recurrent layer of the network is computed, one line each, with the reason where it is
   * DL4J's own path.
   */
  public static String report(MultiLayerNetwork network) {
    String missing = whyNotAvailable();
    if (missing != null) {
      return missing;
    }
    List<String> lines = new ArrayList<>();
    for (Layer layer : network.getLayers()) {
      if (layer instanceof FastLstmLayer fast) {
        lines.add(fast.report());
      } else if (layer instanceof FastLstmLayer.LastStep fast) {
        lines.add(fast.report());
      } else if (isRecurrent(layer)) {
        String reason = whyNot(layer);
        lines.add(
            "Layer "
                + layer.getIndex()
                + ": DL4J's own path, because "
                + (reason == null ? "FastLstm is not installed" : reason));
      }
    }
    return String.join(System.lineSeparator(), lines);
  }

  /** Puts DL4J's own layers back. */
  public static void uninstall(MultiLayerNetwork network) {
    Layer[] layers = network.getLayers();
    for (int i = 0; i < layers.length; i++) {
      if (layers[i] instanceof FastLstmLayer fast) {
        layers[i] = fast.original();
      } else if (layers[i] instanceof FastLstmLayer.LastStep fast) {
        layers[i] = fast.original();
      } else if (layers[i] instanceof FastOutputLayer fast) {
        layers[i] = fast.original();
      }
    }
  }

  /**
   * The instructions that the fast path's kernels use here, for example {@code AVX2}; {@code DL4J's
   * own} where there is no fast path.
   */
  public static String kernels() {
    return available() ? OneDnn.kernels() : "DL4J's own";
  }

  /**
   * Whether {@code WORKBOOK_ARITHMETIC=fast} asks for this processor's fastest kernels: faster on
   * those with AVX-512, but the last bits of a training are this processor's own.
   */
  public static boolean isUnpinned() {
    return OneDnn.unpinned();
  }

  /** Whether a layer is one that a reader would expect to be served. */
  private static boolean isRecurrent(Layer layer) {
    return layer instanceof RecurrentLayer || layer instanceof BaseWrapperLayer;
  }

  /**
   * Why a layer stays on DL4J's own path, as the end of a sentence; null where the fast path serves
   * it.
   */
  private static String whyNot(Layer layer) {
    if (layer.getClass() == LastTimeStepLayer.class) {
      return whyNot(((LastTimeStepLayer) layer).getUnderlying());
    }
    if (layer.getClass() != LSTM.class) {
      return "the fast path serves LSTM and LastTimeStep(LSTM) only";
    }
    LSTM lstm = (LSTM) layer;
    var configuration = lstm.layerConf();
    if (!(configuration.getActivationFn() instanceof ActivationTanH)) {
      return "its activation is " + configuration.getActivationFn() + ", the fast path has tanh";
    }
    if (!(configuration.getGateActivationFn() instanceof ActivationSigmoid)) {
      return "its gates' activation is %s, the fast path has sigmoid"
          .formatted(configuration.getGateActivationFn());
    }
    if (configuration.getWeightNoise() != null) {
      return "it has weight noise";
    }
    if (lstm.getDataFormat() == RNNFormat.NWC) {
      return "its data format is NWC, the fast path has NCW";
    }
    DataType type = lstm.params().dataType();
    return type == DataType.FLOAT
        ? null
        : "its numbers are of type " + type + ", the fast path has FLOAT";
  }

  private static String whyNotAvailable() {
    if ("off".equals(System.getProperty(PROPERTY))) {
      return "The LSTM runs on DL4J's own path: the fast one was switched off with -D%s=off."
          .formatted(PROPERTY);
    }
    return OneDnn.missing();
  }
}
