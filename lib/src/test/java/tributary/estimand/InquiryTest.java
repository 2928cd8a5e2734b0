package tributary.estimand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import tributary.model.Model;
import tributary.posterior.Data;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Averages under interventions against sums, integrals and formulas taken another way. */
class InquiryTest {
    private static final int ROWS = 60;

    /** x normal, t and m yes or no, region of two levels, y and z anything. */
    private static Data table(int rows) {
        RandomStream stream = StreamKey.of(3).with("table").stream();
        double[] x = new double[rows];
        double[] z = new double[rows];
        double[] t = new double[rows];
        double[] m = new double[rows];
        double[] y = new double[rows];
        String[] region = new String[rows];
        for (int i = 0; i < rows; i++) {
            x[i] = stream.nextGaussian();
            z[i] = stream.nextGaussian();
            t[i] = stream.nextInt(2);
            m[i] = stream.nextInt(2);
            y[i] = stream.nextGaussian();
            region[i] = stream.nextInt(3) == 0 ? "north" : "south";
        }
        return Data.builder()
                .numbers("x", x)
                .numbers("z", z)
                .numbers("t", t)
                .numbers("m", m)
                .numbers("y", y)
                .categories("region", region)
                .build();
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    private static double mean(int rows, java.util.function.IntToDoubleFunction of) {
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            sum += of.applyAsDouble(i);
        }
        return sum / rows;
    }

    @Test
    void inALinearModelTheCoefficientIsTheAverageEffect() {
        Asking asking = Asking.of("""
                row x, t, y, z, m, region_code
                a, b, c, d ~ normal(0, 1)
                t ~ bernoulli_logit(d * x)
                mu = a + b * t + c * x
                y ~ normal(mu, 1)
                estimands {
                  ate = "E[y | do(t = 1)] - E[y | do(t = 0)]"
                  att = "E[y | do(t = 1), where t == 1] - E[y | do(t = 0), where t == 1]"
                  shift = "E[y | do(t = t + 2)] - E[y | do(t = t)]"
                  ratio = "b / c"
                  percent = "100 * (E[y | do(t = 1)] - E[y | do(t = 0)]) / c"
                  both = "exp(E[y | do(t = 1, x = 2)])"
                  twice = "2 * ate + exp(ratio) - exp(b / c)"
                  follow = "E[y | do(t = mu)]"
                }
                """, 5, Asking.cut(table(ROWS).with("rows", "region_code", new double[ROWS]), 3));
        double[] a = asking.coordinate("a");
        double[] b = asking.coordinate("b");
        double[] c = asking.coordinate("c");
        for (int d = 0; d < 5; d++) {
            assertThat(asking.answer("ate").values()[d]).isCloseTo(b[d], within(1e-12));
            assertThat(asking.answer("att").values()[d]).isCloseTo(b[d], within(1e-12));
            assertThat(asking.answer("shift").values()[d]).isCloseTo(2 * b[d], within(1e-12));
            assertThat(asking.answer("ratio").values()[d]).isCloseTo(b[d] / c[d], within(1e-12));
            assertThat(asking.answer("percent").values()[d]).isCloseTo(100 * b[d] / c[d], within(1e-10));
            assertThat(asking.answer("twice").values()[d]).isCloseTo(2 * b[d], within(1e-12));
            double[] x = table(ROWS).numbers("rows", "x");
            double[] t = table(ROWS).numbers("rows", "t");
            int at = d;
            // The policy reads the natural mu, although mu itself moves.
            double expected = mean(ROWS, i -> {
                double mu = a[at] + b[at] * t[i] + c[at] * x[i];
                return a[at] + b[at] * mu + c[at] * x[i];
            });
            assertThat(asking.answer("follow").values()[d]).isCloseTo(expected, within(1e-12));
            assertThat(asking.answer("both").values()[d])
                    .isCloseTo(StrictMath.exp(a[d] + b[d] + 2 * c[d]), within(1e-12));
        }
        assertThat(asking.answer("ate").method()).contains("y by its mean", "means of columns suffice");
        assertThat(asking.answer("ate").error()).isZero();
    }

    @Test
    void discreteMediatorsAreSummedOver() {
        Data rows = table(ROWS);
        Asking asking = Asking.of(
                """
                row x, t, m, z, y
                a, b, c, d, e, f ~ normal(0, 1)
                m ~ bernoulli_logit(a + b * t + x)
                z ~ bernoulli_logit(c * t + x)
                y ~ bernoulli_logit(d * t + e * m + f * z * m + x)
                estimands {
                  te  = "E[y | do(t = 1)] - E[y | do(t = 0)]"
                  nde = "E[y | do(t = 1), m ~ do(t = 0), z ~ do(t = 0)] - E[y | do(t = 0)]"
                  one = "E[y | do(t = 0), m ~ do(t = 1), z ~ do(t = 0)]"
                  p   = "P[y == 1 | do(t = 1)]"
                }
                """, 4, Asking.cut(rows.with("rows", "z", new double[ROWS]).with("rows", "y", new double[ROWS]), 2));
        double[] x = rows.numbers("rows", "x");
        for (int draw = 0; draw < 4; draw++) {
            int at = draw;
            double[] p = new double[6];
            String[] names = {"a", "b", "c", "d", "e", "f"};
            for (int k = 0; k < 6; k++) {
                p[k] = asking.coordinate(names[k])[at];
            }
            java.util.function.ToDoubleFunction<double[]> slots = s -> mean(ROWS, i -> {
                double sum = 0;
                for (int m = 0; m <= 1; m++) {
                    for (int z = 0; z <= 1; z++) {
                        double pm = sigmoid(p[0] + p[1] * s[1] + x[i]);
                        double pz = sigmoid(p[2] * s[2] + x[i]);
                        double y = sigmoid(p[3] * s[0] + p[4] * m + p[5] * z * m + x[i]);
                        sum += (m == 1 ? pm : 1 - pm) * (z == 1 ? pz : 1 - pz) * y;
                    }
                }
                return sum;
            });
            double base = slots.applyAsDouble(new double[] {0, 0, 0});
            double all = slots.applyAsDouble(new double[] {1, 1, 1});
            assertThat(asking.answer("te").values()[at]).isCloseTo(all - base, within(1e-12));
            assertThat(asking.answer("p").values()[at]).isCloseTo(all, within(1e-12));
            assertThat(asking.answer("nde").values()[at])
                    .isCloseTo(slots.applyAsDouble(new double[] {1, 0, 0}) - base, within(1e-12));
            assertThat(asking.answer("one").values()[at])
                    .isCloseTo(slots.applyAsDouble(new double[] {0, 1, 0}), within(1e-12));
        }
        assertThat(asking.answer("te").method()).contains("m summed over", "every draw over the rows");
        assertThat(asking.answer("te").error()).isZero();
    }

    /** The trapezium rule over twenty standard deviations, which is exact to rounding for such functions. */
    private static double gaussian(DoubleUnaryOperator f) {
        double sum = 0;
        for (int i = -4000; i <= 4000; i++) {
            double z = i / 400.0;
            sum += f.applyAsDouble(z) * StrictMath.exp(-z * z / 2) / StrictMath.sqrt(2 * StrictMath.PI) / 400;
        }
        return sum;
    }

    @Test
    void aContinuousMediatorOfACurvedOutcomeIsIntegratedByARule() {
        Data rows = table(20);
        Asking asking = Asking.of(
                """
                row x, t, m, y
                a, b, c ~ normal(0, 1)
                m ~ normal(a * t + x, 0.8)
                y ~ bernoulli_logit(b * m + c * t)
                estimands { e = "E[y | do(t = 1)]", cut = "P[m > 0.5 | do(t = 1)]" }
                """.replace(", cut", "\n cut"),
                3,
                rows.with("rows", "m", rows.numbers("rows", "x")).with("rows", "y", new double[20]));
        double[] x = rows.numbers("rows", "x");
        for (int d = 0; d < 3; d++) {
            double a = asking.coordinate("a")[d];
            double b = asking.coordinate("b")[d];
            double c = asking.coordinate("c")[d];
            double expected = mean(20, i -> gaussian(z -> sigmoid(b * (a + x[i] + 0.8 * z) + c)));
            // A rule of 21 points for a logistic curve of slope up to 1: its error is below 1e-9.
            assertThat(asking.answer("e").values()[d]).isCloseTo(expected, within(1e-9));
            double above = mean(20, i -> tributary.math.Special.normalCdf((a + x[i] - 0.5) / 0.8));
            assertThat(asking.answer("cut").values()[d]).isCloseTo(above, within(1e-12));
        }
        assertThat(asking.answer("e").method()).contains("m by a rule of 21 points");
        assertThat(asking.answer("cut").method()).contains("m by its distribution function");
    }

    @Test
    void whatNatureGaveStaysUnderAnIntervention() {
        Data rows = table(ROWS);
        Asking asking = Asking.of("""
                row t, m, y
                t <-> y
                a, b, c, d, e ~ normal(0, 1)
                m ~ bernoulli_logit(a + b * t)
                y ~ normal(c + d * m + e * natural(t), 1)
                estimands { ate = "E[y | do(t = 1)] - E[y | do(t = 0)]" }
                """, 3, rows);
        for (int k = 0; k < 3; k++) {
            double a = asking.coordinate("a")[k];
            double b = asking.coordinate("b")[k];
            double d = asking.coordinate("d")[k];
            assertThat(asking.answer("ate").values()[k]).isCloseTo(d * (sigmoid(a + b) - sigmoid(a)), within(1e-12));
        }
    }

    @Test
    void equationsWithCorrelatedErrorsAreTakenApart() {
        Asking asking = Asking.of("""
                row z, t, y
                t <-> y
                a, b, c, effect ~ normal(0, 1)
                s_t, s_y ~ half_normal(1)
                columns k = 2
                C[k] ~ lkj(2)
                (t, y) ~ mvnormal([a + b * z, c + effect * t], scaled([s_t, s_y], C))
                estimands {
                  late  = "E[y | do(t = 1)] - E[y | do(t = 0)]"
                  through = "E[y | do(z = 1)] - E[y | do(z = 0)]"
                  high = "P[y > 0 | do(t = 1)]"
                }
                """, 3, table(ROWS));
        for (int d = 0; d < 3; d++) {
            double effect = asking.coordinate("effect")[d];
            double spread = StrictMath.exp(asking.coordinate("s_y")[d]);
            assertThat(asking.answer("late").values()[d]).isCloseTo(effect, within(1e-12));
            assertThat(asking.answer("through").values()[d])
                    .isCloseTo(effect * asking.coordinate("b")[d], within(1e-12));
            assertThat(asking.answer("high").values()[d])
                    .isCloseTo(
                            tributary.math.Special.normalCdf((asking.coordinate("c")[d] + effect) / spread),
                            within(1e-12));
        }
    }

    @Test
    void levelsAndConditionsChooseRows() {
        Data rows = table(ROWS);
        Asking asking = Asking.of(
                """
                row x, t, y
                group region
                a, b ~ normal(0, 1)
                effect[region] ~ normal(0, 1)
                y ~ bernoulli_logit(a + effect[region] * t + b * x)
                estimands {
                  cate = "E[y | do(t = 1), by region] - E[y | do(t = 0), by region]"
                  north = "E[x | where region == 'north' and x > 0]"
                  effect = "effect[north] - effect[south]"
                  none = "E[x | where region == 'north', by region]"
                  gap = "E[y | do(t = 1), by region] - E[y | do(t = 1)]"
                }
                """.replace("  effect = ", "  lead = "), 3, Asking.cut(rows.with("rows", "y", new double[ROWS]), 2));
        double[] x = rows.numbers("rows", "x");
        var region = rows.categories("rows", "region");
        for (int d = 0; d < 3; d++) {
            double a = asking.coordinate("a")[d];
            double b = asking.coordinate("b")[d];
            double e = asking.coordinate("effect.2")[d];
            double sum = 0;
            double all = 0;
            int count = 0;
            for (int i = 0; i < ROWS; i++) {
                double own = region.get(i).equals("north") ? asking.coordinate("effect.1")[d] : e;
                all += sigmoid(a + own + b * x[i]) / ROWS;
                if (region.get(i).equals("south")) {
                    sum += sigmoid(a + e + b * x[i]) - sigmoid(a + b * x[i]);
                    count++;
                }
            }
            assertThat(asking.answer("cate", "south").values()[d]).isCloseTo(sum / count, within(1e-12));
            assertThat(asking.answer("lead").values()[d])
                    .isCloseTo(asking.coordinate("effect.1")[d] - e, within(1e-12));
            double[] cate = asking.answer("gap", "south").values();
            assertThat(cate[d]).isFinite().isNotCloseTo(all, within(1e-6));
        }
        assertThat(asking.answer("cate", "north").by()).containsExactly("region");
        assertThat(asking.answer("none", "south").values()[0]).isNaN();
        assertThat(asking.answer("none", "south").note()).contains("test:", "no row of south");
    }

    @Test
    void whatCannotBeIntegratedIsDrawnWithItsErrorAndSharedNoise() {
        Data rows = table(ROWS);
        Asking asking = Asking.of("""
                row x, t, m, y
                a, b ~ normal(0, 0.3)
                m ~ poisson_log(a * t)
                y ~ normal(exp(b * m), 1)
                estimands {
                  e    = "E[y | do(t = 1)]"
                  same = "E[y | do(t = 1)] - E[y | do(t = 1, x = 3)]"
                }
                """, 40, Asking.cut(rows.with("rows", "m", rows.numbers("rows", "t")), 2));
        Estimate e = asking.answer("e");
        assertThat(e.method()).contains("m drawn");
        assertThat(e.error()).isPositive();
        double squares = 0;
        for (int d = 0; d < 40; d++) {
            double a = asking.coordinate("a")[d];
            double b = asking.coordinate("b")[d];
            // The moment generating function of a Poisson number.
            double expected = StrictMath.exp(StrictMath.exp(a) * (StrictMath.exp(b) - 1));
            squares += StrictMath.pow(e.values()[d] - expected, 2) / 40;
        }
        // The error that is told is the one that is made: a ratio of mean squares on 40 and 280 degrees of freedom.
        assertThat(StrictMath.sqrt(squares) / e.error()).isBetween(0.5, 2.0);
        assertThat(Arrays.stream(asking.answer("same").values()).allMatch(v -> v == 0))
                .isTrue();
    }

    @Test
    void manyRowsAreJudgedByTheirDifferenceFromThePosteriorMean() {
        Data rows = table(5000);
        String model = """
                row x, t, y
                a, b, c ~ normal(0, 1)
                y ~ bernoulli_logit(a + b * t + c * x)
                estimands { ate = "E[y | do(t = 1)] - E[y | do(t = 0)]" }
                """;
        Data[] blocks = Asking.cut(rows.with("rows", "y", rows.numbers("rows", "m")), 4);
        double[] exact = Asking.of(model, 30, blocks).answer("ate").values();
        Estimate few = Asking.of(model, 30, blocks)
                .with(new InquirySettings(Population.SAMPLE, 400, 1))
                .answer("ate");
        assertThat(few.method()).contains("400 of 5000 distinct rows");
        double squares = 0;
        for (int d = 0; d < 30; d++) {
            squares += StrictMath.pow(few.values()[d] - exact[d], 2) / 30;
        }
        assertThat(few.error()).isPositive();
        // Rows are shared by all draws, so that the errors are hardly independent of one another.
        assertThat(StrictMath.sqrt(squares) / few.error()).isBetween(0.1, 3.0);
    }

    @Test
    void aPopulationIsMoreThanItsSample() {
        Data rows = table(400);
        String model = """
                row x, y
                a ~ normal(0, 1)
                y ~ normal(a, 1)
                estimands { x = "E[x]" }
                """.replace("{ x =", "{ m =");
        double[] x = rows.numbers("rows", "x");
        double mean = mean(400, i -> x[i]);
        double variance = mean(400, i -> (x[i] - mean) * (x[i] - mean));
        for (int most : new int[] {1000, 100}) {
            double[] values = Asking.of(model, 4000, Asking.cut(rows, 3))
                    .with(new InquirySettings(Population.SUPER, most, 1))
                    .answer("m")
                    .values();
            double centre = Arrays.stream(values).average().orElseThrow();
            double spread = StrictMath.sqrt(
                    Arrays.stream(values).map(v -> (v - centre) * (v - centre)).sum() / values.length);
            double expected = StrictMath.sqrt(variance / 401);
            assertThat(centre).isCloseTo(mean, within(5 * expected / StrictMath.sqrt(4000)));
            // 4,000 draws tell a deviation to 1.1 %; 512 parts dealt by chance make it uncertain by another 3 %.
            assertThat(spread / expected).isCloseTo(1, within(most == 1000 ? 0.055 : 0.16));
        }
    }

    @Test
    void whatCannotBeAnsweredSaysWhereAndWhatToDo() {
        String model = """
                row x, t, m, y
                group region
                a, b ~ normal(0, 1)
                m ~ bernoulli_logit(b * t)
                y ~ normal(a * t + m, 1)
                estimands { q = "%s" }
                """;
        assertRefused(model, "E[sales | do(t = 1)]", "test:6:18", "`sales` is not declared");
        assertRefused(model, "E[y | do(a = 1)]", "test:6:31", "`a` is a parameter", "set one of [x, t, m, y]");
        assertRefused(model, "E[y | do(region = 1)]", "`region` is a group");
        assertRefused(model, "E[t | do(y = 1)]", "`y` is a descendant of the outcome `t`", "ask for do(t = ...)");
        assertRefused(model, "E[y | do(t = 1, t = 0)]", "`t` is set twice");
        assertRefused(model, "E[y | do(t = 1), by a]", "`by a` needs a group");
        assertRefused(model, "E[y | do(t = 1), where a > 0]", "`a` is unknown");
        assertRefused(model, "E[y | do(t = 1), where 1 == 1]", "the same for every row");
        assertRefused(model, "E[a | do(t = 1)]", "nothing in this average has a value per row");
        assertRefused(model, "y - 1", "`y` has one value per row", "average it: E[y]");
        assertRefused(model, "E[y | m ~ do(m = 1)]", "`m` has no natural value where it is set itself");
        assertRefused(model, "E[y | do(m = 1), m ~ do(t = 1)]", "`m` is set and kept");
        assertRefused(model, "E[E[y]]", "an average inside an average");
        assertRefused(
                "row t, y\na ~ normal(0, 1)\ny ~ normal(a * natural(t), 1)\n",
                "",
                "natural(t) stands for what",
                "declare `t <-> y`");
        Data rows = table(2000);
        for (String[] fault : new String[][] {
            {"E[y | do(t = 1), by x]", "more than 200 levels", "few values"},
            {"E[y | do(t = 1), where t == 2]", "an average over no row", "widen it"},
            {"E[y | do(t = 1), where region == 'west']", "no row has the level 'west' of `region`"},
            {"E[y | do(t = 1), by region] - E[y | do(t = 1), by t]", "broken down by different things"},
        }) {
            Asking asking = Asking.of(model.formatted(fault[0]), 2, Asking.cut(rows, 2));
            var thrown = assertThatThrownBy(asking::answer).isInstanceOf(RuntimeException.class);
            thrown.hasMessageContaining(fault[1]);
            if (fault.length > 2) {
                thrown.hasMessageContaining(fault[2]).hasMessageContaining("test:6:");
            }
        }
    }

    private static void assertRefused(String model, String question, String... words) {
        assertThatThrownBy(() -> Model.parse("test", model.formatted(question)))
                .as(question)
                .hasMessageContainingAll(words);
    }
}
