package tributary.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.junit.jupiter.api.Test;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Cross-products against Commons Math, and their merge as a commutative, associative operation to the bit. */
class CrossProductsTest {
    private static double[][] rows(int n, double offset, String name) {
        RandomStream random = StreamKey.of(3).with(name).stream();
        double[][] rows = new double[n][];
        for (int k = 0; k < n; k++) {
            double x = random.nextGaussian();
            rows[k] = new double[] {offset + x, 3 * x + random.nextGaussian(), random.nextExponential()};
        }
        return rows;
    }

    @Test
    void momentsAgreeWithCommonsMath() {
        double[][] rows = rows(500, 10, "moments");
        CrossProducts stats = CrossProducts.of(rows, 3);
        Covariance covariance = new Covariance(rows);
        for (int i = 0; i < 3; i++) {
            int column = i;
            double[] values = Arrays.stream(rows).mapToDouble(r -> r[column]).toArray();
            assertThat(stats.mean(i)).isCloseTo(new Mean().evaluate(values), within(1e-13));
            for (int j = 0; j < 3; j++) {
                assertThat(stats.covariance(i, j))
                        .isCloseTo(covariance.getCovarianceMatrix().getEntry(i, j), within(1e-12));
            }
        }
        assertThat(stats.count()).isEqualTo(500);
        assertThat(stats.variance(1)).isEqualTo(stats.covariance(1, 1));
    }

    @Test
    void aLargeOffsetCancelsNothing() {
        double[][] rows = {{1e9 + 1, 0}, {1e9 + 2, 1}, {1e9 + 3, 5}};
        CrossProducts stats = CrossProducts.of(rows, 2);
        assertThat(stats.mean(0)).isEqualTo(1e9 + 2);
        assertThat(stats.centred(0, 0)).isEqualTo(2);
        assertThat(stats.centred(0, 1)).isEqualTo(5);
        assertThat(stats.centred(1, 0)).isEqualTo(5);
    }

    @Test
    void mergeIsCommutativeAndAssociativeToTheBit() {
        CrossProducts a = CrossProducts.of(rows(7, 1e6, "a"), 3);
        CrossProducts b = CrossProducts.of(rows(100, 1e-3, "b"), 3);
        CrossProducts c = CrossProducts.of(rows(31, -5, "c"), 3);
        assertThat(a.merge(b)).isEqualTo(b.merge(a)).hasSameHashCodeAs(b.merge(a));
        assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
        assertThat(a.merge(CrossProducts.empty(3))).isEqualTo(a);
        assertThatThrownBy(() -> a.merge(CrossProducts.empty(2))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mergedPartsEqualTheWhole() {
        double[][] all = rows(90, 4, "whole");
        CrossProducts whole = CrossProducts.of(all, 3);
        CrossProducts parts = CrossProducts.empty(3);
        for (int start = 0; start < 90; start += 30) {
            parts = CrossProducts.of(Arrays.copyOfRange(all, start, start + 30), 3)
                    .merge(parts);
        }
        assertThat(parts).isEqualTo(whole);
    }

    @Test
    void sumsAboutAnOriginGiveTheSameStatistics() {
        double[][] rows = {{1024.5, 2}, {1025.25, 3}, {1030, -1}};
        CrossProducts direct = CrossProducts.of(rows, 2);
        double[][] shifted =
                Arrays.stream(rows).map(r -> new double[] {r[0] - 1024, r[1]}).toArray(double[][]::new);
        ExactSum[] sums = new ExactSum[] {ExactSum.ZERO, ExactSum.ZERO};
        ExactSum[] products = new ExactSum[] {ExactSum.ZERO, ExactSum.ZERO, ExactSum.ZERO};
        for (double[] r : shifted) {
            sums[0] = sums[0].plus(r[0]);
            sums[1] = sums[1].plus(r[1]);
            products[0] = products[0].plus(ExactSum.of(r[0]).times(ExactSum.of(r[0])));
            products[1] = products[1].plus(ExactSum.of(r[1]).times(ExactSum.of(r[0])));
            products[2] = products[2].plus(ExactSum.of(r[1]).times(ExactSum.of(r[1])));
        }
        assertThat(CrossProducts.ofSums(3, new double[] {1024, 0}, sums, products))
                .isEqualTo(direct);
    }

    @Test
    void publishedMomentsComeBack() {
        CrossProducts stats =
                CrossProducts.ofMoments(1000, new double[] {0.1, 70}, new double[][] {{90, 0}, {-12.5, 4e4}});
        assertThat(stats.mean(0)).isEqualTo(0.1);
        assertThat(stats.mean(1)).isEqualTo(70);
        assertThat(stats.centred(0, 0)).isEqualTo(90);
        assertThat(stats.centred(0, 1)).isEqualTo(-12.5);
        assertThat(stats.sum(1)).isEqualTo(70_000);
    }

    @Test
    void columnsCanBeChosen() {
        CrossProducts stats = CrossProducts.of(rows(40, 2, "choose"), 3);
        CrossProducts chosen = stats.select(2, 0);
        assertThat(chosen.mean(0)).isEqualTo(stats.mean(2));
        assertThat(chosen.centred(0, 1)).isEqualTo(stats.centred(2, 0));
        assertThat(chosen.product(1, 1)).isEqualTo(stats.product(0, 0));
    }

    @Test
    void noRowsAndOneRowAreNumbersNotExceptions() {
        CrossProducts none = CrossProducts.empty(1);
        assertThat(none.mean(0)).isNaN();
        assertThat(none.variance(0)).isNaN();
        CrossProducts one = CrossProducts.ofColumn(4);
        assertThat(one.mean(0)).isEqualTo(4);
        assertThat(one.centred(0, 0)).isZero();
        assertThat(one.variance(0)).isNaN();
    }
}
