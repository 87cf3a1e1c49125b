package org.lstmworkbook.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

class VolatilityTest {

  @Test
  void givenTwoDays_whenGarmanKlass_thenAsByHand() {
    Table table =
        Volatility.withGarmanKlass(
            prices(
                new double[] {100, 50},
                new double[] {110, 50},
                new double[] {95, 50},
                new double[] {105, 50}));
    // ln(110/95) = 0.146603, ln(105/100) = 0.048790: ½·0.0214925 − 0.386294·0.0023805 = 0.0098267
    assertEquals(
        0.5 * Math.log(0.0098267),
        table.doubleColumn("log_volatility").get(0),
        1e-5); // six digits by hand
    assertEquals(
        Math.log(1e-4),
        table.doubleColumn("log_volatility").get(1),
        1e-12); // a day without a move: 0.01 %
  }

  @Test
  void givenNoLow_whenGarmanKlass_thenRefusedByName() {
    Table prices =
        Table.create(
            DoubleColumn.create("open", 1),
            DoubleColumn.create("high", 1),
            DoubleColumn.create("close", 1));
    var error = assertThrows(UserException.class, () -> Volatility.withGarmanKlass(prices));
    assertEquals("There is no column low; the table has open, high, close.", error.getMessage());
  }

  private static Table prices(double[] open, double[] high, double[] low, double[] close) {
    return Table.create(
        DoubleColumn.create("open", open),
        DoubleColumn.create("high", high),
        DoubleColumn.create("low", low),
        DoubleColumn.create("close", close));
  }
}
