package tributary.family.mediamix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tributary.infer.Draws;
import tributary.math.LogDensity;
import tributary.model.Plate;
import tributary.posterior.Data;
import tributary.posterior.Parametrisation;
import tributary.posterior.Posterior;
import tributary.posterior.Simulation;
import tributary.random.StreamKey;

/** Weeks held out tell the fit nothing, whatever they are; a model that is true foretells them as well as it says. */
class HoldoutTest {
    private static final Set<LocalDate> ONE_WEEK = Set.of(LocalDate.of(2024, 2, 5));

    private static MediaMixSpec spec(MediaMixSpec.Outcome outcome) {
        return Panels.spec(CarryOver.GEOMETRIC, Saturation.LOGISTIC, false, outcome);
    }

    /** The density is that of the same model with all weeks, less the likelihoods of those held out. */
    @Test
    void theLikelihoodLeavesThemOut() {
        for (MediaMixSpec.Outcome outcome : MediaMixSpec.Outcome.values()) {
            MediaPanel panel = Panels.of(2, 24, 2, 3);
            Holdout holdout = Holdout.of("some", panel, 4, ONE_WEEK, Set.of("geo1"));
            assertThat(holdout.rows()).isEqualTo(5);
            MediaPanel seen = holdout.panel(true);
            MediaMixModel without = MediaMixModel.of(spec(outcome), seen);
            MediaMixModel with =
                    MediaMixModel.of(spec(outcome), seen.with(seen.kpi(), seen.sizes(), new boolean[2][24]));
            Posterior a = Posterior.of(without.model(), without.data(), Parametrisation.NON_CENTRED);
            Posterior b = Posterior.of(with.model(), with.data(), Parametrisation.NON_CENTRED);
            assertThat(a.coordinates()).isEqualTo(b.coordinates());
            LogDensity fewer = a.densities().get();
            LogDensity all = b.densities().get();
            double first = Double.NaN;
            for (int seed = 0; seed < 5; seed++) {
                double[] position = Simulation.of(b, with.model()).prior(StreamKey.of(seed));
                double[] gradient = new double[position.length];
                double[][] rows = b.logLikelihood("kpi", Draws.ofRows(b.coordinates(), new double[][][] {{position}}));
                double left = all.evaluate(position, gradient);
                for (int row = 0; row < rows.length; row++) {
                    left -= seen.heldOut(row / 24, row % 24) ? rows[row][0] : 0;
                }
                double difference = fewer.evaluate(position, gradient) - left;
                first = seed == 0 ? difference : first;
                assertThat(difference)
                        .as(outcome + " " + seed)
                        .isCloseTo(first, within(1e-8 * Math.max(1, Math.abs(left))));
            }
        }
    }

    @Test
    void theFitCannotTellWhatTheyWere() {
        MediaPanel panel = Panels.of(2, 24, 2, 3);
        double[][] other = {panel.kpi()[0].clone(), panel.kpi()[1].clone()};
        other[0][23] *= 1e6;
        other[1][20] = -5;
        MediaPanel changed = panel.with(other, panel.sizes(), new boolean[2][24]);
        Data one = MediaMixModel.of(
                        spec(MediaMixSpec.Outcome.NORMAL),
                        Holdout.of("last", panel, 4, Set.of(), Set.of()).panel(false))
                .data();
        Data two = MediaMixModel.of(
                        spec(MediaMixSpec.Outcome.NORMAL),
                        Holdout.of("last", changed, 4, Set.of(), Set.of()).panel(false))
                .data();
        for (String column : Set.of("kpi", "size", "media_tv", "held_out")) {
            assertThat(one.numbers(Plate.ROWS, column)).isEqualTo(two.numbers(Plate.ROWS, column));
        }
    }

    /** With the parameters that made the weeks, half of them lie in the half interval, and CRPS is the noise's own. */
    @Test
    void aTrueModelIsAsGoodAsItSays() {
        int weeks = 120;
        int held = 100;
        for (MediaMixSpec.Outcome outcome : MediaMixSpec.Outcome.values()) {
            MediaMixModel whole = MediaMixModel.of(spec(outcome), Panels.of(2, weeks, 2, 3));
            Posterior made = Posterior.of(whole.model(), whole.data(), Parametrisation.CENTRED);
            Simulation world = Simulation.of(made, whole.model());
            double[] truth = world.prior(StreamKey.of(12));
            double[] scaled = world.simulate(truth, StreamKey.of(13)).numbers(Plate.ROWS, "kpi");
            double[] size = whole.data().numbers(Plate.ROWS, "size");
            double[][] kpi = new double[2][weeks];
            for (int row = 0; row < scaled.length; row++) {
                kpi[row / weeks][row % weeks] = scaled[row] * size[row];
            }
            MediaPanel panel = whole.panel().with(kpi, whole.panel().sizes(), new boolean[2][weeks]);
            Holdout holdout = Holdout.of("last", panel, held, Set.of(), Set.of());
            MediaMixSpec fixed = new MediaMixSpec(
                    "mix",
                    whole.spec().channels(),
                    whole.spec().controls(),
                    whole.spec().mediators(),
                    whole.spec().baseline(),
                    outcome,
                    whole.spec().sigma(),
                    Scale.by(whole.kpiScale()),
                    whole.spec().mediaScale());
            MediaMixModel fitted = MediaMixModel.of(fixed, holdout.panel(true));
            Posterior posterior = Posterior.of(fitted.model(), fitted.data(), Parametrisation.CENTRED);
            double[][] same = new double[500][];
            java.util.Arrays.fill(same, truth);
            Map<String, Double> scores = holdout
                    .scores(
                            fitted,
                            posterior,
                            Draws.ofRows(posterior.coordinates(), new double[][][] {same}),
                            StreamKey.of(5))
                    .stream()
                    .collect(Collectors.toMap(Holdout.Score::statistic, Holdout.Score::value));
            // Four binomial standard errors, and the error of quantiles of 500 draws.
            double n = 2.0 * held;
            assertThat(scores.get("coverage_50")).isCloseTo(0.5, within(4 * Math.sqrt(0.25 / n + 0.25 / 500)));
            assertThat(scores.get("coverage_94"))
                    .isCloseTo(0.94, within(4 * Math.sqrt(0.94 * 0.06 / n + 0.94 * 0.06 / 500)));
            if (outcome == MediaMixSpec.Outcome.NORMAL) {
                double sigma = posterior.constrain(truth)[posterior.names().indexOf("sigma")];
                double mean = 0;
                for (int g = 0; g < 2; g++) {
                    mean += 0.5 * sigma * size[g * weeks] / Math.sqrt(Math.PI);
                }
                // A normal's CRPS is sigma / sqrt(pi) on average, with deviation 0.5 sigma a week.
                assertThat(scores.get("crps")).isCloseTo(mean, within(4 * 0.5 * sigma * size[weeks] / Math.sqrt(n)));
            }
        }
    }

    @Test
    void badHoldoutsSayWhy() {
        MediaPanel panel = Panels.of(1, 10, 1, 1);
        assertThatThrownBy(() -> Holdout.of("all", panel, 9, Set.of(), Set.of()))
                .hasMessageContaining("hold out less");
        assertThatThrownBy(() -> Holdout.of("none", panel, 2, Set.of(), Set.of("mars")))
                .hasMessageContaining("holds out no week");
    }
}
