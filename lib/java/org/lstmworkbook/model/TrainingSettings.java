package org.lstmworkbook.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.prepare.Windows;
import org.nd4j.linalg.learning.config.Adam;

/**
 * What a training was set to: with the same rows it gives the same weights, to the last bit.
 *
 * @param hidden length of the LSTM's state
 * @param dropout probability of leaving a hidden number out
 * @param learningRate Adam's step size
 * @param weightSeed decides the initial weights
 * @param epochs the most epochs
 * @param patience epochs without a better validation loss before it stops
 * @param batchSize windows in a mini-batch
 * @param seed decides the order of the windows and the dropout
 * @param validationFrom first trading day of the validation part
 * @param testFrom first trading day after it
 */
@JsonIgnoreProperties("threads") // noted by files from before the bits were independent of them
public record TrainingSettings(
    int hidden,
    double dropout,
    double learningRate,
    long weightSeed,
    int epochs,
    int patience,
    int batchSize,
    long seed,
    LocalDate validationFrom,
    LocalDate testFrom) {

  /**
   * The settings of a training of a {@link PriceLstm}.
   *
   * @param validation its windows of the validation part
   */
  public static TrainingSettings of(
      MultiLayerNetwork network,
      Windows validation,
      int epochs,
      int patience,
      int batchSize,
      long seed) {
    MultiLayerConfiguration definition = network.getLayerWiseConfigurations();
    LSTM lstm = (LSTM) ((LastTimeStep) definition.getConf(0).getLayer()).getUnderlying();
    OutputLayer output = (OutputLayer) definition.getConf(1).getLayer();
    int end = validation.rows().to();
    return new TrainingSettings(
        (int) lstm.getNOut(),
        output.getIDropout() instanceof Dropout dropout ? leftOut(dropout.getP()) : 0,
        ((Adam) lstm.getIUpdater()).getLearningRate(),
        definition.getConf(0).getSeed(),
        epochs,
        patience,
        batchSize,
        seed,
        validation.matrix().date(validation.rows().from()),
        end < validation.matrix().rows()
            ? validation.matrix().date(end)
            : validation.matrix().date(end - 1).plusDays(1));
  }

  /** DL4J notes the share that is kept; 1 − 0.8 is 0.2 in decimal only. */
  private static double leftOut(double kept) {
    return BigDecimal.ONE.subtract(BigDecimal.valueOf(kept)).doubleValue();
  }

  /** Those of another's settings that differ from these, for example {@code hidden=64}. */
  String differenceTo(TrainingSettings other) {
    if (other == null) {
      return "none noted";
    }
    List<String> own = List.of(toString().split("[\\[\\], ]+"));
    return Stream.of(other.toString().split("[\\[\\], ]+"))
        .filter(setting -> !own.contains(setting))
        .collect(Collectors.joining(", "));
  }

  /** The untrained network that these settings begin with. */
  public MultiLayerNetwork network(int features) {
    return PriceLstm.network(features, hidden, dropout, learningRate, weightSeed);
  }

  /**
   * The untrained network for quantiles of the next days, of the same size.
   *
   * @param days how many trading days it looks ahead
   */
  public MultiLayerNetwork quantileNetwork(int features, int days, List<Double> quantiles) {
    return PriceLstm.network(
        PriceLstm.configuration(
            features,
            hidden,
            dropout,
            learningRate,
            weightSeed,
            new PinballLoss(quantiles),
            days * quantiles.size()));
  }
}
