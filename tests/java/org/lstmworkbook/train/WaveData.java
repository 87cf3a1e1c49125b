package org.lstmworkbook.train;

import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.model.PriceLstm;
import org.lstmworkbook.prepare.FeatureMatrix;
import org.lstmworkbook.prepare.MinMaxScaler;
import org.lstmworkbook.prepare.RowRange;
import org.lstmworkbook.prepare.SampleData;
import org.lstmworkbook.prepare.Windows;

/** A noisy wave: small, and can be learned. */
final class WaveData {

  static final int BATCH = 16;

  private static final RowRange TRAIN = new RowRange(0, 90);

  private final Windows windows;

  WaveData(long noiseSeed) {
    Random noise = new Random(noiseSeed);
    double[] wave = new double[130];
    for (int day = 0; day < wave.length; day++) {
      wave[day] = 0.02 * Math.sin(0.5 * day) + 0.002 * noise.nextGaussian();
    }
    FeatureMatrix m = FeatureMatrix.of(SampleData.table("log_return", wave), "log_return");
    windows = Windows.over(MinMaxScaler.fit(m, TRAIN).transform(m), "log_return", 5, 1);
  }

  Windows train() {
    return windows.within(TRAIN);
  }

  Windows validation() {
    return windows.within(new RowRange(90, 130));
  }

  /** With dropout, so that its random numbers matter to the result. */
  MultiLayerNetwork network() {
    return PriceLstm.network(1, 6, 0.2, 0.01, 3);
  }

  Trainer trainer(MultiLayerNetwork network) {
    return Trainer.of(network, train(), validation()).batchSize(BATCH).patience(100);
  }
}
