package tributary.family.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tributary.check.LeftOutSums;
import tributary.decide.DecisionSpec;
import tributary.decide.Direction;
import tributary.hierarchy.Groups;
import tributary.infer.Describe;
import tributary.infer.nuts.Nuts;
import tributary.random.RandomStream;
import tributary.random.StreamKey;
import tributary.stats.CrossProducts;

/** The ladder from naive to latent Mundlak on tables whose true effect is zero. */
class LadderTest {
    private static final Nuts NUTS =
            Nuts.DEFAULT.withChains(2).withLengths(200, 500).withTargetAcceptance(0.9);

    /** Rows (x, z, y) by segment. */
    private static Map<String, List<double[]>> simulated() {
        try (InputStream in = LadderTest.class.getResourceAsStream("/tributary/hierarchy/mundlak.csv")) {
            Map<String, List<double[]>> rows = new LinkedHashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .forEach(c -> rows.computeIfAbsent(c[0], g -> new ArrayList<>())
                            .add(new double[] {
                                Double.parseDouble(c[1]), Double.parseDouble(c[2]), Double.parseDouble(c[3])
                            }));
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SegmentSpec spec(List<String> covariates) {
        return new SegmentSpec(
                "confounded",
                "y",
                Outcome.NORMAL,
                SegmentSpec.Form.ROWS,
                "",
                List.of("x"),
                covariates,
                SegmentSpec.Baseline.POOLED,
                SegmentSpec.Effect.COMMON,
                false,
                SegmentSpec.Residual.POOLED,
                SegmentSpec.Pooling.BAYES,
                SegmentSpec.Priors.SCALED,
                Direction.HIGHER_IS_BETTER,
                DecisionSpec.standard());
    }

    /** Effect (mean, sd) of every rung, and their comparison. */
    private static final class Climbed {
        final Map<Rung, double[]> effects = new EnumMap<>(Rung.class);
        final List<LeftOut.Fitted> fitted = new ArrayList<>();
        final SegmentMoments moments;

        Climbed(SegmentSpec spec, Map<String, List<double[]>> rows) {
            int d = spec.variables();
            SegmentMoments.Builder builder = SegmentMoments.builder(d);
            CrossProducts all = CrossProducts.empty(d);
            boolean[] within = new boolean[d];
            for (Map.Entry<String, List<double[]>> segment : rows.entrySet()) {
                CrossProducts own = CrossProducts.of(segment.getValue().toArray(double[][]::new), d);
                builder.add(segment.getKey(), own);
                all = all.merge(own);
                for (int i = 0; i < d; i++) {
                    within[i] |= own.centred(i, i) > 1e-12;
                }
            }
            moments = builder.build();
            SegmentScale scale = SegmentScale.of(new double[d], all, within);
            for (Rung rung : Rung.values()) {
                SegmentDesign design = SegmentDesign.of(rung.of(spec), scale);
                Groups groups = design.groups(moments);
                SegmentPosterior.Found found = SegmentPosterior.sample(
                        design, groups, NUTS, 400, StreamKey.of(3).with(rung.word()), Runnable::run);
                double[] effect = found.draws().values("effect_x");
                effects.put(rung, new double[] {Describe.mean(effect), Describe.sd(effect)});
                fitted.add(new LeftOut.Fitted(design, found.posterior()));
            }
        }

        double mean(Rung rung) {
            return effects.get(rung)[0];
        }

        double sd(Rung rung) {
            return effects.get(rung)[1];
        }
    }

    @Test
    void agreesWithTheReferenceOnTheSimulatedTable() {
        Map<String, List<double[]>> rows = simulated();
        Climbed climbed = new Climbed(spec(List.of("z")), rows);
        // lme4 and least squares; the priors' pull, of order (standard error / prior sd)^2, is far below Monte Carlo
        // error.
        agrees(climbed, Rung.NAIVE, 0.5334372, 0.0342449);
        agrees(climbed, Rung.FIXED_EFFECTS, -0.0149148, 0.0395314);
        agrees(climbed, Rung.MULTILEVEL, 0.0263733, 0.0387427);
        agrees(climbed, Rung.MUNDLAK, -0.0149148, 0.0395122);
        assertThat(climbed.mean(Rung.LATENT_MUNDLAK)).isCloseTo(0, within(2 * climbed.sd(Rung.LATENT_MUNDLAK)));

        LeftOutSums segments = LeftOut.segments(climbed.fitted, climbed.moments);
        List<LeftOutSums.Place> places = segments.places();
        assertThat(Rung.values()[places.get(4).model()]).isEqualTo(Rung.FIXED_EFFECTS);
        assertThat(places.get(4).elpd()).isNaN();
        assertThat(Rung.values()[places.get(3).model()]).isEqualTo(Rung.NAIVE);
        // What explains the levels predicts a new segment better than a level that varies freely.
        assertThat(List.of(Rung.MUNDLAK, Rung.LATENT_MUNDLAK))
                .contains(Rung.values()[places.get(0).model()]);
        LeftOutSums each = rows.values().stream()
                .map(own -> LeftOut.rows(climbed.fitted, own.toArray(double[][]::new)))
                .reduce(LeftOutSums::merge)
                .orElseThrow();
        List<LeftOutSums.Place> byRow = each.places();
        assertThat(byRow).allSatisfy(p -> assertThat(p.elpd()).isFinite());
        assertThat(Rung.values()[byRow.get(4).model()]).isEqualTo(Rung.NAIVE);
        assertThat(byRow.get(4).difference()).isLessThan(-4 * byRow.get(4).differenceError());
    }

    private static void agrees(Climbed climbed, Rung rung, double estimate, double error) {
        // 500 effective draws of 1000: four Monte Carlo errors of the mean, and of the deviation.
        double tolerance = 4 * error / StrictMath.sqrt(500);
        assertThat(climbed.mean(rung)).as(rung.word()).isCloseTo(estimate, within(tolerance));
        assertThat(climbed.sd(rung)).as(rung.word()).isCloseTo(error, within(tolerance));
    }

    @Test
    void smallConfoundedSegmentsMisleadTheMultilevelModelAlone() {
        RandomStream stream = StreamKey.of(77).stream();
        Map<String, List<double[]>> rows = new LinkedHashMap<>();
        for (int g = 0; g < 300; g++) {
            double u = stream.nextGaussian();
            List<double[]> own = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                double x = u + stream.nextGaussian();
                own.add(new double[] {x, u + 0.3 * stream.nextGaussian() + stream.nextGaussian()});
            }
            rows.put("g" + g, own);
        }
        Climbed climbed = new Climbed(spec(List.of()), rows);
        assertThat(climbed.mean(Rung.NAIVE)).isGreaterThan(5 * climbed.sd(Rung.NAIVE));
        assertThat(climbed.mean(Rung.MULTILEVEL)).isGreaterThan(4 * climbed.sd(Rung.MULTILEVEL));
        for (Rung rung : List.of(Rung.FIXED_EFFECTS, Rung.MUNDLAK, Rung.LATENT_MUNDLAK)) {
            assertThat(climbed.mean(rung)).as(rung.word()).isCloseTo(0, within(2.5 * climbed.sd(rung)));
        }
        // Pooling buys precision over fixed effects only where it is not misled; the latent is no worse than they are.
        assertThat(climbed.sd(Rung.LATENT_MUNDLAK)).isLessThan(1.2 * climbed.sd(Rung.FIXED_EFFECTS));
    }
}
