package org.lstmworkbook.volatility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import org.lstmworkbook.evaluate.LinearRegression;
import org.lstmworkbook.evaluate.Metrics;
import org.lstmworkbook.evaluate.Proportion;
import org.lstmworkbook.evaluate.WalkForward;
import org.lstmworkbook.model.ConformalInterval;
import tech.tablesaw.api.Table;

class VolatilityIntervalTest {

  @Test
  void givenFourDays_whenCalibrated_thenTheWidthIsTheFourthLargestMoveInUnitsOfVolatility() {
    double[] returns = {0.01, -0.02, 0.06, 0.04};
    double[] volatility = {Math.log(0.01), Math.log(0.01), Math.log(0.02), Math.log(0.01)};
    var interval = VolatilityInterval.calibrate(returns, volatility); // 1, 2, 3 and 4 volatilities
    assertEquals(4 * 0.03, interval.halfWidth(0.8, Math.log(0.03)), 1e-12); // rank ⌈5 · 0.8⌉ = 4
    assertEquals(2 * 0.03, interval.halfWidth(0.4, Math.log(0.03)), 1e-12);
    assertThrows(UserException.class, () -> interval.halfWidth(0.95, 0));
    assertThrows(UserException.class, () -> VolatilityInterval.calibrate(returns, new double[1]));
  }

  @Test
  void givenIbmFrom2010_whenCoveredByHarsVolatility_thenNarrowerThanAPlainIntervalAndStillHonest() {
    Table ibm = VolatilityFeatures.of(Stocks.before(LocalDate.of(2013, 3, 2), "IBM")).get("IBM");
    int calibration =
        ibm.where(ibm.dateColumn("trade_date").isBefore(LocalDate.of(2009, 4, 1))).rowCount();
    int test =
        ibm.where(ibm.dateColumn("trade_date").isBefore(LocalDate.of(2010, 8, 1))).rowCount()
            - calibration;
    double[] volatility =
        WalkForward.expanding(calibration)
            .run(LinearRegression.har(), VolatilityStudy.series(ibm))
            .forecast();
    double[] all = ibm.doubleColumn("log_return").asDoubleArray();
    double[] returns = Arrays.copyOfRange(all, calibration, all.length);
    var interval =
        VolatilityInterval.calibrate(Arrays.copyOf(returns, test), Arrays.copyOf(volatility, test));
    double plain = new ConformalInterval(Arrays.copyOf(returns, test)).halfWidth(0.95);

    double[] upper =
        IntStream.range(test, returns.length)
            .mapToDouble(day -> interval.halfWidth(0.95, volatility[day]))
            .toArray();
    double[] lower = Arrays.stream(upper).map(width -> -width).toArray();
    Proportion covered =
        Metrics.coverage(Arrays.copyOfRange(returns, test, returns.length), lower, upper);

    assertTrue(covered.wilson(0.99).getLowerBound() <= 0.95, "covered " + covered);
    assertTrue(covered.wilson(0.99).getUpperBound() >= 0.95, "covered " + covered);
    assertTrue(Arrays.stream(upper).average().orElseThrow() < 0.9 * plain);
  }
}
