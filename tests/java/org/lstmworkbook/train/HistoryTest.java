package org.lstmworkbook.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class HistoryTest {

  private final History history =
      new History(
          List.of(
              new History.Epoch(1, scores(0.9, 0.5, 0.6), scores(0.8, 0.51, 0.61), 2),
              new History.Epoch(2, scores(0.7, 0.52, 0.62), scores(0.6, 0.53, 0.63), 3),
              new History.Epoch(3, scores(0.5, 0.54, 0.64), scores(0.65, 0.55, 0.65), 4)));

  private static Map<String, Double> scores(double loss, double accuracy, double within) {
    Map<String, Double> scores = new LinkedHashMap<>();
    scores.put("loss", loss);
    scores.put("accuracy", accuracy);
    scores.put("within", within);
    return scores;
  }

  @Test
  void givenEpochs_whenAsked_thenTheBestIsThatOfTheLowestValidationLoss() {
    assertEquals(2, history.bestEpoch());
    assertEquals(0, new History(List.of()).bestEpoch());
  }

  @Test
  void givenEpochs_whenToTable_thenEachFigureIsInItsColumn() {
    Table table = history.toTable();

    assertEquals(
        List.of(
            "epoch",
            "train_loss",
            "validation_loss",
            "train_accuracy",
            "validation_accuracy",
            "train_within",
            "validation_within",
            "seconds"),
        table.columnNames());
    assertEquals(3, table.rowCount());
    assertEquals(2, table.intColumn("epoch").get(1));
    assertEquals(
        List.of(0.7, 0.6, 0.52, 0.53, 0.62, 0.63, 3.0),
        table.columnNames().stream().skip(1).map(c -> table.doubleColumn(c).get(1)).toList());
  }
}
