package org.lstmworkbook.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.QueryJobConfiguration;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lstmworkbook.UserException;

class QueryLimitsTest {

  private static final QueryJobConfiguration PLAIN = QueryJobConfiguration.of("SELECT 1");

  @Test
  void givenAPlainQuery_whenLimited_thenCapTimeOutAndLabels() {
    QueryJobConfiguration limited = QueryLimits.DEFAULT.applyTo(PLAIN);

    assertEquals(1_000_000_000L, limited.getMaximumBytesBilled());
    assertEquals(300_000L, limited.getJobTimeoutMs());
    assertEquals(Map.of("application", "lstm-workbook"), limited.getLabels());
  }

  @Test
  void givenAQueryWithItsOwn_whenLimited_thenTheyStay() {
    QueryJobConfiguration own =
        PLAIN.toBuilder()
            .setMaximumBytesBilled(5L)
            .setJobTimeoutMs(7L)
            .setLabels(Map.of("team", "a"))
            .build();

    assertEquals(own, QueryLimits.DEFAULT.applyTo(own));
  }

  @Test
  void givenTheVariable_whenRead_thenItIsTheCap() {
    QueryLimits limits = QueryLimits.from(Map.of(QueryLimits.VARIABLE, " 20000000000 "));

    assertEquals(new QueryLimits(20_000_000_000L, Duration.ofMinutes(5)), limits);
  }

  @ParameterizedTest
  @ValueSource(strings = {"20 GB", "0", "-1", "1e9", "99999999999999999999"})
  void givenACapThatIsNone_whenRead_thenSaid(String text) {
    var error =
        assertThrows(
            UserException.class, () -> QueryLimits.from(Map.of(QueryLimits.VARIABLE, text)));

    assertTrue(error.getMessage().startsWith(QueryLimits.VARIABLE + " is \"" + text + "\"."));
  }

  /** By hand from https://cloud.google.com/bigquery/pricing: 6.25 dollars a TiB. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "1, 10485760, 0.000059604644775390625",
    "10485761, 11534336, 0.0000655651092529296875",
    "1099511627776, 1099511627776, 6.25"
  })
  void givenBytesRead_whenBilled_thenWholeMegabytesTenAtLeast(
      long read, long billed, double dollars) {
    QueryCost cost = new QueryCost(read);

    assertEquals(billed, cost.bytesBilled());
    assertEquals(dollars, cost.dollars());
  }
}
