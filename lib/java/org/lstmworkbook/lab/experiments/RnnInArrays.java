package org.lstmworkbook.lab.experiments;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.LastTimeStepLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * DL4J's LastTimeStep(SimpleRnn) as a first layer, computed in plain arrays: h(t) = tanh(W·x(t) +
 * R·h(t−1) + b). DL4J starts some thirty array operations for each step; on a thousand steps of
 * sixteen units that is nearly all of the time, and five seeds would take a day. Parameters,
 * gradient and optimiser stay DL4J's. No masks, no dropout.
 */
final class RnnInArrays extends LastTimeStepLayer {

  private int batch;
  private int steps;
  private int inputs;
  private int hidden;
  private float[] w; // [inputs, hidden]
  private float[] r; // [hidden, hidden]: row j weighs h(t-1)[j]
  private float[] b; // [hidden]
  private float[] x; // [steps, batch, inputs]
  private float[][] h; // [steps + 1] of [batch, hidden]; h[0] is zero

  private RnnInArrays(LastTimeStepLayer layer) {
    super(layer.getUnderlying());
  }

  /** Lets the network's first layer run in plain arrays. */
  static void install(MultiLayerNetwork network) {
    network.getLayers()[0] = new RnnInArrays((LastTimeStepLayer) network.getLayer(0));
  }

  @Override
  public INDArray activate(INDArray input, boolean training, LayerWorkspaceMgr workspaces) {
    setInput(input, workspaces);
    batch = (int) input.size(0);
    inputs = (int) input.size(1);
    steps = (int) input.size(2);
    w = floats(getParam("W"));
    r = floats(getParam("RW"));
    b = floats(getParam("b"));
    hidden = b.length;
    x = floats(input.permute(2, 0, 1));
    h = new float[steps + 1][batch * hidden];
    for (int t = 0; t < steps; t++) {
      step(t);
    }
    return workspaces
        .create(ArrayType.ACTIVATIONS, DataType.FLOAT, batch, hidden)
        .assign(Nd4j.createFromArray(h[steps]).reshape(batch, hidden));
  }

  private void step(int t) {
    float[] z = new float[hidden];
    for (int n = 0; n < batch; n++) {
      System.arraycopy(b, 0, z, 0, hidden);
      for (int i = 0; i < inputs; i++) {
        addTo(z, 0, x[(t * batch + n) * inputs + i], w, i * hidden);
      }
      for (int j = 0; j < hidden; j++) {
        addTo(z, 0, h[t][n * hidden + j], r, j * hidden);
      }
      for (int k = 0; k < hidden; k++) {
        h[t + 1][n * hidden + k] = (float) Math.tanh(z[k]);
      }
    }
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    float[] dw = new float[w.length];
    float[] dr = new float[r.length];
    float[] db = new float[hidden];
    float[] dh = floats(epsilon); // [batch, hidden], of the step that is walked back
    float[] dz = new float[hidden];
    for (int t = steps - 1; t >= 0; t--) {
      for (int n = 0; n < batch; n++) {
        for (int k = 0; k < hidden; k++) {
          float y = h[t + 1][n * hidden + k];
          dz[k] = dh[n * hidden + k] * (1 - y * y);
        }
        addTo(db, 0, 1, dz, 0);
        for (int i = 0; i < inputs; i++) {
          addTo(dw, i * hidden, x[(t * batch + n) * inputs + i], dz, 0);
        }
        for (int j = 0; j < hidden; j++) {
          addTo(dr, j * hidden, h[t][n * hidden + j], dz, 0);
          dh[n * hidden + j] = dot(r, j * hidden, dz);
        }
      }
    }
    NeuralNetConfiguration definition = getUnderlying().conf();
    Map<String, INDArray> views =
        definition
            .getLayer()
            .initializer()
            .getGradientsFromFlattened(definition, getUnderlying().getGradientsViewArray());
    views.get("W").assign(Nd4j.createFromArray(dw).reshape(inputs, hidden));
    views.get("RW").assign(Nd4j.createFromArray(dr).reshape(hidden, hidden));
    views.get("b").assign(Nd4j.createFromArray(db).reshape(1, hidden));
    Gradient gradient = new DefaultGradient();
    gradient.gradientForVariable().putAll(views);
    return new Pair<>(gradient, null); // a first layer: nobody asks for its input's gradient
  }

  /** target[at…] += factor · row[from…], a row of hidden numbers. */
  private void addTo(float[] target, int at, float factor, float[] row, int from) {
    for (int k = 0; k < hidden; k++) {
      target[at + k] += factor * row[from + k];
    }
  }

  private float dot(float[] row, int from, float[] other) {
    float sum = 0;
    for (int k = 0; k < hidden; k++) {
      sum += row[from + k] * other[k];
    }
    return sum;
  }

  private static float[] floats(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
