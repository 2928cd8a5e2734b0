package tributary.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import tributary.consensus.Blocks;
import tributary.consensus.LocalBlocks;
import tributary.estimand.IntervalKind;
import tributary.estimand.IntervalSpec;
import tributary.infer.Describe;
import tributary.posterior.Data;
import tributary.random.NormalQuantile;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Sensitivity to what no data tell, against closed forms and the worked examples of the papers. */
class SensitivityTest {
    private static final IntervalSpec EQUAL = new IntervalSpec(IntervalKind.ETI, 0.95);

    /** A normal posterior as its own quantiles: no Monte Carlo error, and a spread short of the law's by little. */
    private static double[] normal(double mean, double sd) {
        double[] draws = new double[4000];
        for (int i = 0; i < draws.length; i++) {
            draws[i] = mean + sd * NormalQuantile.of((i + 0.5) / draws.length);
        }
        return draws;
    }

    @ParameterizedTest
    @CsvFileSource(resources = "bias_scenarios.csv", numLinesToSkip = 1)
    void biasPriorsOfTheNotebook(
            String name,
            double biasMean,
            double biasSd,
            double mean,
            double sd,
            double low,
            double high,
            double positive) {
        double[] draws = normal(2.7791908880859317, 0.07287534599074466);
        SensitivityCell cell = BiasSensitivity.scenarios(draws, List.of(new BiasPrior(name, biasMean, biasSd)), EQUAL)
                .get(0);
        assertThat(cell.mean()).isCloseTo(mean, within(1e-10));
        assertThat(cell.sd()).isCloseTo(sd, within(1e-3 * sd));
        assertThat(cell.lower()).isCloseTo(low, within(2e-3 * sd));
        assertThat(cell.upper()).isCloseTo(high, within(2e-3 * sd));
        assertThat(cell.median()).isCloseTo(mean, within(1e-3 * sd));
        assertThat(cell.probPositive()).isCloseTo(positive, within(1e-5));
        SensitivityCell dense = BiasSensitivity.scenarios(
                        draws, List.of(new BiasPrior(name, biasMean, biasSd)), new IntervalSpec(IntervalKind.HDI, 0.95))
                .get(0);
        // Symmetric: the highest density is the equal tails.
        assertThat(dense.lower()).isCloseTo(low, within(0.02 * sd));
        assertThat(dense.upper() - dense.lower()).isLessThanOrEqualTo(cell.upper() - cell.lower() + 1e-12);
    }

    @Test
    void tippingPointsOfANormalPosteriorAreItsClosedForms() {
        double[] draws = normal(2, 0.5);
        double z = NormalQuantile.of(0.95);
        assertThat(BiasSensitivity.tippingShift(draws)).isCloseTo(2 - z * 0.5, within(1e-3));
        // P(normal(2, sqrt(.25 + s^2)) > 0) = .95 at s = sqrt((2 / z)^2 - .25).
        double spread = Math.sqrt(4 / (z * z) - 0.25);
        assertThat(BiasSensitivity.tippingSpread(draws)).isCloseTo(spread, within(1e-3));
        double[] mirrored = Arrays.stream(draws).map(d -> -d).toArray();
        assertThat(BiasSensitivity.tippingShift(mirrored)).isCloseTo(-(2 - z * 0.5), within(1e-3));
        assertThat(BiasSensitivity.tippingSpread(mirrored)).isCloseTo(spread, within(1e-3));
        assertThat(BiasSensitivity.tippingSpread(normal(0.1, 0.5))).isZero();
        List<SensitivityCell> grid = BiasSensitivity.shifts(draws, EQUAL);
        assertThat(grid.get(0).mean()).isCloseTo(2, within(1e-12));
        assertThat(grid.get(grid.size() - 1).mean()).isCloseTo(-2, within(1e-9));
        assertThat(grid).allMatch(c -> c.tippingPoint() == grid.get(0).tippingPoint());
    }

    /** The fourth exercise of the notebook: a stronger hidden cause moves the adjusted effect, and nothing in the table says so. */
    @Test
    void aStrongerHiddenCauseMovesTheAdjustedEffect() {
        double[] biases = new double[3];
        double[] strengths = {0, 1.1, 2.2};
        for (int s = 0; s < strengths.length; s++) {
            biases[s] = adjusted(strengths[s]) - 1;
        }
        // Standard errors at 60,000 rows are about .02.
        assertThat(biases[0]).isCloseTo(0, within(0.08));
        assertThat(biases[1]).isCloseTo(1.78, within(0.1));
        assertThat(biases[2]).isGreaterThan(biases[1] + 0.5);
        double[] draws = normal(1 + biases[2], 0.02);
        SensitivityCell honest = BiasSensitivity.scenarios(
                        draws, List.of(new BiasPrior("about right", 2.2, 0.5)), EQUAL)
                .get(0);
        assertThat(honest.lower()).isLessThan(1);
        assertThat(honest.upper()).isGreaterThan(1);
    }

    /** The coefficient of A given X, in the notebook's world with this effect of U on A. */
    private static double adjusted(double strength) {
        RandomStream random = StreamKey.of(4912).with("stronger").stream();
        int rows = 60_000;
        double[][] v = new double[3][rows];
        for (int i = 0; i < rows; i++) {
            double x = random.nextGaussian();
            double u = random.nextGaussian();
            double logit = -0.2 + x + strength * u;
            v[0][i] = random.nextDouble() < 1 / (1 + StrictMath.exp(-logit)) ? 1 : 0;
            v[1][i] = x;
            v[2][i] = 5 + v[0][i] + 1.4 * x + 2 * u + 1.4 * random.nextGaussian();
        }
        double[] ones = new double[rows];
        Arrays.fill(ones, 1);
        ColumnCovariance c = ColumnCovariance.ofColumns(v, ones);
        double ax = c.covariance(0, 1);
        double xx = c.covariance(1, 1);
        return (c.covariance(0, 2) - ax * c.covariance(1, 2) / xx) / (c.covariance(0, 0) - ax * ax / xx);
    }

    /** VanderWeele and Ding (2017): breast feeding and infant death by respiratory infection, RR 3.9 (1.8 to 8.7). */
    @Test
    void eValuesOfThePaper() {
        assertThat(EValue.ofRiskRatio(3.9)).isCloseTo(7.26, within(0.005));
        assertThat(EValue.ofInterval(1.8, 8.7)).isCloseTo(3.0, within(0.005));
        assertThat(EValue.ofRiskRatio(1 / 3.9)).isCloseTo(7.26, within(0.005));
        assertThat(EValue.ofInterval(1 / 8.7, 1 / 1.8)).isCloseTo(3.0, within(0.005));
        assertThat(EValue.ofInterval(0.9, 2)).isOne();
        assertThat(EValue.ofRiskRatio(1)).isOne();
        assertThat(EValue.ratioOfStandardised(0)).isOne();
    }

    /** Cinelli and Hazlett (2020), table 1: Darfur, estimate .097 (.023), 783 degrees of freedom. */
    @Test
    void robustnessValuesOfThePaper() {
        double t = 4.18;
        assertThat(RobustnessValue.partialR2(t, 783)).isCloseTo(0.022, within(0.0005));
        assertThat(RobustnessValue.of(t, 783, 1)).isCloseTo(0.139, within(0.0005));
        assertThat(RobustnessValue.ofSignificance(t, 783, 1.963)).isCloseTo(0.076, within(0.0005));
        assertThat(RobustnessValue.ofSignificance(1, 783, 1.963)).isZero();
        // A confounder of exactly this strength on both sides brings the estimate to zero: by definition.
        double value = RobustnessValue.of(t, 783, 1);
        assertThat(RobustnessValue.bias(0.0232, 783, value, value)).isCloseTo(t * 0.0232, within(1e-12));
    }

    /**
     * Cinelli and Hazlett (2020), Darfur: a confounder as strong as being female explains at most .0092 and .125 of what is
     * left of harm and peace, and brings .097 to .075. The partial R2 that go in are these bounds inverted.
     */
    @Test
    void aBenchmarkOfThePaper() {
        RobustnessValue.Confounder female = RobustnessValue.asStrongAs(0.1092, 0.00908);
        assertThat(female.withTreatment()).isCloseTo(0.00916, within(5e-5));
        assertThat(female.withOutcome()).isCloseTo(0.1246, within(0.002));
        double bias = RobustnessValue.bias(0.02326, 783, female.withOutcome(), female.withTreatment());
        assertThat(0.0973 - bias).isCloseTo(0.0752, within(5e-4));
    }

    /** With errors of known correlation the formula gives back the true indirect effect, and zero at rho = r. */
    @Test
    void mediationRhoFindsTheTruthAtTheTrueRho() {
        RandomStream random = StreamKey.of(5).with("rho").stream();
        int rows = 100_000;
        double rho = 0.4;
        double[][] v = new double[4][rows];
        for (int i = 0; i < rows; i++) {
            double c = random.nextGaussian();
            double t = random.nextDouble() < 0.5 ? 1 : 0;
            double e = random.nextGaussian();
            double f = rho * e + Math.sqrt(1 - rho * rho) * random.nextGaussian();
            double m = 0.8 * t + 0.5 * c + e;
            v[0][i] = 0.3 * t + 0.6 * m + 0.7 * c + f;
            v[1][i] = m;
            v[2][i] = t;
            v[3][i] = c;
        }
        Blocks blocks = new LocalBlocks(List.of(Data.builder()
                .numbers("y", v[0])
                .numbers("m", v[1])
                .numbers("t", v[2])
                .numbers("c", v[3])
                .build()));
        MediationRho found = MediationRho.of(blocks, "t", "m", "y", List.of("c"));
        // Monte Carlo: sd of the product is about .007.
        assertThat(found.indirect(rho)).isCloseTo(0.8 * 0.6, within(0.03));
        // Ignoring it reads .6 + rho = 1 as the effect of the mediator.
        assertThat(found.indirect(0)).isCloseTo(0.8, within(0.03));
        assertThat(found.indirect(found.correlation())).isCloseTo(0, within(1e-12));
    }

    /** Every cell of a table of expectations, told wrongly at known rates: the correction gives back the truth. */
    @Test
    void misclassificationIsUndone() {
        double treated = 0.3;
        double sensitivity = 0.9;
        double specificity = 0.95;
        double recorded = sensitivity * treated + (1 - specificity) * (1 - treated);
        double meanRecorded = (sensitivity * treated * 7 + (1 - specificity) * (1 - treated) * 5) / recorded;
        double meanNot = ((1 - sensitivity) * treated * 7 + specificity * (1 - treated) * 5) / (1 - recorded);
        Misclassification wrong = new Misclassification(sensitivity, specificity);
        assertThat(wrong.treated(recorded)).isCloseTo(treated, within(1e-12));
        assertThat(wrong.corrected(new double[] {meanRecorded - meanNot}, recorded)[0])
                .isCloseTo(2, within(1e-12));
        assertThat(new Misclassification(1, 1).attenuation(0.4)).isCloseTo(1, within(1e-12));
        assertThat(new Misclassification(0.9, 0.6).attenuation(0.3)).isNaN();
        assertThatThrownBy(() -> new Misclassification(0.4, 0.5)).hasMessageContaining("sum to more than 1");
    }

    @Test
    void anEffectIsCarriedByTheSharesOfTheTarget() {
        Map<String, double[]> effects = Map.of("north", new double[] {1, 2}, "south", new double[] {3, 5});
        assertThat(Transport.to(effects, Map.of("north", 3.0, "south", 1.0))).containsExactly(1.5, 2.75);
        assertThat(Describe.mean(Transport.to(effects, Map.of("south", 0.2)))).isEqualTo(4);
        assertThatThrownBy(() -> Transport.to(effects, Map.of("west", 1.0))).hasMessageContaining("west");
    }
}
