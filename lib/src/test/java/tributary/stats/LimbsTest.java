package tributary.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Limbs: plain double additions whose totals are exact, whatever the order. */
class LimbsTest {
    @ParameterizedTest
    @CsvSource({"1, 100000", "1000, 100000", "0.37, 3", "1e9, 40000000", "1e-200, 2000", "1e250, 50000"})
    void totalsOfLimbsAreExactSumsOfTheLimbs(double bound, long rows) {
        Limbs limbs = Limbs.of(bound, rows, 60);
        RandomStream random = StreamKey.of(5).with("limbs").stream();
        int drawn = (int) Math.min(rows, 20_000);
        double[] values = new double[drawn];
        for (int i = 0; i < drawn; i++) {
            values[i] = i == 0 ? bound : bound * (2 * random.nextDouble() - 1) * Math.scalb(1.0, -random.nextInt(30));
        }
        double[] forwards = new double[limbs.count()];
        double[] backwards = new double[limbs.count()];
        ExactSum exact = ExactSum.ZERO;
        ExactSum ofLimbs = ExactSum.ZERO;
        for (int i = 0; i < drawn; i++) {
            double[] one = limbs.cut(values[i]);
            double[] other = limbs.cut(values[drawn - 1 - i]);
            for (int k = 0; k < one.length; k++) {
                forwards[k] += one[k];
                backwards[k] += other[k];
            }
            ofLimbs = ofLimbs.plus(ExactSum.ofAll(one));
            exact = exact.plus(values[i]);
        }
        assertThat(forwards).isEqualTo(backwards);
        assertThat(ExactSum.ofAll(forwards)).isEqualTo(ofLimbs);
        double error = exact.minus(ofLimbs).toDouble();
        assertThat(Math.abs(error)).isLessThanOrEqualTo(drawn * Math.scalb(bound, -59));
    }

    @Test
    void theWorstCaseStaysOnItsGrid() {
        long rows = 1 << 20;
        Limbs limbs = Limbs.of(1, rows, 60);
        double odd = Math.nextDown(1.0);
        double[] cut = limbs.cut(odd);
        double[] totals = new double[cut.length];
        for (long i = 0; i < rows; i++) {
            for (int k = 0; k < cut.length; k++) {
                totals[k] += cut[k];
            }
        }
        assertThat(ExactSum.ofAll(totals)).isEqualTo(ExactSum.of(odd).times(ExactSum.of(rows)));
    }

    @Test
    void integersInRangeNeedOneLimb() {
        Limbs limbs = Limbs.of(1, 20_000_000, 20);
        assertThat(limbs.count()).isEqualTo(1);
        assertThat(limbs.cut(1)).containsExactly(1);
        assertThat(limbs.cut(0)).containsExactly(0);
    }

    @Test
    void impossibleBoundsAreRefused() {
        assertThatThrownBy(() -> Limbs.of(Double.NaN, 1, 60)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Limbs.of(Double.MAX_VALUE, 1, 60)).isInstanceOf(IllegalArgumentException.class);
    }
}
