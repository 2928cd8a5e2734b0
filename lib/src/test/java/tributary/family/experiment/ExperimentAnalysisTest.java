package tributary.family.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tributary.check.PredictiveCheck;
import tributary.decide.Appraisal;
import tributary.decide.DecisionSpec;
import tributary.decide.Economics;
import tributary.decide.Stakes;
import tributary.estimand.EffectSummary;
import tributary.estimand.IntervalKind;
import tributary.estimand.IntervalSpec;
import tributary.infer.DensityCurve;
import tributary.infer.Draws;
import tributary.posterior.InferencePath;
import tributary.posterior.InferenceStatus;
import tributary.posterior.conjugate.BetaBinomial;
import tributary.posterior.conjugate.NormalInverseGamma;
import tributary.random.RandomStream;
import tributary.random.StreamKey;
import tributary.stats.CrossProducts;

/** Analyses against exact answers, published cases and bad data. */
class ExperimentAnalysisTest {
    private static final MetricSpec CONVERSION = MetricSpec.goal("conversion", MetricKind.BINARY);
    private static final MetricSpec VALUE = MetricSpec.goal("value", MetricKind.CONTINUOUS);

    @Test
    void binaryTestOfTheNotebook() {
        DecisionSpec decision =
                DecisionSpec.standard().withThresholds(0.005, 0.05).with(Stakes.of(Economics.of(900_000, 38, 180_000)));
        AnalysisResult result = Examples.analyse(CONVERSION.withDecision(decision), Examples.BINARY);
        EffectSummary lift = Examples.effect(result, "lift_abs");
        Examples.agrees(lift, "binary");
        assertThat(lift.path()).isEqualTo(InferencePath.EXACT);
        assertThat(lift.status()).isEqualTo(InferenceStatus.EXACT);
        assertThat(lift.rHat()).isNaN();
        assertThat(lift.prior()).contains("Beta(1, 1)");
        assertThat(Examples.effect(result, "lift_rel").median()).isCloseTo(0.09173, within(0.003));
        Appraisal a = result.appraisals().get(0);
        assertThat(a.probAboveThreshold()).isCloseTo(0.80407, within(0.012));
        assertThat(a.probRelAboveThreshold()).isCloseTo(0.76666, within(0.012));
        // Exact: 178,079 with sd 218,515; printed by the notebook: 178,249 [-252,143, 603,502].
        assertThat(a.expectedProfit()).isCloseTo(178_079, within(4 * 218_515 / StrictMath.sqrt(20_000)));
        assertThat(a.medianProfit()).isCloseTo(178_006, within(8_000.0));
        DecisionSpec equalTailed = decision.with(new IntervalSpec(IntervalKind.ETI, 0.95));
        Appraisal b = Examples.analyse(CONVERSION.withDecision(equalTailed), Examples.BINARY)
                .appraisals()
                .get(0);
        assertThat(b.profitLower()).isCloseTo(-250_033, within(20_000.0));
        assertThat(b.profitUpper()).isCloseTo(606_608, within(20_000.0));
        assertThat(a.probProfit()).isCloseTo(0.79248, within(0.012));
        assertThat(a.expectedLossIfLaunch()).isCloseTo(25_562.5, within(2_000.0));
        assertThat(a.expectedLossIfHold()).isCloseTo(203_641.5, within(6_000.0));
        // Launching is better on average, so perfect information is worth the loss of launching.
        assertThat(a.valueOfInformation()).isCloseTo(a.expectedLossIfLaunch(), within(1e-6));
        assertThat(a.valueOfMoreData()).isBetween(0.0, a.valueOfInformation());
    }

    @Test
    void exercisesOfTheNotebook() {
        AnalysisResult informed = Examples.analyse(
                CONVERSION.withPrior(PriorSpec.Betas.same(new BetaBinomial(50, 450))), Examples.BINARY);
        EffectSummary lift = Examples.effect(informed, "lift_abs");
        assertThat(lift.mean()).isCloseTo(0.00951, within(0.0002));
        assertThat(lift.sd()).isCloseTo(0.00606, within(0.00013));
        assertThat(lift.probPositive()).isCloseTo(0.942, within(0.008));
        AnalysisResult point = Examples.analyse(
                CONVERSION.withDecision(DecisionSpec.standard().withThresholds(0.01, 0)), Examples.BINARY);
        assertThat(point.appraisals().get(0).probAboveThreshold()).isCloseTo(0.529, within(0.015));
        // 200 rows: adjustment narrows the interval there too.
        AnalysisResult small =
                Examples.analyse(VALUE.withAdjustment(Adjustment.REGRESSION, List.of("pre")), Examples.continuous(200));
        assertThat(Examples.effect(small, "lift_abs").sd())
                .isLessThan(Examples.effect(small, "lift_abs_unadjusted").sd());
    }

    @Test
    void threePriorsOfTheSmallExperiment() {
        PriorSpec skeptical = PriorSpec.Betas.same(new BetaBinomial(20, 180));
        PriorSpec optimistic =
                new PriorSpec.Betas(new BetaBinomial(20, 180), Map.of("treated", new BetaBinomial(28, 172)));
        Examples.agrees(Examples.effect(Examples.analyse(CONVERSION, Examples.SMALL), "lift_abs"), "flat");
        Examples.agrees(
                Examples.effect(Examples.analyse(CONVERSION.withPrior(skeptical), Examples.SMALL), "lift_abs"),
                "skeptical");
        Examples.agrees(
                Examples.effect(Examples.analyse(CONVERSION.withPrior(optimistic), Examples.SMALL), "lift_abs"),
                "optimistic");
        AnalysisResult grid = Examples.analyse(
                CONVERSION.withSensitivity(List.of(
                        new NamedPrior("skeptical", skeptical, true), new NamedPrior("optimistic", optimistic, true))),
                Examples.SMALL);
        assertThat(grid.sensitivity())
                .extracting(SensitivityRow::priorName)
                .containsExactly("published", "skeptical", "optimistic");
        DensityCurve curve = grid.sensitivity().get(1).density();
        double mass = 0;
        for (int i = 0; i < curve.size(); i++) {
            mass += curve.height(i) * curve.step();
        }
        assertThat(mass).isCloseTo(1, within(0.01));
    }

    @Test
    void continuousExperimentUnadjustedAndAdjusted() {
        Map<String, ArmStatistics> arms = Examples.continuous(10_000);
        Examples.agrees(Examples.effect(Examples.analyse(VALUE, arms), "lift_abs"), "continuous");
        ArmRegression regression = new ArmRegression(
                List.of(get(arms, "control").all(), get(arms, "treated").all()), PriorSpec.Coefficients.weak());
        assertThat(regression.posterior().mean(1)).isCloseTo(1.037548397992567, within(1e-9));
        assertThat(regression.posterior().sd(1)).isCloseTo(0.3127555075856027, within(1e-9));
        assertThat(regression.posterior().degreesOfFreedom()).isCloseTo(1400.002, within(1e-9));
        AnalysisResult adjusted = Examples.analyse(VALUE.withAdjustment(Adjustment.REGRESSION, List.of("pre")), arms);
        Examples.agrees(Examples.effect(adjusted, "lift_abs"), "adjusted");
        Examples.agrees(Examples.effect(adjusted, "lift_abs_unadjusted"), "continuous");
    }

    @Test
    void cupedIsTheFormulaOnTheRows() {
        Map<String, ArmStatistics> arms = Examples.continuous(10_000);
        CrossProducts pooled =
                get(arms, "control").all().merge(get(arms, "treated").all());
        Cuped cuped = new Cuped(pooled);
        assertThat(cuped.theta(0)).isCloseTo(pooled.covariance(0, 1) / pooled.variance(1), within(1e-12));
        double correlation = pooled.covariance(0, 1) / StrictMath.sqrt(pooled.variance(0) * pooled.variance(1));
        assertThat(cuped.varianceReduction()).isCloseTo(correlation * correlation, within(1e-12));
        AnalysisResult result = Examples.analyse(VALUE.withAdjustment(Adjustment.CUPED, List.of("pre")), arms);
        double byHand = 0;
        int sign = 1;
        for (String arm : List.of("treated", "control")) {
            CrossProducts s = get(arms, arm).all();
            byHand += sign * (s.mean(0) - cuped.theta(0) * (s.mean(1) - pooled.mean(1)));
            sign = -1;
        }
        EffectSummary lift = Examples.effect(result, "lift_abs");
        assertThat(lift.mean()).isCloseTo(byHand, within(4 * lift.mcseMean() + 1e-4));
        assertThat(Examples.effect(result, "variance_reduction").mean())
                .isCloseTo(correlation * correlation, within(1e-12));
        Examples.agrees(Examples.effect(result, "lift_abs_unadjusted"), "continuous");
        // Two covariates of which one repeats the other: the same answer, no exception.
        double[][] rows = {{1, 2, 4}, {3, 1, 2}, {2, 5, 10}, {7, 6, 12}};
        double[][] single = {{1, 2}, {3, 1}, {2, 5}, {7, 6}};
        assertThat(new Cuped(CrossProducts.of(rows, 3)).varianceReduction())
                .isCloseTo(new Cuped(CrossProducts.of(single, 2)).varianceReduction(), within(1e-9));
    }

    @Test
    void cookieCats() {
        Map<String, ArmStatistics> seven =
                Map.of("control", ArmStatistics.binary(44_700, 8_502), "treated", ArmStatistics.binary(45_489, 8_279));
        Examples.agrees(Examples.effect(Examples.analyse(CONVERSION, seven), "lift_abs"), "cookie_7");
        Map<String, ArmStatistics> one = Map.of(
                "control", ArmStatistics.binary(44_700, 20_034), "treated", ArmStatistics.binary(45_489, 20_119));
        Examples.agrees(Examples.effect(Examples.analyse(CONVERSION, one), "lift_abs"), "cookie_1");
    }

    @Test
    void normalApproximationReproducesPublishedCases() {
        for (String line : Examples.lines("growthbook.csv")) {
            String[] c = line.split(",", -1);
            boolean binary = Boolean.parseBoolean(c[1]);
            NormalApproximation a = NormalApproximation.of(
                    moments(c, 2), moments(c, 5), binary, new RelativeEffectPrior(number(c, 8), number(c, 9)));
            double[] found = {
                a.mean(),
                a.sd(),
                a.interval(0.95).lower(),
                a.interval(0.95).upper(),
                a.chanceToWin(),
                a.riskOfControl(),
                a.riskOfTreatment()
            };
            for (int i = 0; i < found.length; i++) {
                double published = number(c, 10 + i);
                if (!Double.isNaN(published)) {
                    assertThat(found[i]).as(c[0] + " " + i).isCloseTo(published, within(2e-5));
                }
            }
        }
        AnalysisResult beside =
                Examples.analyse(CONVERSION.withNormalApproximation(RelativeEffectPrior.flat()), Examples.BINARY);
        EffectSummary normal = Examples.effect(beside, "lift_rel_normal_approximation");
        assertThat(normal.mean()).isCloseTo(Examples.effect(beside, "lift_rel").mean(), within(0.005));
        assertThat(normal.status()).isEqualTo(InferenceStatus.UNCERTIFIED);
    }

    @Test
    void liftPriorShrinksAndSaysSo() {
        MetricSpec metric = CONVERSION
                .withPrior(PriorSpec.Lift.standard())
                .withSensitivity(List.of(new NamedPrior("flat", PriorSpec.Betas.same(BetaBinomial.flat()), true)));
        AnalysisResult result = Examples.analyse(metric, Examples.SMALL);
        EffectSummary relative = Examples.effect(result, "lift_rel");
        assertThat(relative.path()).isEqualTo(InferencePath.CELLS);
        assertThat(relative.sd()).isBetween(0.08, 0.105);
        List<PredictiveCheck> priors =
                result.checks().stream().filter(c -> c.kind().equals("prior")).toList();
        assertThat(priors.get(0).tailProbability()).isLessThan(0.001);
        assertThat(priors.get(0).q975()).isCloseTo(0.196, within(0.02));
        // Two uniforms: P(ratio > 2) = 1/4.
        assertThat(priors.get(1).tailProbability()).isCloseTo(0.25, within(0.03));
        assertThat(priors.get(1).q975()).isCloseTo(19, within(6.0));
    }

    @Test
    void revenueCountsAndRatiosAgreeWithLargeSampleTheory() {
        RandomStream stream = StreamKey.of(8).stream();
        double[][] rows = new double[4000][];
        double[][] pairs = new double[4000][];
        double[][] counts = new double[4000][];
        for (int i = 0; i < rows.length; i++) {
            double amount = stream.nextDouble() < 0.3 ? StrictMath.exp(1 + 0.5 * stream.nextGaussian()) : 0;
            double views = 3 + stream.nextGamma(2);
            rows[i] = new double[] {amount};
            pairs[i] = new double[] {0.2 * views + 0.1 * stream.nextGaussian(), views};
            counts[i] = new double[] {stream.nextInt(4)};
        }
        for (AmountLikelihood likelihood : AmountLikelihood.values()) {
            MetricSpec revenue =
                    MetricSpec.goal("revenue", MetricKind.REVENUE).withPrior(PriorSpec.Hurdle.weak(likelihood));
            ArmStatistics arm = ArmStatistics.ofRows(rows, 1);
            EffectSummary mean =
                    Examples.effect(Examples.analyse(revenue, Map.of("control", arm, "treated", arm)), "control_mean");
            assertThat(mean.mean()).isCloseTo(arm.mean(), within(0.03));
            assertThat(mean.sd()).isCloseTo(StrictMath.sqrt(arm.variance() / 4000), within(0.004));
        }
        ArmStatistics arm = ArmStatistics.ofRows(pairs, 2);
        EffectSummary ratio = Examples.effect(
                Examples.analyse(MetricSpec.goal("ratio", MetricKind.RATIO), Map.of("control", arm, "treated", arm)),
                "control_mean");
        double r = arm.all().mean(0) / arm.all().mean(1);
        double variance = (arm.all().variance(0)
                        - 2 * r * arm.all().covariance(0, 1)
                        + r * r * arm.all().variance(1))
                / (4000 * arm.all().mean(1) * arm.all().mean(1));
        assertThat(ratio.mean()).isCloseTo(r, within(4 * ratio.mcseMean() + 1e-6));
        assertThat(ratio.sd()).isCloseTo(StrictMath.sqrt(variance), within(0.03 * StrictMath.sqrt(variance)));
        ArmStatistics counted = ArmStatistics.ofRows(counts, 1);
        AnalysisResult count = Examples.analyse(
                MetricSpec.goal("count", MetricKind.COUNT), Map.of("control", counted, "treated", counted));
        assertThat(Examples.effect(count, "control_mean").mean()).isCloseTo(counted.mean(), within(0.002));
        // Uniform counts of 0..3 are less spread than a Poisson's: the check sees it.
        assertThat(count.checks()).anyMatch(c -> c.statistic().equals("sd") && !c.passed());
    }

    @Test
    void drawsArePureAndIndependentOfOtherArms() throws Exception {
        ExperimentAnalysis analysis =
                ExperimentAnalysis.of(Examples.spec(CONVERSION), "conversion", "all", Examples.BINARY);
        Draws draws = get(analysis.draws(), "treated");
        assertThat(draws.names()).isEqualTo(ExperimentAnalysis.COLUMNS);
        assertThat(draws.chains()).isEqualTo(4);
        assertThat(draws.draws()).isEqualTo(5000);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(analysis);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            ExperimentAnalysis shipped = (ExperimentAnalysis) in.readObject();
            assertThat(get(shipped.draws(), "treated")).isEqualTo(draws);
        }
        ExperimentSpec three = new ExperimentSpec(
                "checkout", "control", List.of("other", "treated"), List.of(CONVERSION), new DrawSettings(42, 4, 5000));
        Map<String, ArmStatistics> arms = new LinkedHashMap<>(Examples.BINARY);
        arms.put("other", ArmStatistics.binary(5000, 700));
        ExperimentAnalysis wider = ExperimentAnalysis.of(three, "conversion", "all", arms);
        assertThat(get(wider.draws(), "treated")).isEqualTo(draws);
        double best = wider.result().appraisals().stream()
                .mapToDouble(Appraisal::probBest)
                .sum();
        assertThat(best).isBetween(0.99, 1.0);
        ExperimentAnalysis segment =
                ExperimentAnalysis.of(Examples.spec(CONVERSION), "conversion", "de", Examples.BINARY);
        assertThat(get(segment.draws(), "treated")).isNotEqualTo(draws);
    }

    @Test
    void badNumbersAreDataNotExceptions() {
        ArmStatistics none = ArmStatistics.binary(0, 0);
        ArmStatistics[] binaries = {
            none, ArmStatistics.binary(1, 1), ArmStatistics.binary(1, 0), ArmStatistics.binary(500, 500)
        };
        for (ArmStatistics c : binaries) {
            for (PriorSpec prior : List.of(PriorSpec.Betas.same(BetaBinomial.jeffreys()), PriorSpec.Lift.standard())) {
                AnalysisResult result =
                        Examples.analyse(CONVERSION.withPrior(prior), Map.of("control", c, "treated", binaries[1]));
                assertThat(Examples.effect(result, "lift_abs").sd()).isFinite();
                assertThat(Examples.effect(result, "lift_rel").median()).isFinite();
            }
        }
        double[][][] outcomes = {{}, {{3}}, {{3}, {3}}, {{0}, {0}, {0}}, {{-1}, {2}}, {{1e300}, {1e-300}}};
        for (double[][] c : outcomes) {
            for (MetricKind kind : List.of(MetricKind.CONTINUOUS, MetricKind.REVENUE, MetricKind.COUNT)) {
                ArmStatistics arm = ArmStatistics.ofRows(c, 1);
                AnalysisResult result = Examples.analyse(
                        MetricSpec.goal("m", kind),
                        Map.of("control", arm, "treated", ArmStatistics.ofRows(new double[][] {{1}, {2}, {0}}, 1)));
                assertThat(result.effects().isEmpty() ? result.problems().size() : 1)
                        .isPositive();
                result.effects().forEach(e -> assertThat(e.median()).isFinite());
            }
        }
        double[][] constant = {{1, 5}, {2, 5}, {4, 5}};
        ArmStatistics arm = ArmStatistics.ofRows(constant, 2);
        for (Adjustment adjustment : List.of(Adjustment.CUPED, Adjustment.REGRESSION)) {
            AnalysisResult result = Examples.analyse(
                    VALUE.withAdjustment(adjustment, List.of("pre")), Map.of("control", arm, "treated", arm));
            assertThat(Examples.effect(result, "lift_abs").median()).isFinite();
        }
    }

    @Test
    void intervalsCoverAsOftenAsTheySay() {
        RandomStream truth = StreamKey.of(77).stream();
        NormalInverseGamma prior = new NormalInverseGamma(2, 1, 3, 4);
        int covered = 0;
        int simulations = 400;
        for (int i = 0; i < simulations; i++) {
            Map<String, ArmStatistics> arms = new LinkedHashMap<>();
            double[] means = new double[2];
            for (int k = 0; k < 2; k++) {
                double variance = prior.sampleVariance(truth);
                means[k] = prior.sampleMean(truth, variance);
                double[][] rows = new double[5][];
                for (int r = 0; r < 5; r++) {
                    rows[r] = new double[] {means[k] + StrictMath.sqrt(variance) * truth.nextGaussian()};
                }
                arms.put(k == 0 ? "control" : "treated", ArmStatistics.ofRows(rows, 1));
            }
            ArmMeans fit =
                    ArmModels.sample(VALUE, Adjustment.NONE, PriorSpec.Normals.same(prior), arms, StreamKey.of(i), 400);
            double below = 0;
            for (int d = 0; d < 400; d++) {
                below += get(fit.draws(), "treated")[d] - get(fit.draws(), "control")[d] < means[1] - means[0] ? 1 : 0;
            }
            covered += below > 100 && below < 300 ? 1 : 0;
        }
        // Half of them, within four binomial standard errors.
        assertThat(covered).isBetween(160, 240);
    }

    private static <V> V get(Map<String, V> map, String key) {
        return java.util.Objects.requireNonNull(map.get(key));
    }

    private static ArmStatistics moments(String[] cells, int start) {
        double n = number(cells, start);
        double sum = number(cells, start + 1);
        double squares = number(cells, start + 2) - sum * sum / n;
        return ArmStatistics.of(
                CrossProducts.ofMoments((long) n, new double[] {sum / n}, new double[][] {{squares}}), 0);
    }

    private static double number(String[] cells, int index) {
        return Double.parseDouble(cells[index]);
    }
}
