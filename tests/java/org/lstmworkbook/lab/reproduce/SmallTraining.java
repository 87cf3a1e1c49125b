package org.lstmworkbook.lab.reproduce;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.file.Path;
import java.time.LocalDate;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.engine.fastlstm.FastLstm;
import org.lstmworkbook.market.PriceCsv;
import org.lstmworkbook.model.Arithmetic;
import org.lstmworkbook.model.PriceLstm;
import org.lstmworkbook.model.QuantileForecaster;
import org.lstmworkbook.notebook.Experiment;
import org.lstmworkbook.prepare.PreparedPrices;
import org.lstmworkbook.prepare.PriceFeatures;
import org.lstmworkbook.train.QuantileTraining;
import org.lstmworkbook.train.Trainer;
import tech.tablesaw.api.Table;

/**
 * A few seconds of everything that a saved result hangs on: real prices, features, scaler, both
 * networks of step 9, predictions. Its SHA-256 is the same on every machine whose arithmetic is
 * pinned, and so the tests compare it under other environments, threads and processors.
 */
public final class SmallTraining {

  private static final int EPOCHS = 2;

  private SmallTraining() {}

  /**
   * Prints the arithmetic and the SHA-256.
   *
   * @param arguments the CSV of the samples, and the threads that share each batch
   */
  public static void main(String[] arguments) {
    String sha = sha256(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    System.out.println("Arithmetic: " + Arithmetic.describe());
    System.out.println("SHA-256: " + sha);
  }

  static String sha256(Path csv, int threads) {
    Table prices = PriceCsv.read(csv, "IBM").first(250);
    PreparedPrices prepared =
        PreparedPrices.of(
            prices,
            new PreparedPrices.Plan(
                Experiment.current().features(),
                PriceFeatures.returns(1),
                30,
                1,
                LocalDate.parse("2000-11-01"),
                LocalDate.parse("2001-01-01")));
    MultiLayerNetwork network = PriceLstm.network(5, 42);
    FastLstm.install(network, threads);
    Trainer trainer =
        Trainer.of(network, prepared.train(), prepared.validation()).epochs(EPOCHS).seed(42);
    trainer.fit();
    QuantileForecaster quantiles =
        QuantileTraining.of(prepared.train(), prepared.validation(), trainer.settings()).fit();
    Hasher digest = Hashing.sha256().newHasher();
    add(digest, network.params().dup().data().asFloat());
    add(
        digest,
        network.output(prepared.test().inputs(0, prepared.test().size())).dup().data().asFloat());
    add(digest, quantiles.network().params().dup().data().asFloat());
    return digest.hash().toString();
  }

  private static void add(Hasher digest, float[] numbers) {
    for (float number : numbers) {
      digest.putFloat(number);
    }
  }
}
