package org.lstmworkbook.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.lstmworkbook.market.PriceOrigin;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What a forecaster is and where it comes from, as a table for the reader. */
final class ForecasterDescription {

  private final Map<String, String> rows = new LinkedHashMap<>();

  private ForecasterDescription() {}

  static Table of(Forecaster forecaster) {
    ForecasterDescription description = new ForecasterDescription();
    description.what(forecaster);
    forecaster.data().ifPresent(description::data);
    forecaster.provenance().settings().ifPresent(description::training);
    description.origin(forecaster.provenance());
    return Table.create(
        "forecaster",
        StringColumn.create("what", description.rows.keySet()),
        StringColumn.create("value", description.rows.values()));
  }

  private void what(Forecaster forecaster) {
    rows.put("ticker", forecaster.provenance().ticker());
    rows.put("features", String.join(", ", forecaster.features()));
    rows.put("target", "%s, %d day(s) ahead".formatted(forecaster.target(), forecaster.horizon()));
    rows.put("window", forecaster.window() + " days");
    rows.put("weights", String.valueOf(forecaster.network().numParams()));
  }

  private void data(PriceOrigin data) {
    rows.put("data", data.source());
    rows.put("query", data.sql().strip().replaceAll("\\s+", " "));
    rows.put("parameters", data.parameters().toString());
    rows.put("rows", String.valueOf(data.rows()));
    rows.put("SHA-256 of the rows", data.sha256());
  }

  private void training(TrainingSettings training) {
    rows.put("validation from", training.validationFrom().toString());
    rows.put("test from", training.testFrom().toString());
    rows.put("hidden units", String.valueOf(training.hidden()));
    rows.put("dropout", String.valueOf(training.dropout()));
    rows.put("learning rate", String.valueOf(training.learningRate()));
    rows.put("epochs, at most", String.valueOf(training.epochs()));
    rows.put("patience", training.patience() + " epochs");
    rows.put("batch size", String.valueOf(training.batchSize()));
  }

  private void origin(Provenance provenance) {
    rows.put("learned from", provenance.from() + " to " + provenance.to());
    rows.put("seed", String.valueOf(provenance.seed()));
    rows.put("SHA-256 of the scaled rows", provenance.dataSha256());
    provenance.versions().forEach((name, version) -> rows.put("version of " + name, version));
  }
}
