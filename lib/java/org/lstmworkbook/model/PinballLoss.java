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
            "Quantiles rise and lie between 0 and 1, for example 0.1, 0.5, 0.9, but were %s."
                .formatted(quantiles));
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
    return score(missed(labels, preOutput, activation, mask), labels.size(0), average);
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    return losses(missed(labels, preOutput, activation, mask), labels.size(0)).reshape(-1, 1);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    return gradient(missed(labels, preOutput, activation, mask), preOutput, activation);
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    double[] missed = missed(labels, preOutput, activation, mask);
    return new Pair<>(
        score(missed, labels.size(0), average), gradient(missed, preOutput, activation));
  }

  private double score(double[] missed, long examples, boolean average) {
    INDArray losses = losses(missed, examples);
    return (average ? losses.meanNumber() : losses.sumNumber()).doubleValue();
  }

  /** The loss of each example, [batch]. */
  private INDArray losses(double[] missed, long examples) {
    double[] losses = new double[(int) examples];
    int outputs = missed.length / losses.length;
    for (int i = 0; i < missed.length; i += quantiles.length) {
      int example = i / outputs;
      for (int q = 0; q < quantiles.length; q++) {
        losses[example] += missed[i + q] * slope(missed[i + q], quantiles[q]);
      }
    }
    for (int example = 0; example < losses.length; example++) {
      losses[example] /= outputs;
    }
    return Nd4j.createFromArray(losses);
  }

  /** What each unit of truth − forecast costs, so below 0 for a forecast that is too high. */
  private static double slope(double missed, double quantile) {
    return missed > 0 ? quantile : quantile - 1;
  }

  private INDArray gradient(double[] missed, INDArray preOutput, IActivation activation) {
    int outputs = preOutput.columns();
    double[] gradient = new double[missed.length];
    for (int i = 0; i < gradient.length; i += quantiles.length) {
      for (int q = 0; q < quantiles.length; q++) {
        gradient[i + q] = -slope(missed[i + q], quantiles[q]) / outputs;
      }
    }
    INDArray byOutput = Nd4j.createFromArray(gradient).reshape(preOutput.shape());
    return activation.backprop(preOutput.dup(), byOutput.castTo(preOutput.dataType())).getFirst();
  }

  /**
   * Truth − forecast of each output, [batch · days · quantiles]: one flat array, since a step that
   * makes an array for each example spends more time on them than on the network.
   */
  private double[] missed(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    if (mask != null) {
      throw new UserException("The pinball loss takes no mask: leave out what is not to count.");
    }
    double[] truth = labels.dup('c').data().asDouble();
    double[] missed = activation.getActivation(preOutput.dup('c'), true).data().asDouble();
    for (int i = 0; i < missed.length; i += quantiles.length) {
      double wanted = truth[i / quantiles.length];
      for (int q = 0; q < quantiles.length; q++) {
        missed[i + q] = wanted - missed[i + q];
      }
    }
    return missed;
  }

  @Override
  public String name() {
    return "pinball";
  }
}
