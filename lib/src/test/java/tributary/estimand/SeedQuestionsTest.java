package tributary.estimand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tributary.consensus.LocalBlocks;
import tributary.infer.Interval;
import tributary.infer.PosteriorSummary;
import tributary.infer.nuts.Nuts;
import tributary.model.Model;
import tributary.posterior.Data;
import tributary.posterior.Fit;
import tributary.posterior.Posterior;
import tributary.posterior.Simulation;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** The seeds' models, sampled and asked: against simulated truths, other estimators, and quadrature. */
class SeedQuestionsTest {
    private static Model shipped(String name) throws IOException {
        return Model.parse(name, Files.readString(Path.of("../conf/models/" + name + ".model")));
    }

    /** The answers to a model's questions from chains over some rows. */
    private static Map<String, double[]> answers(Model model, Data rows, int chains, int draws, long seed) {
        Posterior posterior = Posterior.of(model, rows);
        Fit fit = posterior.sample(Nuts.DEFAULT.withChains(chains).withLengths(500, draws), seed);
        return Inquiry.of(posterior, InquirySettings.STANDARD)
                .survey(new LocalBlocks(List.of(rows)))
                .answer(fit.unconstrained(), StreamKey.of(seed).with("questions"))
                .stream()
                .collect(Collectors.toMap(Estimate::question, Estimate::values));
    }

    private static PosteriorSummary summary(double[] values, int chains) {
        double[][] each = new double[chains][];
        int length = values.length / chains;
        for (int c = 0; c < chains; c++) {
            each[c] = Arrays.copyOfRange(values, c * length, (c + 1) * length);
        }
        return PosteriorSummary.ofChains(each, 0.94);
    }

    /** Tables drawn from the model with its parameters set by do: the ads do nothing, TV does. */
    private static void covers(int tables) throws IOException {
        Model model = shipped("google_ads");
        Map<String, Double> truth = new LinkedHashMap<>();
        truth.put("b_z0", 0.0);
        truth.put("b_y0", 0.0);
        truth.put("b_cz", 1.5);
        truth.put("b_zy", 0.0);
        truth.put("b_cy", 1.0);
        truth.put("sigma", 0.2);
        Simulation simulator =
                Simulation.of(model.intervene(truth), Data.builder().rows(100).build());
        int covered = 0;
        double squares = 0;
        for (int table = 0; table < tables; table++) {
            StreamKey key = StreamKey.of(77).with(table);
            Data rows = simulator.simulate(simulator.prior(key), key);
            double[] ate =
                    Objects.requireNonNull(answers(model, rows, 2, 500, table).get("ate"));
            covered += Interval.highestDensity(ate, 0.94).contains(0) ? 1 : 0;
            squares += StrictMath.pow(Arrays.stream(ate).average().orElseThrow(), 2) / tables;
        }
        double sd = StrictMath.sqrt(0.94 * 0.06 * tables);
        assertThat((double) covered).isBetween(0.94 * tables - 4 * sd, 0.94 * tables + 4 * sd);
        // The estimate scatters by .048 from table to table (reference of scm/google_ads_tv, 2,000 tables).
        double ratio = StrictMath.sqrt(squares) / 0.0477;
        assertThat(ratio).isCloseTo(1, within(4 / StrictMath.sqrt(2.0 * tables)));
    }

    @Test
    void noEffectIsCoveredAtTheNominalRate() throws IOException {
        covers(20);
    }

    @Test
    @Tag("full")
    void noEffectIsCoveredAtTheNominalRateInTwoHundredTables() throws IOException {
        covers(200);
    }

    @Test
    void anEffectOnTheLogScaleIsTakenToDollarsAsQuadratureDoes() {
        RandomStream stream = StreamKey.of(21).with("hurdle").stream();
        int n = 120;
        double[] t = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            t[i] = i % 2;
            y[i] = stream.nextDouble() < 0.25 - 0.1 * t[i]
                    ? 0
                    : StrictMath.exp(1 + 0.4 * t[i]) * stream.nextGamma(2) / 2;
        }
        Model model = Model.parse("hurdle", """
                row t, y
                a, b, c, d ~ normal(0, 1)
                none = sigmoid(c + d * t)
                y ~ hurdle_gamma_log(none, 2, a + b * t)
                estimands { ate = "E[y | do(t = 1)] - E[y | do(t = 0)]" }
                """);
        double[] ate = Objects.requireNonNull(
                answers(model, Data.builder().numbers("t", t).numbers("y", y).build(), 4, 1500, 3)
                        .get("ate"));
        double[] exact = quadrature(t, y);
        PosteriorSummary summary = summary(ate, 4);
        assertThat(summary.mean()).isCloseTo(exact[0], within(5 * summary.mcseMean()));
        assertThat(summary.sd()).isCloseTo(exact[1], within(5 * summary.mcseSd()));
    }

    /** Mean and deviation of the effect by two grids, for whether there is anything and for how much. */
    private static double[] quadrature(double[] t, double[] y) {
        int points = 201;
        double[][] moments = new double[2][5];
        for (int part = 0; part < 2; part++) {
            double total = 0;
            double[] sums = new double[5];
            for (int i = 0; i < points; i++) {
                for (int j = 0; j < points; j++) {
                    double a = (part == 0 ? -1 : 1) + 3 * (i / (points - 1.0) - 0.5) * 2;
                    double b = 4 * (j / (points - 1.0) - 0.5) * 2;
                    double log = -(a * a + b * b) / 2;
                    for (int k = 0; k < t.length; k++) {
                        double eta = a + b * t[k];
                        if (part == 0) {
                            log += y[k] == 0
                                    ? -StrictMath.log1p(StrictMath.exp(-eta))
                                    : -StrictMath.log1p(StrictMath.exp(eta));
                        } else if (y[k] > 0) {
                            // Gamma of shape 2 and mean exp(eta), without what does not depend on it.
                            log += -2 * eta - 2 * y[k] * StrictMath.exp(-eta);
                        }
                    }
                    double one = part == 0 ? 1 / (1 + StrictMath.exp(a + b)) : StrictMath.exp(a + b);
                    double zero = part == 0 ? 1 / (1 + StrictMath.exp(a)) : StrictMath.exp(a);
                    double weight = StrictMath.exp(log + (part == 0 ? 60 : 130));
                    total += weight;
                    double[] own = {one, zero, one * one, zero * zero, one * zero};
                    for (int k = 0; k < 5; k++) {
                        sums[k] += weight * own[k];
                    }
                }
            }
            for (int k = 0; k < 5; k++) {
                moments[part][k] = sums[k] / total;
            }
        }
        double[] p = moments[0];
        double[] m = moments[1];
        double mean = p[0] * m[0] - p[1] * m[1];
        double second = p[2] * m[2] + p[3] * m[3] - 2 * p[4] * m[4];
        return new double[] {mean, StrictMath.sqrt(second - mean * mean)};
    }

    @Test
    void theInstrumentAgreesWithTwoStageLeastSquares() throws IOException {
        RandomStream stream = StreamKey.of(31).with("instrument").stream();
        int n = 600;
        double[] z = new double[n];
        double[] t = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            z[i] = i % 2;
            double common = stream.nextGaussian();
            t[i] = 1 + 1.5 * z[i] + common + 0.5 * stream.nextGaussian();
            y[i] = 2 + 0.5 * t[i] - 1.2 * common + 0.5 * stream.nextGaussian();
        }
        Data rows = Data.builder()
                .numbers("reminder", z)
                .numbers("course", t)
                .numbers("score", y)
                .build();
        PosteriorSummary ate = summary(
                Objects.requireNonNull(
                        answers(shipped("instrument"), rows, 4, 500, 8).get("ate")),
                4);
        double twoStage = covariance(z, y) / covariance(z, t);
        double naive = covariance(t, y) / covariance(t, t);
        assertThat(ate.mean()).isCloseTo(0.5, within(4 * ate.sd()));
        assertThat(StrictMath.abs(naive - 0.5)).isGreaterThan(8 * ate.sd());
        // Just identified and normal, the likelihood peaks at two-stage least squares; priors and skew pull a little.
        assertThat(ate.mean()).isCloseTo(twoStage, within(0.25 * ate.sd()));
    }

    private static double covariance(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - meanA) * (b[i] - meanB) / (a.length - 1);
        }
        return sum;
    }

    /**
     * The effect of a campaign on one market, by a forecast of the weeks before: under a normal-inverse-gamma prior the mean
     * of h weeks is a Student t about the gap between what was sold and what was forecast, of squared scale {@code b / a (x' V
     * x + 1 / h)} with x the mean of the covariates of these weeks.
     */
    @Test
    void aMarketIsForecastFromTheWeeksBeforeItsCampaignAlone() throws IOException {
        List<String[]> lines =
                Files.readAllLines(Path.of("../jobs/src/test/resources/tributary/jobs/causal/treated_market.csv"))
                        .stream()
                        .skip(1)
                        .map(line -> line.split(",", -1))
                        .toList();
        int n = lines.size();
        double[][] columns = new double[6][n];
        String[] own = new String[n];
        for (int i = 0; i < n; i++) {
            own[i] = lines.get(i)[1];
            for (int c : new int[] {0, 2, 3, 4, 5}) {
                columns[c][i] = Double.parseDouble(lines.get(i)[c]);
            }
        }
        Data rows = Data.builder()
                .numbers("week", columns[0])
                .categories("own", own)
                .numbers("sales", columns[2])
                .numbers("control_1", columns[3])
                .numbers("control_2", columns[4])
                .numbers("campaign", columns[5])
                .build();
        Map<String, double[]> answers = answers(shipped("treated_market"), rows, 4, 1500, 6);
        PosteriorSummary average = summary(Objects.requireNonNull(answers.get("average")), 4);
        double[] exact = forecastGap(columns);
        assertThat(average.mean()).isCloseTo(exact[0], within(5 * average.mcseMean()));
        assertThat(average.sd()).isCloseTo(exact[1], within(5 * average.mcseSd()));
        // Published: 6.0009 (.6247) of 30,000 draws, 228.04 (23.74) in all.
        assertThat(exact[0]).isCloseTo(6.0009, within(4 * 0.6247 / StrictMath.sqrt(30_000)));
        double[] cumulative = Objects.requireNonNull(answers.get("cumulative"));
        assertThat(Arrays.stream(cumulative).average().orElseThrow()).isCloseTo(38 * average.mean(), within(1e-9));
    }

    /** Mean and deviation of the average effect, in closed form. */
    private static double[] forecastGap(double[][] columns) {
        int[] before = IntStream.range(0, 120).filter(i -> columns[5][i] == 0).toArray();
        int[] during = IntStream.range(0, 120).filter(i -> columns[5][i] == 1).toArray();
        RealMatrix x = new Array2DRowRealMatrix(before.length, 4);
        RealVector y = new ArrayRealVector(before.length);
        for (int k = 0; k < before.length; k++) {
            int i = before[k];
            x.setRow(k, new double[] {1, columns[3][i], columns[4][i], columns[0][i]});
            y.setEntry(k, columns[2][i]);
        }
        RealVector mean = new ArrayRealVector(4);
        double sold = 0;
        for (int i : during) {
            mean = mean.add(new ArrayRealVector(new double[] {1, columns[3][i], columns[4][i], columns[0][i]}));
            sold += columns[2][i] / during.length;
        }
        mean = mean.mapDivide(during.length);
        RealMatrix precision = x.transpose().multiply(x);
        for (int j = 0; j < 4; j++) {
            precision.addToEntry(j, j, 1e-4);
        }
        DecompositionSolver solver = new LUDecomposition(precision).getSolver();
        RealVector beta = solver.solve(x.preMultiply(y));
        double a = 0.001 + before.length / 2.0;
        double b = 0.001 + 0.5 * (y.dotProduct(y) - beta.dotProduct(precision.operate(beta)));
        double square = b / a * (mean.dotProduct(solver.solve(mean)) + 1.0 / during.length);
        return new double[] {sold - mean.dotProduct(beta), StrictMath.sqrt(square * a / (a - 1))};
    }

    @Test
    void theFrontDoorFindsWhatItsTruthIs() throws IOException {
        RandomStream stream = StreamKey.of(41).with("front door").stream();
        int n = 3000;
        double[] x = new double[n];
        double[] m = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            int u = stream.nextInt(2);
            x[i] = stream.nextDouble() < 0.3 + 0.4 * u ? 1 : 0;
            m[i] = stream.nextDouble() < 0.2 + 0.5 * x[i] ? 1 : 0;
            y[i] = 1000 + 300 * m[i] + 800 * u + 100 * stream.nextGaussian();
        }
        Data rows = Data.builder()
                .numbers("engagement", x)
                .numbers("won", m)
                .numbers("purchases", y)
                .build();
        Map<String, double[]> answers = answers(shipped("online_game"), rows, 4, 500, 9);
        PosteriorSummary ate = summary(Objects.requireNonNull(answers.get("ate")), 4);
        PosteriorSummary naive = summary(Objects.requireNonNull(answers.get("naive")), 4);
        assertThat(ate.mean()).isCloseTo(150, within(4 * ate.sd()));
        assertThat(naive.mean() - 150).isGreaterThan(10 * ate.sd());
    }
}
