package org.lstmworkbook.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.lstmworkbook.UserException;
import org.lstmworkbook.model.Forecaster;
import org.lstmworkbook.model.Provenance;
import org.lstmworkbook.prepare.PreparedPrices;
import org.lstmworkbook.train.ForecasterTraining;
import tech.tablesaw.api.Table;

/** Steps 2 to 9 at once, for the notebooks that come after them. */
public final class Steps {

  private Steps() {}

  /**
   * The forecaster that step 9 saved for this experiment, if training it here and now would give
   * the same one to the last bit. If there is none, it is trained as step 9 does, and saved; one
   * that was made in another way is kept beside it, and the cell says so.
   *
   * @param prices the daily rows that step 1 requested
   */
  public static Forecaster forecaster(Experiment experiment, Table prices) {
    PreparedPrices prepared = PreparedPrices.of(prices, experiment.plan());
    var training = ForecasterTraining.of(prepared, experiment.epochs(), experiment.seed());
    Provenance wanted =
        Provenance.of(prepared.validation(), experiment.ticker(), training.settings());
    Path file = experiment.forecasterFile();
    if (Files.exists(file)) {
      Forecaster saved = Forecaster.load(file);
      Optional<String> difference = wanted.differenceTo(saved.provenance());
      if (difference.isEmpty()) {
        return saved;
      }
      setAside(file, difference.get());
    }
    Forecaster trained = training.fit(PriceSource.origin(experiment, prices));
    trained.save(file);
    return trained;
  }

  private static void setAside(Path file, String difference) {
    Path aside = file.resolveSibling("earlier-" + file.getFileName());
    try {
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UserException("%s cannot be moved aside: %s".formatted(file, e.getMessage()), e);
    }
    System.out.println(
        "%s was made with %s: steps 2 to 9 are repeated here, and that file is now %s."
            .formatted(file.getFileName(), difference, aside.getFileName()));
  }
}
