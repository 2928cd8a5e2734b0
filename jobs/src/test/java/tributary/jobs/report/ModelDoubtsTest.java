package tributary.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tributary.check.BiasSensitivity;
import tributary.estimand.IntervalKind;
import tributary.estimand.IntervalSpec;
import tributary.random.NormalQuantile;

/** The part of a page that says what makes a model's answers causal, and what speaks against them. */
class ModelDoubtsTest {
    private static ResultRow row(Object... pairs) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put((String) pairs[i], pairs[i + 1]);
        }
        return ResultRow.of(values);
    }

    private static ResultRow cell(String grid, String name, double mean, double tipping) {
        return row(
                "estimand",
                "ate",
                "grid",
                grid,
                "unit",
                "all",
                "cell",
                name,
                "prior",
                "assumed <b>",
                "mean",
                mean,
                "ci_lb",
                mean - 1,
                "ci_ub",
                mean + 1,
                "prob_positive",
                0.9,
                "tipping_point",
                tipping,
                "density_x",
                null,
                "density_y",
                null);
    }

    private static ResultRow arm(String unit, boolean treated, long rows, double share) {
        boolean all = unit.equals("all");
        return row(
                "estimand",
                "ate",
                "treatment",
                "x",
                "covariates",
                "z",
                "unit",
                unit,
                "treated",
                treated,
                "rows",
                rows,
                "effective_share",
                share,
                "extreme_share",
                0.02,
                "density_x",
                all ? List.of(0.25, 0.75) : null,
                "density_y",
                all ? List.of(1.5, 0.5) : null);
    }

    private static ResultRow place(String model, int place, double elpd, double difference, double effect) {
        return row(
                "metric",
                "charm",
                "model",
                model,
                "place",
                place,
                "elpd_loo",
                elpd,
                "difference",
                difference,
                "se_difference",
                14.75,
                "worst_k_hat",
                0.1,
                "effect",
                effect,
                "effect_sd",
                0.03,
                "reason",
                "its graph implies no independence");
    }

    private static ResultRow power(String cell, double gradient, String diagnosis) {
        return row(
                "estimand",
                "ate",
                "metric",
                "y",
                "grid",
                "power",
                "unit",
                "all",
                "cell",
                cell,
                "mean",
                1.5,
                "gradient",
                gradient,
                "diagnosis",
                diagnosis);
    }

    private static String page() {
        return page(List.of(
                cell("bias", "bias of 0.5", 1.5, 1.25),
                cell("bias", "bias of sd 0.5", 1.5, 2.5),
                cell("confounder", "robustness value", Double.NaN, 0.139),
                power("prior ^ 0.8", 0.39, "possible prior-data conflict: mostly b"),
                power("prior ^ 1.25", 0.39, "possible prior-data conflict: mostly b"),
                power("likelihood ^ 0.8", 0.56, "possible prior-data conflict: mostly b")));
    }

    private static String page(List<ResultRow> sensitivity) {
        ModelReport model = new ModelReport(
                "m",
                row("attempt_id", "a"),
                List.of(),
                List.of(),
                Map.of(
                        "identifications",
                        List.of(row(
                                "estimand",
                                "ate",
                                "rank",
                                0,
                                "effect",
                                0,
                                "strategy",
                                "back-door",
                                "formula",
                                "P(y | do(x)) = sum_{z} P(y | x, z) P(z)",
                                "reason",
                                "",
                                "minimal_sets",
                                List.of("{z}"),
                                "assumptions",
                                List.of("nothing hidden"),
                                "graph",
                                "z -> x\nz -> y\nx -> y\nx <-> <y>\n")),
                        "sensitivity",
                        sensitivity,
                        "refutations",
                        List.of(row(
                                "estimand",
                                "ate",
                                "refutation",
                                "placebo_treatment",
                                "repetitions",
                                5,
                                "expected",
                                0.0,
                                "observed",
                                0.01,
                                "p_value",
                                0.7,
                                "reason",
                                "x was shuffled: not refuted")),
                        "model_comparison",
                        List.of(place("m", 1, -1397.7, 0, -0.017), place("adjusted <b>", 2, -1500, -102.3, -0.22)),
                        "propensities",
                        List.of(arm("all", false, 60, 0.8), arm("all", true, 40, 0.1), arm("<north>", true, 3, 0))),
                0);
        return ModelDoubts.of(model, 3).markup();
    }

    @Test
    void graphFormulaTippingPointsAndRefutationsAreShown() {
        assertThat(page())
                .contains("What makes it causal", "P(y | do(x)) = sum_{z} P(y | x, z) P(z)", "dag-head-3")
                .contains("The sign is no longer 95 % sure from here: a bias of 1.25; of a bias without direction")
                .contains("robustness value", "0.139")
                .contains("Bias assumed", "Effect left", "<tfoot")
                .contains("not refuted")
                .doesNotContain("validated");
    }

    /** Draws of mean 0.1 and sd 0.5 are positive in 58 %: the tipping points are those that {@link BiasSensitivity} tells. */
    @Test
    void anEffectThatNeverWasSureIsNotSaidToFall() {
        double[] draws = new double[2000];
        for (int i = 0; i < draws.length; i++) {
            draws[i] = 0.1 + 0.5 * NormalQuantile.of((i + 0.5) / draws.length);
        }
        for (int side = 0; side < 2; side++) {
            IntervalSpec interval = new IntervalSpec(IntervalKind.ETI, 0.9);
            List<ResultRow> cells = Stream.concat(
                            BiasSensitivity.shifts(draws, interval).stream(),
                            BiasSensitivity.spreads(draws, interval).stream())
                    .map(c -> cell("bias", c.cell(), c.mean(), c.tippingPoint()))
                    .toList();
            assertThat(page(cells))
                    .containsPattern("The sign was never 95 % sure, not even without any hidden bias; a bias of "
                            + (side == 0 ? "\u2212" : "") + "0\\.72\\d* would make it so\\.")
                    .doesNotContain("no longer");
            for (int i = 0; i < draws.length; i++) {
                draws[i] = -draws[i];
            }
        }
    }

    @Test
    void rivalsAndThePullOfThePriorsAreTold() {
        assertThat(page())
                .contains("Rival models", "adjusted &lt;b&gt;", "102.3 (14.75)", "need not be causal")
                .contains("How much the priors decide", "0.39", "0.56", "possible prior-data conflict: mostly b")
                .doesNotContain("prior ^ 0.8</");
    }

    @Test
    void theArmsAreDrawnOverOneAnother() {
        assertThat(page())
                .contains("Could either arm have been the other: x", "with x: 40 rows", "without x: 60 rows")
                .contains("worth 10.0")
                .contains("&lt;north&gt;");
    }

    @Test
    void namesStayNamesAndEveryDrawingHasItsWords() {
        assertThat(page()).contains("&lt;y&gt;", "assumed &lt;b&gt;").doesNotContain("<y>", "<b>");
        assertThat(page()).contains("role=\"img\"", "The causal graph: z -&gt; x; z -&gt; y");
    }

    @Test
    void aGraphTooLargeForAPictureIsNone() {
        StringBuilder edges = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            edges.append("a" + i + " -> b\n");
        }
        assertThat(DagPicture.of(edges.toString(), 0).markup()).isEmpty();
        assertThat(DagPicture.of("", 0).markup()).isEmpty();
    }
}
