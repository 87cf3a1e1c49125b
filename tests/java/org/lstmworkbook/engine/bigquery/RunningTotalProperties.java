package org.lstmworkbook.engine.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.zetasql.TypeFactory;
import com.google.zetasql.Value;
import com.google.zetasql.ZetaSQLType.TypeKind;
import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A sum of FLOAT64 is the exact one, rounded once. */
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
