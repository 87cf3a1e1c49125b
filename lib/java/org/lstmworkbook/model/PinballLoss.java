package org.lstmworkbook.model;

import java.util.List;
import org.lstmworkbook.UserException;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * What a network minimises to forecast quantiles (Koenker and Bassett 1978): for the quantile q, a
 * forecast that is too low by a unit costs q, one too high 1 − q. At q = 0.5 that is half the
 * absolute error; at q = 0.9 it is cheapest to be above nine truths in ten. DL4J has no such loss.
 *
 * <p>Labels are [batch, days], outputs [batch, days · quantiles], the quantiles of a day side by
 * side. The loss of an example is the mean over its outputs.
 */
public final class PinballLoss implements ILossFunction {

  private static final long serialVersionUID = 1L;

  private final double[] quantiles;

  /**
   * The loss for these quantiles.
   *
   * @throws UserException unless they rise and lie between 0 and 1
   */
  @JsonCreator
  public PinballLoss(@JsonProperty("quantiles") List<Double> quantiles) {
    double before = 0;
    for (double quantile : quantiles) {
      if (!(quantile > before && quantile < 1)) {
        throw new UserException(
            "Quantiles rise and lie between 0 and 1, for example 0.1, 0.5, 0.9, but were "
                + quantiles
                + ".");
      }
      before = quantile;
    }
    this.quantiles = quantiles.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The quantiles, rising. */
  @JsonProperty("quantiles")
  public double[] quantiles() {
    return quantiles.clone();
  }

  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    INDArray losses = computeScoreArray(labels, preOutput, activation, mask);
    return (average ? losses.meanNumber() : losses.sumNumber()).doubleValue();
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    double[][] missed = missed(labels, preOutput, activation, mask);
    double[] losses = new double[missed.length];
    for (int example = 0; example < missed.length; example++) {
      for (int output = 0; output < missed[example].length; output++) {
        double miss = missed[example][output];
        double quantile = quantiles[output % quantiles.length];
        losses[example] += Math.max(quantile * miss, (quantile - 1) * miss);
      }
      losses[example] /= missed[example].length;
    }
    return Nd4j.createFromArray(losses).reshape(losses.length, 1);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    double[][] gradient = missed(labels, preOutput, activation, mask);
    for (double[] example : gradient) {
      for (int output = 0; output < example.length; output++) {
        double quantile = quantiles[output % quantiles.length];
        example[output] = (example[output] > 0 ? -quantile : 1 - quantile) / example.length;
      }
    }
    INDArray byOutput = Nd4j.createFromArray(gradient).castTo(preOutput.dataType());
    return activation.backprop(preOutput.dup(), byOutput).getFirst();
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    return new Pair<>(
        computeScore(labels, preOutput, activation, mask, average),
        computeGradient(labels, preOutput, activation, mask));
  }

  /** Truth − forecast of each output, [batch][days · quantiles]. */
  private double[][] missed(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    if (mask != null) {
      throw new UserException("The pinball loss takes no mask: leave out what is not to count.");
    }
    double[][] truth = labels.toDoubleMatrix();
    double[][] missed = activation.getActivation(preOutput.dup(), true).toDoubleMatrix();
    for (int example = 0; example < missed.length; example++) {
      for (int output = 0; output < missed[example].length; output++) {
        missed[example][output] =
            truth[example][output / quantiles.length] - missed[example][output];
      }
    }
    return missed;
  }

  @Override
  public String name() {
    return "pinball";
  }
}
