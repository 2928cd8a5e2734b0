package tributary.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Accepted draws of groups of cells: the mass beyond their bounds by a grid, and their independence of what was drawn before. */
class CellConditionalTest {
    private static final int[] SIZES = {0, 1, 2, 5, 20, 100, 1000};
    private static final int POSITIONS = 24;

    private static GroupModel model(CellLikelihood likelihood) {
        boolean noisy = likelihood == CellLikelihood.GAMMA;
        GroupModel model = GroupModel.of(
                List.of(
                        GroupModel.Coefficient.of("baseline", 0, 5, SpreadPrior.halfNormal(1)),
                        GroupModel.Coefficient.of("effect", 0, 5, SpreadPrior.halfNormal(1))),
                2,
                noisy ? SpreadPrior.halfNormal(1) : null);
        return noisy ? model.withNoise(GroupModel.Noise.VARIATION) : model;
    }

    /** Two cells a group: of the first groups few rows, and of the second cell hardly an event. */
    private static CellTable table(CellLikelihood likelihood) {
        CellTable.Builder builder = CellTable.builder(likelihood, 2, 0, 0);
        RandomStream stream = StreamKey.of(5).with(likelihood.name()).stream();
        for (int n : SIZES) {
            for (int c = 0; c < 2; c++) {
                double sum = 0;
                for (int i = 0; i < n; i++) {
                    double mean = likelihood.mean(-1.5 - 1.5 * c);
                    sum += likelihood == CellLikelihood.GAMMA
                            ? mean * stream.nextGamma(1)
                            : stream.nextDouble() < mean ? 1 : 0;
                }
                builder.cell(n, sum, 0, new double[] {1, c});
            }
            builder.endGroup();
        }
        return builder.build();
    }

    /** Positions about a middle, as far from it as a posterior of many groups or of a few reaches. */
    private static double[][] positions(GroupModel model, double reach) {
        HyperLayout layout = new HyperLayout(model);
        RandomStream stream = StreamKey.of(6).stream();
        double[][] positions = new double[POSITIONS][layout.dimension()];
        for (double[] position : positions) {
            for (int i = 0; i < position.length; i++) {
                position[i] = reach * stream.nextGaussian();
            }
            position[layout.mean(0)] -= 1.5;
            position[layout.mean(1)] -= 1.5;
            position[layout.spread(0)] -= 0.4;
            position[layout.spread(1)] -= 0.4;
        }
        return positions;
    }

    /**
     * What is accepted is drawn from the lesser of the density and the bounded proposal. Its distance from the density itself is
     * the mass that is cut off: nothing where positions are alike, and on average less than 1,000 draws can show where the
     * standard deviations between groups are known to a factor of two only.
     */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STUDENT_T")
    void nextToNoMassIsBeyondTheBound(CellLikelihood likelihood) {
        GroupModel model = model(likelihood);
        CellTable table = table(likelihood);
        for (double reach : new double[] {0.02, 0.7}) {
            CellConditional[] given = CellConditional.given(table, model, positions(model, reach), position -> null);
            double sum = 0;
            for (int g = 0; g < SIZES.length; g++) {
                for (CellConditional one : given) {
                    sum += cut(one, g);
                }
            }
            assertThat(sum / SIZES.length / POSITIONS)
                    .as("%s %s", likelihood, reach)
                    .isBetween(0.0, reach < 0.1 ? 1e-9 : 1e-3);
        }
    }

    /** The share of the mass that is cut off, on a grid of Laplace's deviations. */
    private static double cut(CellConditional given, int group) {
        double bound = given.bound(group);
        CellAlgebra algebra = given.proposal().algebra();
        double[] z = new double[2];
        double all = 0;
        double cut = 0;
        double step = 0.25;
        for (double x = -9; x <= 9; x += step) {
            for (double y = -9; y <= 9; y += step) {
                z[0] = x;
                z[1] = y;
                algebra.spread(z);
                z[0] += algebra.mode()[0];
                z[1] += algebra.mode()[1];
                double density = StrictMath.exp(algebra.value(z) - algebra.peak());
                double most = StrictMath.exp(bound - 5 * StrictMath.log1p((x * x + y * y) / 8));
                all += density;
                cut += Math.max(0, density - most);
            }
        }
        return cut / all;
    }

    @ParameterizedTest
    @EnumSource
    void aDrawDependsOnItsStreamAlone(CellLikelihood likelihood) {
        GroupModel model = likelihood == CellLikelihood.STUDENT_T
                ? model(CellLikelihood.GAMMA).withNoise(GroupModel.Noise.TAILS)
                : model(likelihood);
        CellTable table = table(likelihood);
        double[][] positions = positions(model, 0.3);
        GroupConditional[] fresh = table.given(model, positions);
        GroupConditional[] used = table.given(model, positions);
        double[] coefficients = new double[2];
        double[] again = new double[2];
        double[] ignored = new double[2];
        for (int g = SIZES.length - 1; g >= 0; g--) {
            used[g].draw(g, StreamKey.of(9).stream(), coefficients, ignored, ignored);
        }
        for (int g = 0; g < SIZES.length; g++) {
            for (int m = 0; m < POSITIONS; m += 5) {
                StreamKey key = StreamKey.of(8).with(g).with(m);
                fresh[m].draw(g, key.stream(), coefficients, ignored, ignored);
                used[m].draw(g, key.stream(), again, ignored, ignored);
                assertThat(again[0]).isEqualTo(coefficients[0]).isNotEqualTo(coefficients[1]);
                assertThat(again[1]).isCloseTo(coefficients[1], within(0.0));
            }
        }
    }
}
