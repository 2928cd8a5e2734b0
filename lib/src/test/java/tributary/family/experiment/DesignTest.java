package tributary.family.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import tributary.decide.Rope;
import tributary.decide.Scale;
import tributary.estimand.IntervalSpec;
import tributary.posterior.conjugate.BetaBinomial;
import tributary.posterior.conjugate.NormalInverseGamma;

/** Simulated power against normal theory. */
class DesignTest {
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    @Test
    void powerAndFalsePositivesFollowNormalTheory() {
        DesignSpec spec = new DesignSpec(
                "size",
                MetricKind.CONTINUOUS,
                10,
                1,
                List.of(100, 200, 500),
                List.of(new HypotheticalEffect("small", Scale.ABSOLUTE, 0.2, 0)),
                List.of(new NamedPrior("weak", PriorSpec.Normals.same(NormalInverseGamma.weak()), true)),
                new Rope(Scale.ABSOLUTE, -0.02, 0.02),
                IntervalSpec.standard(),
                300,
                1000,
                5);
        List<PowerRow> rows = spec.cells().stream().map(cell -> cell.run(spec)).toList();
        for (PowerRow row : rows) {
            double se = StrictMath.sqrt(2.0 / row.unitsPerArm());
            double z = NORMAL.inverseCumulativeProbability(0.97);
            double power = NORMAL.cumulativeProbability((0.2 - 0.02) / se - z);
            double falsely = 2 * NORMAL.cumulativeProbability(-0.02 / se - z);
            // The interval is itself estimated from 1,000 draws, which blurs its ends a little.
            assertThat(row.power()).isCloseTo(power, within(4 * row.powerMcse() + 0.02));
            assertThat(row.falsePositiveRate()).isCloseTo(falsely, within(4 * row.falsePositiveMcse() + 0.015));
            assertThat(row.expectedWidth()).isCloseTo(2 * z * se, within(0.06 * 2 * z * se));
            assertThat(row.probExcludesRope()).isGreaterThanOrEqualTo(row.power());
        }
        assertThat(PowerRow.smallestSufficient(rows, "small", "weak", 0.8)).hasValue(500);
        assertThat(PowerRow.smallestSufficient(rows, "small", "weak", 0.999)).isEmpty();
        assertThat(spec.cells().get(0).run(spec)).isEqualTo(rows.get(0));
    }

    @Test
    void binaryDesignsRunUnderEveryPriorAndWithUncertainEffects() {
        DesignSpec spec = new DesignSpec(
                "rates",
                MetricKind.BINARY,
                0.1,
                0,
                List.of(2000),
                List.of(
                        new HypotheticalEffect("ten percent", Scale.RELATIVE, 0.1, 0),
                        new HypotheticalEffect("from history", Scale.RELATIVE, 0.1, 0.1)),
                List.of(
                        new NamedPrior("flat", PriorSpec.Betas.same(BetaBinomial.flat()), true),
                        new NamedPrior("lift", PriorSpec.Lift.standard(), true)),
                Rope.onePercentRelative(),
                IntervalSpec.standard(),
                20,
                200,
                5);
        List<PowerRow> rows = spec.cells().stream().map(cell -> cell.run(spec)).toList();
        assertThat(rows).hasSize(4).allMatch(row -> row.power() >= 0 && row.expectedWidth() > 0);
        assertThat(rows.get(2).expectedWidth()).isLessThan(rows.get(0).expectedWidth());
    }
}
