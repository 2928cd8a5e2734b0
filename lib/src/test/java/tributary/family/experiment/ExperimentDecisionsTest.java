package tributary.family.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tributary.decide.Action;
import tributary.decide.Decision;
import tributary.decide.DecisionSpec;
import tributary.decide.Direction;
import tributary.decide.Economics;
import tributary.decide.GuardrailVerdict;
import tributary.decide.Health;
import tributary.decide.RiskAttitude;
import tributary.decide.Scale;
import tributary.decide.Stakes;
import tributary.decide.WorkflowArtifact;
import tributary.posterior.conjugate.BetaBinomial;

/** Every action, and every reason that overturns one. */
class ExperimentDecisionsTest {
    private static final MetricSpec CONVERSION = MetricSpec.goal("conversion", MetricKind.BINARY);

    private static Map<String, ArmStatistics> arms(long n, long control, long treated) {
        return Map.of("control", ArmStatistics.binary(n, control), "treated", ArmStatistics.binary(n, treated));
    }

    private static Decision decide(MetricSpec metric, Map<String, ArmStatistics> arms) {
        return ExperimentDecisions.decide(
                        Examples.spec(metric), List.of(Examples.analyse(metric, arms)), (m, s) -> Health.good())
                .get(0);
    }

    @Test
    void plainActions() {
        assertThat(decide(CONVERSION, arms(50_000, 5_000, 5_600)).action()).isEqualTo(Action.LAUNCH);
        assertThat(decide(CONVERSION, arms(50_000, 5_600, 5_000)).action()).isEqualTo(Action.ROLL_BACK);
        assertThat(decide(CONVERSION, arms(5_000, 500, 520)).action()).isEqualTo(Action.KEEP_TESTING);
        assertThat(decide(CONVERSION, arms(10_000_000, 1_000_000, 1_000_900)).action())
                .isEqualTo(Action.HOLD);
        assertThat(decide(CONVERSION, arms(100, 10, 30)).reason()).contains("Too few units");
        assertThat(decide(CONVERSION, arms(5_000, 500, 900)).reason()).contains("suspicious");
        MetricSpec latency = CONVERSION.withDirection(Direction.LOWER_IS_BETTER);
        assertThat(decide(latency, arms(50_000, 5_600, 5_000)).action()).isEqualTo(Action.LAUNCH);
        assertThat(decide(latency, arms(50_000, 5_000, 5_600)).action()).isEqualTo(Action.ROLL_BACK);
    }

    /** A launch to 900,000 people, 38 each, at 180,000. */
    private static DecisionSpec stakes(RiskAttitude risk, double lossCap, boolean reversible) {
        return DecisionSpec.standard().with(new Stakes(Economics.of(900_000, 38, 180_000), risk, lossCap, reversible));
    }

    @Test
    void moneyRiskAndReversibility() {
        DecisionSpec reversible = stakes(RiskAttitude.neutral(), Double.POSITIVE_INFINITY, true);
        assertThat(decide(CONVERSION.withDecision(reversible), Examples.BINARY).action())
                .isEqualTo(Action.LAUNCH);
        assertThat(decide(
                                CONVERSION.withDecision(
                                        stakes(RiskAttitude.neutral(), Double.POSITIVE_INFINITY, false)),
                                Examples.BINARY)
                        .action())
                .isEqualTo(Action.KEEP_TESTING);
        // A false launch that costs ten times as much as waiting: 203,641 - 10 x 25,562 < 0.
        DecisionSpec asymmetric = reversible.with(new Stakes(
                new Economics(900_000, 38, 180_000, 10, "EUR"),
                RiskAttitude.neutral(),
                Double.POSITIVE_INFINITY,
                true));
        Decision cautious = decide(CONVERSION.withDecision(asymmetric), Examples.BINARY);
        assertThat(cautious.action()).isEqualTo(Action.KEEP_TESTING);
        assertThat(cautious.expectedProfit()).isPositive();
        DecisionSpec capped = stakes(RiskAttitude.neutral(), 20_000, true);
        assertThat(decide(CONVERSION.withDecision(capped), Examples.BINARY).reason())
                .contains("cap");
        DecisionSpec averse = stakes(new RiskAttitude(RiskAttitude.Kind.MEAN_SD, 1), Double.POSITIVE_INFINITY, true);
        assertThat(decide(CONVERSION.withDecision(averse), Examples.BINARY).action())
                .isEqualTo(Action.KEEP_TESTING);
        DecisionSpec dear = reversible.with(new Stakes(
                Economics.of(900_000, 38, 5_000_000), RiskAttitude.neutral(), Double.POSITIVE_INFINITY, true));
        assertThat(decide(CONVERSION.withDecision(dear), Examples.BINARY).action())
                .isEqualTo(Action.HOLD);
    }

    @Test
    void aPlausiblePriorThatFlipsMakesItNotDecisive() {
        NamedPrior skeptic = new NamedPrior("skeptic", PriorSpec.Betas.same(new BetaBinomial(20_000, 180_000)), true);
        Map<String, ArmStatistics> arms = arms(20_000, 2_000, 2_220);
        assertThat(decide(CONVERSION, arms).action()).isEqualTo(Action.LAUNCH);
        Decision flipped = decide(CONVERSION.withSensitivity(List.of(skeptic)), arms);
        assertThat(flipped.action()).isEqualTo(Action.NOT_DECISIVE);
        assertThat(flipped.flipped()).isTrue();
        assertThat(flipped.reason()).contains("What next").contains("collect more data");
        NamedPrior implausible = new NamedPrior("crank", skeptic.prior(), false);
        assertThat(decide(CONVERSION.withSensitivity(List.of(implausible)), arms)
                        .action())
                .isEqualTo(Action.LAUNCH);
    }

    @Test
    void guardrailsSegmentsHealthAndBetterArmsOverrule() {
        MetricSpec refunds = MetricSpec.goal("refunds", MetricKind.BINARY)
                .withDirection(Direction.LOWER_IS_BETTER)
                .withGuardrail(new Guardrail(Scale.RELATIVE, 0.05, 0.95));
        ExperimentSpec spec = Examples.spec(CONVERSION, refunds);
        AnalysisResult good = ExperimentAnalysis.of(spec, "conversion", "all", arms(50_000, 5_000, 5_600))
                .result();
        AnalysisResult kept = ExperimentAnalysis.of(spec, "refunds", "all", arms(50_000, 5_000, 4_900))
                .result();
        AnalysisResult broken = ExperimentAnalysis.of(spec, "refunds", "all", arms(50_000, 5_000, 5_900))
                .result();
        AnalysisResult unclear = ExperimentAnalysis.of(spec, "refunds", "all", arms(50_000, 5_000, 5_200))
                .result();
        assertThat(first(spec, List.of(good, kept), Health.good()).action()).isEqualTo(Action.LAUNCH);
        assertThat(first(spec, List.of(good, kept), Health.good()).guardrails()).contains("non-inferior");
        assertThat(first(spec, List.of(good, broken), Health.good()).action()).isEqualTo(Action.HOLD);
        assertThat(first(spec, List.of(good, unclear), Health.good()).action()).isEqualTo(Action.KEEP_TESTING);
        assertThat(first(spec, List.of(good), Health.good()).action()).isEqualTo(Action.KEEP_TESTING);
        AnalysisResult harmed = ExperimentAnalysis.of(spec, "conversion", "de", arms(5_000, 600, 450))
                .result();
        Decision vetoed = first(spec, List.of(good, kept, harmed), Health.good());
        assertThat(vetoed.action()).isEqualTo(Action.HOLD);
        assertThat(vetoed.reason()).contains("de (P(harm)");
        Decision sick = first(spec, List.of(good, kept), new Health(false, List.of("SRM p = 1e-9")));
        assertThat(sick.action()).isEqualTo(Action.NOT_DECISIVE);
        assertThat(sick.health()).isEqualTo("gate: SRM p = 1e-9");

        ExperimentSpec two = new ExperimentSpec(
                "checkout", "control", List.of("b", "c"), List.of(CONVERSION), new DrawSettings(1, 4, 1000));
        AnalysisResult result = ExperimentAnalysis.of(
                        two,
                        "conversion",
                        "all",
                        Map.of(
                                "control", ArmStatistics.binary(50_000, 5_000),
                                "b", ArmStatistics.binary(50_000, 5_600),
                                "c", ArmStatistics.binary(50_000, 6_000)))
                .result();
        assertThat(ExperimentDecisions.decide(two, List.of(result), (m, s) -> Health.good()))
                .extracting(Decision::action)
                .containsExactly(Action.HOLD, Action.LAUNCH);

        ExperimentSpec guarded = new ExperimentSpec(
                "checkout", "control", List.of("b", "c"), List.of(CONVERSION, refunds), new DrawSettings(1, 4, 1000));
        AnalysisResult refunded = ExperimentAnalysis.of(
                        guarded,
                        "refunds",
                        "all",
                        Map.of(
                                "control", ArmStatistics.binary(50_000, 5_000),
                                "b", ArmStatistics.binary(50_000, 4_900),
                                "c", ArmStatistics.binary(50_000, 5_900)))
                .result();
        assertThat(ExperimentDecisions.decide(guarded, List.of(result, refunded), (m, s) -> Health.good()))
                .as("a better arm that breaks a guardrail holds nobody back")
                .extracting(Decision::action)
                .containsExactly(Action.LAUNCH, Action.HOLD, Action.HOLD, Action.ROLL_BACK);
    }

    @Test
    void aGuardrailNeverSaysLaunchAndItsVerdictHasAWordOfItsOwn() {
        NamedPrior skeptic = new NamedPrior("skeptic", PriorSpec.Betas.same(new BetaBinomial(3_000, 20_000)), true);
        MetricSpec refunds = MetricSpec.goal("refunds", MetricKind.BINARY)
                .withDirection(Direction.LOWER_IS_BETTER)
                .withSensitivity(List.of(new NamedPrior("flat", PriorSpec.Betas.same(new BetaBinomial(1, 1)), true)))
                .withGuardrail(new Guardrail(Scale.RELATIVE, 0.05, 0.95));
        Decision kept = decide(refunds, arms(50_000, 5_000, 4_900));
        assertThat(kept.action()).isEqualTo(Action.HOLD);
        assertThat(kept.guardrailVerdict()).isEqualTo(GuardrailVerdict.NON_INFERIOR);
        assertThat(kept.probNonInferior()).isGreaterThan(0.95);
        assertThat(kept.reason()).contains("non-inferior");
        Decision broken = decide(refunds, arms(50_000, 5_000, 5_900));
        assertThat(broken.action()).isEqualTo(Action.ROLL_BACK);
        assertThat(broken.guardrailVerdict()).isEqualTo(GuardrailVerdict.INFERIOR);
        Decision unclear = decide(refunds, arms(50_000, 5_000, 5_200));
        assertThat(unclear.action()).isEqualTo(Action.KEEP_TESTING);
        assertThat(unclear.guardrailVerdict()).isEqualTo(GuardrailVerdict.UNDECIDED);
        assertThat(decide(refunds, arms(50, 5, 1)).guardrailVerdict()).isEqualTo(GuardrailVerdict.UNDECIDED);
        assertThat(Examples.analyse(refunds, arms(50_000, 5_000, 4_000)).sensitivity())
                .as("nor do the cells of its prior grid, however large the improvement")
                .extracting(SensitivityRow::action)
                .containsOnly(Action.HOLD);
        // A prior worth 23,000 units draws both arms together, and a narrow margin is no longer sure to be kept.
        MetricSpec narrow = refunds.withGuardrail(new Guardrail(Scale.RELATIVE, 0.001, 0.95));
        assertThat(decide(narrow, arms(2_500, 250, 200)).action()).isEqualTo(Action.HOLD);
        Decision flipped = decide(narrow.withSensitivity(List.of(skeptic)), arms(2_500, 250, 200));
        assertThat(flipped.action()).isEqualTo(Action.NOT_DECISIVE);
        assertThat(flipped.guardrailVerdict()).isEqualTo(GuardrailVerdict.UNDECIDED);
        assertThat(decide(CONVERSION, arms(20_000, 2_000, 2_220)).guardrailVerdict())
                .isNull();
    }

    @Test
    void aGuardrailWhoseDataCannotBeBelievedStopsALaunchButNotTheVerdictOfOthers() {
        MetricSpec refunds = MetricSpec.goal("refunds", MetricKind.BINARY)
                .withDirection(Direction.LOWER_IS_BETTER)
                .withGuardrail(new Guardrail(Scale.RELATIVE, 0.05, 0.95));
        ExperimentSpec spec = Examples.spec(CONVERSION, refunds);
        List<AnalysisResult> results = List.of(
                ExperimentAnalysis.of(spec, "conversion", "all", arms(50_000, 5_000, 5_600))
                        .result(),
                ExperimentAnalysis.of(spec, "refunds", "all", arms(50_000, 5_000, 4_900))
                        .result());
        List<Decision> decisions = ExperimentDecisions.decide(
                spec,
                results,
                (metric, segment) -> metric.equals("refunds") ? new Health(false, List.of("NaN")) : Health.good());
        assertThat(decisions).extracting(Decision::action).containsExactly(Action.NOT_DECISIVE, Action.NOT_DECISIVE);
        assertThat(decisions.get(0).reason()).startsWith("Guardrail refunds: The data cannot be believed (NaN)");
        assertThat(decisions.get(0).health()).isEqualTo("ok");
        assertThat(decisions.get(1).guardrailVerdict()).isEqualTo(GuardrailVerdict.UNDECIDED);
    }

    @Test
    void noPosteriorIsAReasonNotACrash() {
        MetricSpec revenue = MetricSpec.goal("revenue", MetricKind.REVENUE);
        Decision decision = decide(revenue, Map.of());
        assertThat(decision.action()).isEqualTo(Action.NOT_DECISIVE);
        assertThat(decision.reason()).contains("positive amounts");
        assertThat(decision.probPositive()).isNaN();
    }

    @Test
    void memoAndWorkflowAreComplete() {
        MetricSpec metric =
                CONVERSION.withDecision(DecisionSpec.standard().with(Stakes.of(Economics.of(900_000, 38, 180_000))));
        ExperimentSpec spec = Examples.spec(metric);
        AnalysisResult result = Examples.analyse(metric, Examples.BINARY);
        List<Decision> decisions = ExperimentDecisions.decide(spec, List.of(result), (m, s) -> Health.good());
        String memo = ExperimentMemo.memos(spec, List.of(result), decisions);
        for (String part : List.of(
                "Decision",
                "Design",
                "Estimand",
                "Posterior result",
                "Business value",
                "Sensitivity",
                "Recommendation")) {
            assertThat(memo).contains("**" + part + ".**");
        }
        assertThat(memo).contains("keep testing").contains("P(profit > 0)").doesNotContain("NaN");
        List<WorkflowArtifact> workflow = ExperimentMemo.workflow(spec, result, decisions, Health.good());
        assertThat(workflow).extracting(WorkflowArtifact::step).containsExactly(WorkflowArtifact.Step.values());
        List<WorkflowArtifact> absent = new ArrayList<>(workflow);
        absent.removeIf(WorkflowArtifact::present);
        assertThat(absent).allMatch(a -> a.content().startsWith("absent"));
    }

    private static Decision first(ExperimentSpec spec, List<AnalysisResult> results, Health health) {
        return ExperimentDecisions.decide(spec, results, (m, s) -> health).get(0);
    }
}
