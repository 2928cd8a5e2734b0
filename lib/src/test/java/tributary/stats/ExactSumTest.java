package tributary.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Exact sums against BigDecimal, whose decimal arithmetic shares no code with them. */
class ExactSumTest {
    @ParameterizedTest
    @ValueSource(
            doubles = {
                0,
                -0.0,
                1,
                -1,
                0.1,
                1e300,
                -1e-300,
                Double.MIN_VALUE,
                -3 * Double.MIN_VALUE,
                Double.MIN_NORMAL,
                Double.MAX_VALUE,
                123456789.123
            })
    void aDoubleComesBack(double value) {
        assertThat(ExactSum.of(value).toDouble()).isEqualTo(value + 0.0);
    }

    @Test
    void integersOfAnySizeAreExact() {
        assertThat(ExactSum.of(Long.MAX_VALUE).minus(ExactSum.of(Long.MAX_VALUE - 1)))
                .isEqualTo(ExactSum.of(1.0));
        assertThat(ExactSum.of(Long.MIN_VALUE).toDouble()).isEqualTo(-0x1p63);
    }

    @Test
    void sumsProductsAndQuotientsAgreeWithDecimalArithmetic() {
        RandomStream random = StreamKey.of(11).with("exact sum").stream();
        for (int repeat = 0; repeat < 300; repeat++) {
            ExactSum sum = ExactSum.ZERO;
            BigDecimal decimal = BigDecimal.ZERO;
            for (int i = 0; i < 20; i++) {
                double value = random.nextGaussian() * Math.scalb(1.0, random.nextInt(600) - 300);
                double factor = random.nextGaussian();
                sum = sum.plus(ExactSum.of(value).times(ExactSum.of(factor)));
                decimal = decimal.add(new BigDecimal(value).multiply(new BigDecimal(factor)));
            }
            assertThat(sum.toDouble()).isEqualTo(decimal.doubleValue());
            long divisor = 1 + random.nextInt(1_000_000);
            assertThat(sum.dividedBy(divisor))
                    .isEqualTo(decimal.divide(BigDecimal.valueOf(divisor), new MathContext(60))
                            .doubleValue());
        }
    }

    @Test
    void subnormalResultsAreRoundedOnce() {
        RandomStream random = StreamKey.of(12).with("subnormal").stream();
        for (int i = 0; i < 300; i++) {
            double a = random.nextGaussian() * 0x1p-530;
            double b = random.nextGaussian() * 0x1p-520;
            assertThat(ExactSum.of(a).times(ExactSum.of(b)).toDouble())
                    .isEqualTo(new BigDecimal(a).multiply(new BigDecimal(b)).doubleValue());
        }
        ExactSum half = ExactSum.of(Double.MIN_VALUE).times(ExactSum.of(0.5));
        assertThat(half.toDouble()).isZero();
        assertThat(half.plus(half).plus(half).toDouble()).isEqualTo(2 * Double.MIN_VALUE);
    }

    @Test
    void veryLongMantissasRoundOnceToo() {
        ExactSum tie = ExactSum.of(0x1p1000).plus(0x1p947);
        assertThat(tie.toDouble()).isEqualTo(0x1p1000);
        assertThat(tie.plus(Double.MIN_VALUE).toDouble()).isEqualTo(Math.nextUp(0x1p1000));
        assertThat(ExactSum.of(Double.MAX_VALUE).plus(Double.MAX_VALUE).toDouble())
                .isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void cancellationLeavesWhatIsLeft() {
        assertThat(ExactSum.ofAll(1e16, 1, -1e16).toDouble()).isEqualTo(1);
        assertThat(ExactSum.of(1e16).compareTo(ExactSum.ofAll(1e16, 1e-5))).isNegative();
    }

    @Test
    void notANumberIsRefused() {
        assertThatThrownBy(() -> ExactSum.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ExactSum.of(Double.POSITIVE_INFINITY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ExactSum.ZERO.dividedBy(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
