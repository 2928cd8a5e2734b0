package tributary.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tributary.infer.Describe;
import tributary.infer.Draws;
import tributary.infer.EffectiveSize;
import tributary.infer.nuts.Nuts;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * Very many groups of cells within parents, from few passes over them: against NUTS on all coordinates together, and known
 * truth found again.
 */
class NestedEmulatorTest {
    /** Mean level and effect, the deviations and correlation of groups, those of parents. */
    private static final double[] TRUTH = {-1, 0.3, 0.5, 0.3, -0.3, 0.6, 0.25, 0.4};

    private static final Nuts NUTS =
            Nuts.DEFAULT.withChains(2).withLengths(400, 1000).withTargetAcceptance(0.9);
    private static final Executor THREADS = task -> new Thread(task).start();

    private static GroupModel model() {
        return GroupModel.of(
                List.of(
                        GroupModel.Coefficient.of("baseline", 0, 3, SpreadPrior.halfNormal(1)),
                        GroupModel.Coefficient.of("effect", 0, 3, SpreadPrior.halfNormal(1))),
                2,
                null);
    }

    /** A nested table, and the mean effects of its parents. */
    private record Made(NestedTable table, double[] effects) {}

    /** Parents of uneven size, the last without a group; a tenth of the groups in each arm alone. */
    private static Made made(CellLikelihood likelihood, int groups, int parents) {
        RandomStream stream = StreamKey.of(11).with(groups).stream();
        double[][] u = new double[parents][];
        double[] effects = new double[parents];
        for (int p = 0; p < parents; p++) {
            u[p] = pair(stream, 5);
            effects[p] = TRUTH[1] + u[p][1];
        }
        double[] rows = new double[2 * groups];
        double[] events = new double[2 * groups];
        int[] of = new int[groups];
        for (int g = 0; g < groups; g++) {
            of[g] = (int) ((parents - 1) * StrictMath.pow(stream.nextDouble(), 1.5));
            double[] own = pair(stream, 2);
            int n = (int) StrictMath.rint(3 * StrictMath.pow(20, stream.nextDouble()));
            double kind = stream.nextDouble();
            int treated = kind < 0.2 ? (kind < 0.1 ? 0 : n) : n / 2;
            for (int c = 0; c < 2; c++) {
                rows[2 * g + c] = c == 0 ? n - treated : treated;
                double eta = TRUTH[0] + u[of[g]][0] + own[0] + c * (effects[of[g]] + own[1]);
                for (int i = 0; i < rows[2 * g + c]; i++) {
                    events[2 * g + c] += event(likelihood, likelihood.mean(eta), stream);
                }
            }
        }
        return new Made(
                NestedTable.of(
                        CellTable.ofArms(likelihood, 2, rows, events),
                        of,
                        parents,
                        List.of(SpreadPrior.halfNormal(1), SpreadPrior.halfNormal(1))),
                effects);
    }

    private static double[] pair(RandomStream stream, int at) {
        double a = stream.nextGaussian();
        double r = TRUTH[at + 2];
        double b = r * a + StrictMath.sqrt(1 - r * r) * stream.nextGaussian();
        return new double[] {TRUTH[at] * a, TRUTH[at + 1] * b};
    }

    private static int event(CellLikelihood likelihood, double mean, RandomStream stream) {
        if (likelihood == CellLikelihood.BERNOULLI) {
            return stream.nextDouble() < mean ? 1 : 0;
        }
        int n = 0;
        for (double time = stream.nextExponential(); time < mean; time += stream.nextExponential()) {
            n++;
        }
        return n;
    }

    private static void assertRecovers(Made made, HyperPosterior posterior) {
        Draws draws = posterior.draws();
        for (int i = 0; i < TRUTH.length; i++) {
            double[] values = draws.values(draws.names().get(i));
            assertThat(Describe.mean(values))
                    .as(draws.names().get(i))
                    .isCloseTo(TRUTH[i], within(4 * Describe.sd(values)));
        }
        // 80 % intervals of the mean effects of parents.
        int parents = made.effects().length;
        int size = Math.min(500, draws.size());
        double[][] effects = new double[parents][size];
        double[] mean = new double[2];
        double[][] rows = posterior.positions().spread(size);
        for (int m = 0; m < size; m++) {
            double[] complete = made.table().complete(model(), rows[m], StreamKey.of(1).stream());
            for (int p = 0; p < parents; p++) {
                NestedTable.means(model(), parents, complete, p, mean);
                effects[p][m] = mean[1];
            }
        }
        int covered = 0;
        for (int p = 0; p < parents; p++) {
            covered += made.effects()[p] > Describe.quantile(effects[p], 0.1)
                            && made.effects()[p] < Describe.quantile(effects[p], 0.9)
                    ? 1
                    : 0;
        }
        assertThat((double) covered / parents).isCloseTo(0.8, within(4 * StrictMath.sqrt(0.16 / parents) + 0.01));
    }

    private static HyperPosterior emulated(Made made) {
        HyperPosterior posterior = HyperPosterior.emulate(made.table(), model(), NUTS, StreamKey.of(3), THREADS)
                .orElseThrow();
        assertThat(posterior.agrees()).isTrue();
        return posterior;
    }

    /**
     * One pass tells of every parent what the joint density is the sum of; modes are looked for where they were, so that
     * centres of rules, and with them the last digits, depend on what was evaluated before.
     */
    @Test
    void valuesOfParentsAddUpToTheJointDensity() {
        for (CellLikelihood likelihood : List.of(CellLikelihood.BERNOULLI, CellLikelihood.POISSON)) {
            Made made = made(likelihood, 60, 4);
            GroupModel model = model();
            CollapsedDensity joint = made.table().density(model);
            ParentLikelihood parents = new ParentLikelihood(
                    made.table().cells().orElseThrow(), model, made.table().parents(), 4, THREADS);
            RandomStream stream = StreamKey.of(2).stream();
            double[] differences = new double[5];
            for (int i = 0; i < differences.length; i++) {
                double[] at = new double[joint.dimension()];
                Arrays.setAll(at, j -> j < 8 ? TRUTH[j] : 0.5 * stream.nextGaussian());
                double[] complete = NestedCells.complete(made.table(), model, at);
                double[] deviations = Arrays.copyOfRange(complete, 8, complete.length);
                double[][] values = parents.values(new double[][] {at}, new double[][] {deviations}, false);
                assertThat(parents.tells(3)).isFalse();
                assertThat(values[0][3]).isZero();
                double squares = 0;
                for (int j = 8; j < at.length; j++) {
                    squares += at[j] * at[j];
                }
                differences[i] = joint.value(at) - Arrays.stream(values[0]).sum() + 0.5 * squares;
                double[] slopes = new double[5];
                double value = parents.evaluate(at, deviations, slopes, new double[8]);
                assertThat(value).isCloseTo(Arrays.stream(values[0]).sum(), within(1e-5));
            }
            // The prior of the same hyper-parameters is left.
            for (double difference : differences) {
                assertThat(difference).isCloseTo(differences[0], within(1e-5));
            }
        }
    }

    @Test
    @Tag("full")
    void drawsAgreeWithNutsOnAllCoordinatesTogether() {
        Made made = made(CellLikelihood.BERNOULLI, 1_500, 7);
        HyperPosterior found = emulated(made);
        HyperPosterior sampled = HyperPosterior.sample(made.table(), model(), NUTS, StreamKey.of(3), THREADS);
        assertSame(found.draws(), sampled.draws(), found.importanceEss());
        assertSame(found.positions(), sampled.positions(), found.importanceEss());
        HyperPosterior again = HyperPosterior.emulate(made.table(), model(), NUTS, StreamKey.of(3), Runnable::run)
                .orElseThrow();
        assertThat(again.positions()).isEqualTo(found.positions());
    }

    private static void assertSame(Draws told, Draws sampled, double worth) {
        for (String name : sampled.names()) {
            double[] chains = sampled.values(name);
            double sd = Describe.sd(chains);
            double ess = EffectiveSize.bulk(sampled.byChain(name));
            // Four Monte Carlo errors, and the error that a fit which agrees may have.
            double tolerance = sd * (4 * StrictMath.sqrt(1 / ess + 1 / worth) + 0.1);
            assertThat(Describe.mean(told.values(name))).as(name).isCloseTo(Describe.mean(chains), within(tolerance));
            assertThat(Describe.sd(told.values(name))).as(name).isCloseTo(sd, within(2 * tolerance));
        }
    }

    @Test
    @Tag("full")
    void countsOfThousandsOfGroupsAreRecovered() {
        Made made = made(CellLikelihood.POISSON, 4_000, 20);
        assertRecovers(made, emulated(made));
    }

    @Test
    @Tag("full")
    void yesAndNoOfAHundredThousandGroupsInHundredsOfParentsAreRecovered() {
        Made made = made(CellLikelihood.BERNOULLI, 100_000, 300);
        assertRecovers(made, emulated(made));
    }
}
