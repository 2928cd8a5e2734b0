package tributary.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tributary.infer.Describe;
import tributary.infer.EffectiveSize;
import tributary.infer.Psis;
import tributary.infer.nuts.Nuts;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * Draws from few values of a density against the same draws weighed by the density at each of them, and against NUTS on
 * the density itself; also where groups do not differ, and where the density is no polynomial.
 */
class EmulatorTest {
    private static final Nuts NUTS =
            Nuts.DEFAULT.withChains(2).withLengths(400, 1000).withTargetAcceptance(0.9);

    /** Groups of yes and no, or of normal rows, that differ in level and effect or in nothing. */
    private enum Made {
        YES_AND_NO_THAT_DIFFER(false, true),
        YES_AND_NO_ALIKE(false, false),
        NORMAL_THAT_DIFFER(true, true),
        NORMAL_ALIKE(true, false);

        final boolean normal;
        final boolean differ;

        Made(boolean normal, boolean differ) {
            this.normal = normal;
            this.differ = differ;
        }

        GroupModel model() {
            return GroupModel.of(
                    List.of(
                            GroupModel.Coefficient.of("baseline", -1, 2, SpreadPrior.halfNormal(1)),
                            GroupModel.Coefficient.of("effect", 0, 2, SpreadPrior.halfNormal(1))),
                    2,
                    normal ? SpreadPrior.exponential(1) : null);
        }

        Groups groups(int size) {
            RandomStream stream = StreamKey.of(6).with(name()).stream();
            GroupTable.Builder sums = GroupTable.builder(2, 0, 0);
            double[] rows = new double[2 * size];
            double[] events = new double[2 * size];
            for (int g = 0; g < size; g++) {
                double level = -1 + (differ ? 0.5 * stream.nextGaussian() : 0);
                double effect = 0.3 + (differ ? 0.4 * stream.nextGaussian() : 0);
                double[] sum = new double[2];
                double squares = 0;
                for (int c = 0; c < 2; c++) {
                    int n = 1 + stream.nextInt(30);
                    rows[2 * g + c] = n;
                    for (int i = 0; i < n; i++) {
                        double mean = level + c * effect;
                        double y = normal
                                ? mean + stream.nextGaussian()
                                : stream.nextDouble() < CellLikelihood.BERNOULLI.mean(mean) ? 1 : 0;
                        sum[c] += y;
                        squares += y * y;
                    }
                    events[2 * g + c] = sum[c];
                }
                double treated = rows[2 * g + 1];
                sums.add(
                        rows[2 * g] + treated,
                        new double[] {rows[2 * g] + treated, treated, treated, treated},
                        new double[] {sum[0] + sum[1], sum[1]},
                        squares);
            }
            return normal ? sums.build() : CellTable.ofArms(CellLikelihood.BERNOULLI, 2, rows, events);
        }
    }

    @ParameterizedTest
    @EnumSource
    void drawsFromFewValuesAreThoseWeighedByAll(Made made) {
        Groups groups = made.groups(2_000);
        CollapsedDensity density = groups.density(made.model());
        Emulator.Emulated found = Emulator.draw(
                        groups,
                        made.model(),
                        HyperPosterior.mode(density).orElseThrow(),
                        NUTS,
                        StreamKey.of(7),
                        Runnable::run)
                .orElseThrow();
        assertThat(found.agrees()).isTrue();
        assertThat(found.error()).isLessThan(0.05);
        assertThat(found.ess()).isBetween(1000.0, 2000.0);
        // At every tenth draw, none of which the fit has seen.
        CollapsedDensity finer = groups.finer(made.model());
        int every = 10;
        double[] ratios = new double[found.draws().size() / every];
        double[] row = new double[density.dimension()];
        for (int i = 0; i < ratios.length; i++) {
            found.draws().row(i * every, row);
            ratios[i] = finer.value(row) - found.told().evaluate(row, new double[row.length]);
        }
        Psis psis = Psis.smooth(ratios);
        assertThat(psis.kHat()).isLessThan(0.7);
        assertThat(psis.ess()).isGreaterThan(0.99 * ratios.length);
        for (String name : found.draws().names()) {
            double[] all = found.draws().values(name);
            double[] some = new double[ratios.length];
            Arrays.setAll(some, i -> all[i * every]);
            // The same draws with weights and without: what differs is what the emulator misses.
            assertThat(psis.expectation(some))
                    .as(name)
                    .isCloseTo(Describe.mean(some), within(0.05 * Describe.sd(some)));
        }
    }

    /** Of 300 groups no cubic agrees to the last digit: the draws are weighed by all there. */
    @ParameterizedTest
    @EnumSource(names = {"NORMAL_THAT_DIFFER", "NORMAL_ALIKE"})
    void drawsFromFewValuesAgreeWithNuts(Made made) {
        Groups groups = made.groups(300);
        HyperPosterior sampled = HyperPosterior.sample(groups, made.model(), NUTS, StreamKey.of(3), Runnable::run);
        HyperPosterior found = HyperPosterior.emulate(groups, made.model(), NUTS, StreamKey.of(3), Runnable::run)
                .orElseThrow();
        assertThat(found.agrees()).isTrue();
        for (String name : sampled.draws().names()) {
            double[] chains = sampled.draws().values(name);
            double[] values = found.draws().values(name);
            double sd = Describe.sd(chains);
            double ess = EffectiveSize.bulk(sampled.draws().byChain(name));
            double tolerance = sd * (4 * StrictMath.sqrt(1 / ess + 1 / found.importanceEss()) + 0.05);
            assertThat(Describe.mean(values)).as(name).isCloseTo(Describe.mean(chains), within(tolerance));
            assertThat(Describe.sd(values)).as(name).isCloseTo(sd, within(2 * tolerance));
        }
        HyperPosterior again = HyperPosterior.emulate(groups, made.model(), NUTS, StreamKey.of(3), task -> {
                    Thread thread = new Thread(task);
                    thread.start();
                })
                .orElseThrow();
        assertThat(again.draws()).isEqualTo(found.draws());
    }

    /** Groups that stand eight times each: one in eight, counted eight times, is the density of all. */
    @Test
    void thinnedAndRepeatedGroupsTellTheDensityOfAll() {
        for (CellLikelihood likelihood : new CellLikelihood[] {CellLikelihood.BERNOULLI, CellLikelihood.GAMMA}) {
            RandomStream stream = StreamKey.of(9).stream();
            CellTable.Builder builder = CellTable.builder(likelihood, 2, 1, 0);
            for (int g = 0; g < 5; g++) {
                double[][] sums = new double[2][2];
                double of = stream.nextGaussian();
                for (double[] sum : sums) {
                    sum[0] = likelihood == CellLikelihood.GAMMA ? 7 * stream.nextGamma(2) : stream.nextInt(8);
                    sum[1] = stream.nextGaussian();
                }
                for (int times = 0; times < 8; times++) {
                    for (int c = 0; c < 2; c++) {
                        builder.cell(7, sums[c][0], sums[c][1], new double[] {1, c});
                    }
                    builder.endGroup(of);
                }
            }
            GroupModel plain = GroupModel.of(
                    List.of(
                            new GroupModel.Coefficient(
                                    "baseline",
                                    0,
                                    1,
                                    SpreadPrior.halfNormal(1),
                                    List.of(new GroupModel.Predictor("of", 0, 1))),
                            GroupModel.Coefficient.of("effect", 0, 1, SpreadPrior.halfNormal(1))),
                    2,
                    likelihood == CellLikelihood.GAMMA ? SpreadPrior.halfNormal(1) : null);
            GroupModel model = likelihood == CellLikelihood.GAMMA ? plain.withNoise(GroupModel.Noise.VARIATION) : plain;
            CellTable table = builder.build();
            CollapsedDensity all = table.density(model);
            CollapsedDensity some = new RepeatedDensity(table.thinned(8).density(model), 8);
            double[] at = new double[all.dimension()];
            Arrays.setAll(at, i -> 0.3 * stream.nextGaussian());
            double[] one = new double[at.length];
            double[] other = new double[at.length];
            double value = all.evaluate(at, one);
            assertThat(some.evaluate(at, other)).isCloseTo(value, within(1e-11 * Math.abs(value)));
            for (int i = 0; i < at.length; i++) {
                assertThat(other[i]).isCloseTo(one[i], within(1e-9 * (1 + Math.abs(one[i]))));
            }
        }
    }

    /** Densities of two unknowns that no cubic tells, as no group model has. */
    private enum Odd implements Groups {
        /** A normal law with waves beyond a deviation: a fair proposal for weights. */
        WAVY {
            @Override
            double evaluate(double a, double b, double[] gradient) {
                double beyond = Math.max(0, Math.abs(a) - 1);
                gradient[0] = -a - Math.signum(a) * 6 * StrictMath.sin(20 * beyond);
                gradient[1] = -b;
                return -0.5 * a * a + 0.3 * (StrictMath.cos(20 * beyond) - 1) - 0.5 * b * b;
            }
        },
        /** A ridge that winds: no polynomial of its middle proposes its ends. */
        WINDING {
            @Override
            double evaluate(double a, double b, double[] gradient) {
                double off = (b - 5 * StrictMath.sin(3 * a)) / 0.05;
                gradient[0] = -a + off / 0.05 * 15 * StrictMath.cos(3 * a);
                gradient[1] = -off / 0.05;
                return -0.5 * a * a - 0.5 * off * off;
            }
        };

        abstract double evaluate(double a, double b, double[] gradient);

        @Override
        public int groups() {
            return 1;
        }

        @Override
        public boolean exact() {
            return true;
        }

        @Override
        public GroupConditional given(GroupModel model, double[] position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CollapsedDensity density(GroupModel model) {
            return new CollapsedDensity() {
                @Override
                public int dimension() {
                    return 2;
                }

                @Override
                public List<String> names() {
                    return List.of("a", "b");
                }

                @Override
                public void natural(double[] position, double[] values) {
                    System.arraycopy(position, 0, values, 0, 2);
                }

                @Override
                public double[] start() {
                    return new double[] {0.1, 0.1};
                }

                @Override
                public double evaluate(double[] position, double[] gradient) {
                    return Odd.this.evaluate(position[0], position[1], gradient);
                }
            };
        }
    }

    @Test
    void whatNoPolynomialTellsIsWeighedOrSaidNotToAgreeAndTheWorkIsBounded() {
        GroupModel any = Made.NORMAL_ALIKE.model();
        HyperPosterior wavy = HyperPosterior.emulate(Odd.WAVY, any, NUTS, StreamKey.of(1), Runnable::run)
                .orElseThrow();
        assertThat(wavy.error()).isGreaterThan(0.05);
        assertThat(wavy.agrees()).isTrue();
        double mass = 0;
        double squares = 0;
        for (double a = -8; a < 8; a += 1e-3) {
            double density = StrictMath.exp(Odd.WAVY.evaluate(a, 0, new double[2]));
            mass += density;
            squares += a * a * density;
        }
        double sd = StrictMath.sqrt(squares / mass);
        double error = 4 / StrictMath.sqrt(wavy.importanceEss());
        assertThat(Describe.mean(wavy.draws().values("a"))).isCloseTo(0, within(error * sd));
        assertThat(Describe.sd(wavy.draws().values("a"))).isCloseTo(sd, within(error * sd));
        HyperPosterior winding = HyperPosterior.emulate(Odd.WINDING, any, NUTS, StreamKey.of(1), Runnable::run)
                .orElseThrow();
        assertThat(winding.agrees()).isFalse();
        assertThat(winding.evaluations()).isLessThan(2000);
    }

    @Test
    void smoothCoordinatesHaveTheSlopesOfTheirDifferences() {
        for (Made made : new Made[] {Made.YES_AND_NO_THAT_DIFFER, Made.NORMAL_THAT_DIFFER}) {
            Groups groups = made.groups(20);
            assertSlopes(groups.density(made.model()));
            int[] parents = new int[20];
            Arrays.setAll(parents, g -> g % 3);
            if (made.normal) {
                assertSlopes(NestedTable.of(
                                groups, parents, 3, List.of(SpreadPrior.halfNormal(1), SpreadPrior.halfNormal(1)))
                        .density(made.model()));
            }
        }
        GroupModel tails = Made.NORMAL_ALIKE.model().withNoise(GroupModel.Noise.TAILS);
        CellTable table = CellTable.builder(CellLikelihood.STUDENT_T, 2, 0, 0)
                .cell(1, 0.3, 0, new double[] {1, 1})
                .endGroup()
                .build();
        assertSlopes(table.density(tails));
    }

    private static void assertSlopes(CollapsedDensity density) {
        int d = density.dimension();
        RandomStream stream = StreamKey.of(5).stream();
        double[] at = new double[d];
        double[] slopes = new double[d];
        Arrays.setAll(at, i -> 0.5 * stream.nextGaussian());
        Arrays.setAll(slopes, i -> stream.nextGaussian());
        double[] gradient = new double[d];
        double[] prior = new double[d];
        double value = density.prior(at, prior);
        assertThat(value).isFinite().isNotZero();
        density.addThroughSmooth(at, slopes, gradient);
        double[] up = new double[d];
        double[] down = new double[d];
        double[] scratch = new double[d];
        for (int i = 0; i < d; i++) {
            double kept = at[i];
            at[i] = kept + 1e-5;
            density.smooth(at, up);
            double priorUp = density.prior(at, scratch);
            at[i] = kept - 1e-5;
            density.smooth(at, down);
            double priorDown = density.prior(at, scratch);
            at[i] = kept;
            double along = 0;
            for (int j = 0; j < d; j++) {
                along += slopes[j] * (up[j] - down[j]) / 2e-5;
            }
            assertThat(gradient[i]).isCloseTo(along, within(1e-7));
            assertThat(prior[i]).isCloseTo((priorUp - priorDown) / 2e-5, within(1e-6));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BERNOULLI", "POISSON"})
    void fewGroupsOfManyRowsAreTold(CellLikelihood likelihood) {
        Emulator.Emulated found = few(fewGroups(likelihood));
        assertThat(found.agrees()).isTrue();
        assertThat(found.ess()).isGreaterThan(400);
    }

    /** NUTS on the density itself: minutes. */
    @Tag("full")
    @ParameterizedTest
    @EnumSource(names = {"BERNOULLI", "POISSON"})
    void fewGroupsOfManyRowsAreToldAsSampled(CellLikelihood likelihood) {
        CellTable groups = fewGroups(likelihood);
        Emulator.Emulated found = few(groups);
        HyperPosterior sampled = HyperPosterior.sample(groups, FEW, NUTS, StreamKey.of(9), Runnable::run);
        for (int i = 0; i < found.draws().names().size(); i++) {
            double[] mine = found.draws().values(found.draws().names().get(i));
            double[] theirs =
                    sampled.positions().values(sampled.positions().names().get(i));
            double ess = EffectiveSize.bulk(sampled.positions().byChain(i));
            double error = Math.hypot(Describe.sd(mine) / Math.sqrt(found.ess()), Describe.sd(theirs) / Math.sqrt(ess));
            assertThat(Describe.mean(mine))
                    .as(found.draws().names().get(i))
                    .isCloseTo(Describe.mean(theirs), within(4.5 * error));
        }
    }

    private static Emulator.Emulated few(CellTable groups) {
        return Emulator.draw(
                        groups,
                        FEW,
                        HyperPosterior.mode(groups.density(FEW)).orElseThrow(),
                        NUTS,
                        StreamKey.of(7),
                        Runnable::run)
                .orElseThrow();
    }

    private static final GroupModel FEW = GroupModel.of(
            List.of(
                    GroupModel.Coefficient.of("baseline", -1, 2, SpreadPrior.halfNormal(1)),
                    GroupModel.Coefficient.of("effect", 0, 2, SpreadPrior.halfNormal(1)),
                    GroupModel.Coefficient.of("slope", 0, 1, null)),
            2,
            null);

    /** Forty groups whose rows have a covariate of their own each: few groups, told all but for certain. */
    private static CellTable fewGroups(CellLikelihood likelihood) {
        RandomStream stream = StreamKey.of(8).with(likelihood.name()).stream();
        CellTable.Builder builder = CellTable.builder(likelihood, 3, 0, 0);
        for (int g = 0; g < 40; g++) {
            double level = -1 + 0.4 * stream.nextGaussian();
            double effect = 0.3 + 0.25 * stream.nextGaussian();
            int n = g % 4 == 0 ? 10 : 150;
            for (int i = 0; i < n; i++) {
                double arm = i % 2;
                double x = stream.nextGaussian();
                double mean = likelihood.mean(level + arm * effect + 0.5 * x);
                double y = likelihood == CellLikelihood.POISSON
                        ? poisson(mean, stream)
                        : stream.nextDouble() < mean ? 1 : 0;
                builder.cell(1, y, 0, new double[] {1, arm, x});
            }
            builder.endGroup();
        }
        return builder.build();
    }

    /** Arrivals of exponential waits within one. */
    private static int poisson(double mean, RandomStream stream) {
        int count = -1;
        for (double waited = 0; waited < mean; count++) {
            waited -= StrictMath.log(1 - stream.nextDouble());
        }
        return count;
    }
}
