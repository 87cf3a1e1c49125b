package org.lstmworkbook.engine.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.zetasql.TypeFactory;
import com.google.zetasql.Value;
import com.google.zetasql.ZetaSQLType.TypeKind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

/** A sum or a variance of FLOAT64 is the exact one, rounded once. */
class RunningTotalProperties {

  @Property
  void givenAnyNumbers_whenSummedUp_thenRoundedOnce(@ForAll("numbers") List<Double> numbers) {
    RunningTotal total =
        new RunningTotal("SUM", TypeFactory.createSimpleType(TypeKind.TYPE_DOUBLE));
    BigDecimal exact =
        numbers.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);

    numbers.forEach(each -> total.add(Value.createDoubleValue(each)));

    if (Double.isInfinite(exact.doubleValue())) {
      assertThrows(ArithmeticException.class, total::value);
    } else {
      assertEquals(exact.doubleValue(), total.value().getDoubleValue());
    }
  }

  @Property
  void givenAnyPrices_whenTheirVarianceIsAsked_thenRoundedOnce(
      @ForAll @Size(min = 2, max = 40) List<@DoubleRange(min = -1e6, max = 1e6) Double> prices) {
    RunningTotal total =
        new RunningTotal("VARIANCE", TypeFactory.createSimpleType(TypeKind.TYPE_DOUBLE));
    BigDecimal rows = BigDecimal.valueOf(prices.size());
    List<BigDecimal> exact = prices.stream().map(BigDecimal::new).toList();
    BigDecimal sum = exact.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    // n times the distance of each from the mean
    BigDecimal squares =
        exact.stream()
            .map(each -> each.multiply(rows).subtract(sum).pow(2))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal divisor = rows.pow(2).multiply(rows.subtract(BigDecimal.ONE));

    prices.forEach(each -> total.add(Value.createDoubleValue(each)));

    double variance = squares.divide(divisor, MathContext.DECIMAL128).doubleValue();
    assertEquals(variance, total.value().getDoubleValue());
  }

  /** Those whose sum needs many digits, is too large on the way, or is less than any of them. */
  @Provide
  Arbitrary<List<Double>> numbers() {
    return Arbitraries.oneOf(
            Arbitraries.doubles(),
            Arbitraries.doubles().between(-1000, 1000),
            Arbitraries.of(
                Double.MAX_VALUE,
                -Double.MAX_VALUE,
                Math.nextDown(Double.MAX_VALUE),
                0x1p970,
                Double.MIN_NORMAL,
                -Double.MIN_VALUE,
                -0.0,
                0x1p53,
                1.0,
                -0x1p-53))
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }
}
