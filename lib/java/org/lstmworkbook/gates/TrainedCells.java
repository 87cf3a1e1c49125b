package org.lstmworkbook.gates;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.layers.recurrent.LastTimeStepLayer;
import org.deeplearning4j.nn.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.UserException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Takes the weights of a DL4J network's layer into a cell that is written as equations. */
public final class TrainedCells {

  private TrainedCells() {}

  /**
   * The cell of an LSTM layer. DL4J keeps the weights of the four gates side by side, in the order
   * candidate, forget, output, input: W [inputs, 4·hidden], RW [hidden, 4·hidden], b [4·hidden].
   *
   * @param layer the layer's number, from 0
   * @throws UserException if the layer is not an LSTM
   */
  public static LstmCell lstm(MultiLayerNetwork network, int layer) {
    Layer dl4j = recurrentLayer(network, layer);
    if (!(dl4j instanceof LSTM)) {
      throw new UserException(notA("an LSTM", layer, dl4j));
    }
    return new LstmCell(block(dl4j, 3, 4), block(dl4j, 1, 4), block(dl4j, 2, 4), block(dl4j, 0, 4));
  }

  /**
   * The cell of a SimpleRnn layer.
   *
   * @param layer the layer's number, from 0
   * @throws UserException if the layer is not a SimpleRnn
   */
  public static PlainRnn plainRnn(MultiLayerNetwork network, int layer) {
    Layer dl4j = recurrentLayer(network, layer);
    if (!(dl4j instanceof SimpleRnn)) {
      throw new UserException(notA("a SimpleRnn", layer, dl4j));
    }
    return new PlainRnn(block(dl4j, 0, 1));
  }

  private static Layer recurrentLayer(MultiLayerNetwork network, int layer) {
    if (layer < 0 || layer >= network.getnLayers()) {
      throw new UserException(
          "the network has layers 0 to " + (network.getnLayers() - 1) + ", not " + layer);
    }
    Layer found = network.getLayer(layer);
    return found instanceof LastTimeStepLayer last ? last.getUnderlying() : found;
  }

  private static String notA(String wanted, int layer, Layer found) {
    return "layer " + layer + " is not " + wanted + " but a " + found.getClass().getSimpleName();
  }

  private static GateWeights block(Layer layer, int number, int blocks) {
    double[][] input = layer.getParam("W").castTo(DataType.DOUBLE).transpose().toDoubleMatrix();
    double[][] recurrent =
        layer.getParam("RW").castTo(DataType.DOUBLE).transpose().toDoubleMatrix();
    INDArray bias = layer.getParam("b").castTo(DataType.DOUBLE);
    int hidden = recurrent[0].length;
    if (recurrent.length != blocks * hidden) {
      throw new IllegalStateException("recurrent weights of an unknown layout");
    }
    double[][] w = new double[hidden][hidden + input[0].length];
    double[] b = new double[hidden];
    for (int k = 0; k < hidden; k++) {
      int column = number * hidden + k;
      System.arraycopy(recurrent[column], 0, w[k], 0, hidden);
      System.arraycopy(input[column], 0, w[k], hidden, input[column].length);
      b[k] = bias.getDouble(column);
    }
    return new GateWeights(w, b);
  }
}
