package tributary.posterior.conjugate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tributary.infer.Describe;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** The lift posterior against brute-force quadrature of its unnormalised density. */
class CorrelatedLiftTest {
    private static final int DRAWS = 15_000;
    private static final BetaBinomial PRIOR = new BetaBinomial(15, 600);

    @Test
    void oneArmEqualsQuadrature() {
        double[] units = {5200, 5100};
        double[] positives = {123, 151};
        double[] sums = new double[6];
        for (double p = 0.012; p < 0.042; p += 2e-5) {
            for (double d = -0.6; d < 0.8; d += 2e-3) {
                add(sums, p, d, d, logDensity(units, positives, 0, p, d));
            }
        }
        check(new CorrelatedLift(PRIOR, 0, 0.1, 0.5, units, positives), sums, 1);
    }

    @Test
    void twoCorrelatedArmsEqualQuadrature() {
        double[] units = {2000, 900, 3000};
        double[] positives = {50, 31, 90};
        for (double correlation : new double[] {0, 0.5, 0.9}) {
            double[] sums = new double[6];
            for (double p = 0.012; p < 0.046; p += 5e-4) {
                for (double d = -0.5; d < 0.7; d += 1e-2) {
                    for (double e = -0.5; e < 0.7; e += 1e-2) {
                        add(sums, p, d, e, logDensity(units, positives, correlation, p, d, e));
                    }
                }
            }
            check(new CorrelatedLift(PRIOR, 0, 0.1, correlation, units, positives), sums, 2);
        }
    }

    /** An arm a thousand or ten thousand times the control: its lift given the rate is very much narrower than over all. */
    @Test
    void veryUnequalArmsEqualQuadrature() {
        for (double[] scale : new double[][] {{1, 1e3}, {1, 1e4}, {1e3, 1}}) {
            for (double correlation : new double[] {0.5, 0.99}) {
                double[] units = {3000 * scale[0], 3000 * scale[1], 3000 * scale[1]};
                double[] positives = {75 * scale[0], 81 * scale[1], 72 * scale[1]};
                check(
                        new CorrelatedLift(PRIOR, 0, 0.1, correlation, units, positives),
                        onLogRates(units, positives, correlation),
                        2);
            }
        }
    }

    /** The sums over even grids of the three log rates, each as wide as its own arm's likelihood allows. */
    private static double[] onLogRates(double[] units, double[] positives, double r) {
        int nodes = 101;
        double[][] grid = new double[3][nodes];
        for (int j = 0; j < 3; j++) {
            double successes = positives[j] + (j == 0 ? PRIOR.a() : 0);
            double centre = StrictMath.log(successes / (units[j] + (j == 0 ? PRIOR.a() + PRIOR.b() : 0)));
            double half = 7 / StrictMath.sqrt(successes);
            for (int i = 0; i < nodes; i++) {
                grid[j][i] = centre + half * (2.0 * i / (nodes - 1) - 1);
            }
        }
        int middle = nodes / 2;
        double base = logDensity(
                units,
                positives,
                r,
                StrictMath.exp(grid[0][middle]),
                StrictMath.expm1(grid[1][middle] - grid[0][middle]),
                StrictMath.expm1(grid[2][middle] - grid[0][middle]));
        double[] sums = new double[6];
        for (double x : grid[0]) {
            for (double y : grid[1]) {
                for (double z : grid[2]) {
                    double d = StrictMath.expm1(y - x);
                    double e = StrictMath.expm1(z - x);
                    // dp dd de = p (1 + d) (1 + e) dx dy dz.
                    double log = logDensity(units, positives, r, StrictMath.exp(x), d, e) - base - 1500 + y + z - x;
                    add(sums, StrictMath.exp(x), d, e, log);
                }
            }
        }
        return sums;
    }

    @Test
    void staysFiniteAtTheEdges() {
        double[][][] cases = {
            {{0, 0}, {0, 0}},
            {{1, 1}, {0, 1}},
            {{500, 500}, {0, 0}},
            {{500, 500}, {500, 500}},
            {{1e9, 1e9}, {1e8, 1.001e8}},
            {{10, 10, 10, 10}, {0, 10, 5, 1}}
        };
        for (double[][] c : cases) {
            CorrelatedLift lift = new CorrelatedLift(PRIOR, 0, 0.1, 0.5, c[0], c[1]);
            RandomStream stream = StreamKey.of(1).stream();
            for (int i = 0; i < 200; i++) {
                assertThat(Arrays.stream(lift.sample(stream)).allMatch(p -> p > 0 && p < 1))
                        .isTrue();
            }
        }
    }

    private static double logDensity(double[] units, double[] positives, double r, double p, double... d) {
        double log = (PRIOR.a() - 1 + positives[0]) * StrictMath.log(p)
                + (PRIOR.b() - 1 + units[0] - positives[0]) * StrictMath.log(1 - p);
        for (int k = 0; k < d.length; k++) {
            double q = p * (1 + d[k]);
            log += positives[k + 1] * StrictMath.log(q) + (units[k + 1] - positives[k + 1]) * StrictMath.log(1 - q);
        }
        double squares = d.length == 1 ? d[0] * d[0] : (d[0] * d[0] - 2 * r * d[0] * d[1] + d[1] * d[1]) / (1 - r * r);
        return log - squares / (2 * 0.01);
    }

    private static void add(double[] sums, double p, double d, double e, double log) {
        double w = StrictMath.exp(log + 1500);
        double[] terms = {w, w * p, w * d, w * d * d, w * e, w * d * e};
        for (int i = 0; i < sums.length; i++) {
            sums[i] += terms[i];
        }
    }

    private static void check(CorrelatedLift lift, double[] sums, int arms) {
        assertThat(sums[0]).isPositive().isFinite();
        RandomStream stream = StreamKey.of(7).stream();
        double[] control = new double[DRAWS];
        double[] first = new double[DRAWS];
        double[] last = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            double[] rates = lift.sample(stream);
            control[i] = rates[0];
            first[i] = rates[1] / rates[0] - 1;
            last[i] = rates[arms] / rates[0] - 1;
        }
        double mean = sums[2] / sums[0];
        double variance = sums[3] / sums[0] - mean * mean;
        double error = 4 / StrictMath.sqrt(DRAWS);
        assertThat(Describe.mean(control)).isCloseTo(sums[1] / sums[0], within(error * Describe.sd(control)));
        assertThat(Describe.mean(first)).isCloseTo(mean, within(error * Describe.sd(first)));
        assertThat(Describe.mean(last)).isCloseTo(sums[4] / sums[0], within(error * Describe.sd(last)));
        assertThat(Describe.variance(first)).isCloseTo(variance, within(0.06 * variance));
        double covariance = sums[5] / sums[0] - mean * sums[4] / sums[0];
        double[] products = new double[DRAWS];
        Arrays.setAll(products, i -> (first[i] - mean) * (last[i] - sums[4] / sums[0]));
        assertThat(Describe.mean(products)).isCloseTo(covariance, within(error * Describe.sd(products)));
    }
}
