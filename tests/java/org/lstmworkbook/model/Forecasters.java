package org.lstmworkbook.model;

import java.time.LocalDate;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.market.DailyPrices;
import org.lstmworkbook.market.PriceOrigin;
import org.lstmworkbook.prepare.SampleData;
import org.lstmworkbook.prepare.Windows;

/** Forecasters for tests, of the sample prices of IBM. */
public final class Forecasters {

  private Forecasters() {}

  public static Forecaster of(MultiLayerNetwork network, Windows validation) {
    var query = DailyPrices.query("IBM", LocalDate.of(2000, 3, 1), LocalDate.of(2013, 3, 1));
    return Forecaster.of(
        network,
        validation,
        TrainingSettings.of(network, validation, 40, 8, 64, 42),
        PriceOrigin.of("a test", query, SampleData.prices("IBM")));
  }
}
