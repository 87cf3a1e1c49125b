package org.lstmworkbook.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.model.PriceLstm;
import org.lstmworkbook.prepare.FeatureMatrix;
import org.lstmworkbook.prepare.MinMaxScaler;
import org.lstmworkbook.prepare.RowRange;
import org.lstmworkbook.prepare.SampleData;
import org.lstmworkbook.prepare.Windows;

class ScoresTest {

  /**
   * Targets −0.02, 0.01, 0, 0.03, 0.02 in log return; scaled from −0.02 … 0.03 to 0, 0.6, 0.4, 1,
   * 0.8. All weights 0 but the output's bias, which is 0.5: each forecast is 0.5, that is 0.005.
   */
  @Test
  void givenAConstantForecast_whenScored_thenTheFiguresAreThoseByHand() {
    FeatureMatrix m =
        FeatureMatrix.of(SampleData.table("r", 0.03, -0.02, 0.01, 0, 0.03, 0.02), "r");
    MinMaxScaler scaler = MinMaxScaler.fit(m, new RowRange(0, 6));
    Windows windows = Windows.over(scaler.transform(m), "r", 1, 1);
    MultiLayerNetwork constant = PriceLstm.network(1, 2, 0, 1e-3, 1);
    constant.params().assign(0);
    constant.setParam("1_b", constant.getParam("1_b").dup().assign(0.5));

    Map<String, Double> score = Trainer.scores(constant, windows, 0.016);

    // (0.25 + 0.01 + 0.01 + 0.25 + 0.09) / 5; the scaled values are floats
    assertEquals(0.122, score.get("loss"), 1e-6);
    // forecast up: right for 0.01, 0.03, 0.02, wrong for −0.02; the day without a move does not
    // count
    assertEquals(3.0 / 4, score.get("accuracy"));
    // misses 0.025, 0.005, 0.005, 0.025, 0.015
    assertEquals(3.0 / 5, score.get("within"));
  }
}
