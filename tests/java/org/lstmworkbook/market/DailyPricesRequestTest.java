package org.lstmworkbook.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import org.lstmworkbook.query.ScriptedEndpoint;
import tech.tablesaw.api.Table;

class DailyPricesRequestTest {

  private static final LocalDate FROM = LocalDate.of(2020, 1, 6);
  private static final LocalDate TO = LocalDate.of(2020, 1, 7);
  private static final String NO_DAYS =
      "ticker:STRING,trade_date:DATE,open:FLOAT,high:FLOAT,low:FLOAT,close:FLOAT,adj_close:FLOAT,"
          + "volume:INTEGER";

  private static final Pattern JOB_ID = Pattern.compile("lstm_workbook_[0-9a-f-]+");

  private ScriptedEndpoint endpoint;

  @BeforeEach
  void start() throws IOException {
    endpoint = new ScriptedEndpoint();
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @Test
  void givenTwoDays_whenRequested_thenTheCheckedTable() {
    endpoint.rows(
        NO_DAYS, "IBM,2020-01-06,11,12,10,11.5,5.75,10", "IBM,2020-01-07,12,13,11,12.5,6.25,20");

    Table prices = DailyPrices.request(endpoint.client(), "IBM", FROM, TO);

    assertEquals(DailyPrices.COLUMNS, prices.columnNames());
    assertEquals(6.25, prices.doubleColumn("adj_close").getDouble(1));
    assertEquals(20, prices.longColumn("volume").getLong(1));
  }

  @Test
  void givenAnyQueryOfTheLibrary_whenSent_thenCappedLabelledTimedAndNamed() {
    endpoint
        .rows(NO_DAYS)
        .rows("ticker:STRING,first_day:DATE,last_day:DATE", "AAPL,2000-03-01,2013-03-01");

    refused();

    assertEquals(2, endpoint.inserts().size());
    Set<String> names = new HashSet<>();
    for (String job : endpoint.inserts()) {
      assertTrue(job.contains("\"maximumBytesBilled\":\"1000000000\""), job);
      assertTrue(job.contains("\"jobTimeoutMs\":\"300000\""), job);
      assertTrue(job.contains("\"labels\":{\"application\":\"lstm-workbook\"}"), job);
      JOB_ID.matcher(job).results().forEach(id -> names.add(id.group()));
    }
    assertEquals(2, names.size());
  }

  @Test
  void givenNoRows_whenRequested_thenItSaysWhatThereIs() {
    endpoint
        .rows(NO_DAYS)
        .rows("ticker:STRING,first_day:DATE,last_day:DATE", "AAPL,2000-03-01,2013-03-01");

    assertEquals(
        "market.daily_prices has no rows of IBM from 2020-01-06 to 2020-01-07."
            + " It holds AAPL (2000-03-01 to 2013-03-01). Choose one of these.",
        refused());
  }

  @Test
  void givenDaysInTheWrongOrder_whenRequested_thenNothingIsAsked() {
    var error =
        assertThrows(
            UserException.class, () -> DailyPrices.request(endpoint.client(), "IBM", TO, FROM));

    assertTrue(error.getMessage().contains("Swap them"), error.getMessage());
    assertEquals(0, endpoint.requests());
  }

  private String refused() {
    return assertThrows(
            UserException.class, () -> DailyPrices.request(endpoint.client(), "IBM", FROM, TO))
        .getMessage();
  }
}
