package tributary.jobs.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.NormalDistribution;

/** A page's worth of rows as a run would publish them, made from normal posteriors of stated mean and sd. */
final class SampleReport {
    private static final List<String> SEGMENTS =
            List.of("country=DE", "country=FR", "country=JP", "country=US", "device=phone", "device=tablet");

    private SampleReport() {}

    /** Two experiments, one held back, every section filled. */
    static ReportData data() {
        return data("checkout_button", "variant_b", "variant_c", "conversion");
    }

    /** The same with names of one's own, however hostile. */
    static ReportData data(String experiment, String armB, String armC, String metric) {
        ResultRow run = run();
        List<ResultRow> decisions = new ArrayList<>();
        decisions.add(decision(experiment, metric, armB, "all", "launch", 0.0123, 0.0041, 38 * 900_000, 180_000));
        decisions.add(decision(experiment, metric, armC, "all", "not_decisive", 0.0041, 0.0042, 38 * 900_000, 180_000));
        decisions.add(decision(experiment, "revenue", armB, "all", "keep_testing", 0.41, 0.52, Double.NaN, 0));
        decisions.add(decision(experiment, "revenue", armC, "all", "hold", 0.02, 0.05, Double.NaN, 0));
        List<ResultRow> effects = new ArrayList<>();
        Map<AnalysisReport.Lift, Curve> densities = new HashMap<>();
        arm(effects, densities, experiment, metric, armB, 0.0123, 0.0041, 0.118, 0.01);
        arm(effects, densities, experiment, metric, armC, 0.0041, 0.0042, 0.118, 0.01);
        arm(effects, densities, experiment, "revenue", armB, 0.41, 0.52, 12.4, 0.01);
        arm(effects, densities, experiment, "revenue", armC, 0.02, 0.05, 12.4, 0.01);
        AnalysisReport first = new AnalysisReport(
                experiment,
                run,
                decisions,
                effects,
                List.of(
                        sensitivity(
                                experiment,
                                metric,
                                armB,
                                "published",
                                "Beta(1, 1) in each arm",
                                0.0123,
                                0.0041,
                                "launch",
                                false),
                        sensitivity(
                                experiment,
                                metric,
                                armB,
                                "history",
                                "Beta(15, 600), lift ~ Normal(0, 0.1)",
                                0.0098,
                                0.0036,
                                "launch",
                                false),
                        sensitivity(
                                experiment,
                                metric,
                                armB,
                                "sceptical",
                                "Beta(50, 450) in each arm",
                                0.0061,
                                0.0031,
                                "hold",
                                true)),
                List.of(
                        check(
                                experiment,
                                metric,
                                armB,
                                "prior",
                                "relative_lift",
                                "Beta(1, 1) in each arm",
                                Double.NaN,
                                -0.97,
                                -0.49,
                                0.0,
                                0.98,
                                38.2,
                                0.49),
                        check(
                                experiment,
                                metric,
                                armB,
                                "prior",
                                "relative_lift",
                                "Beta(15, 600), lift ~ Normal(0, 0.1)",
                                Double.NaN,
                                -0.196,
                                -0.067,
                                0.0,
                                0.067,
                                0.196,
                                0),
                        check(
                                experiment,
                                metric,
                                armB,
                                "posterior",
                                "mean",
                                "",
                                0.1302,
                                0.121,
                                0.127,
                                0.13,
                                0.134,
                                0.139,
                                0.52),
                        check(
                                experiment,
                                "revenue",
                                armB,
                                "posterior",
                                "zero_share",
                                "",
                                0.871,
                                0.86,
                                0.867,
                                0.87,
                                0.873,
                                0.88,
                                0.49)),
                artifacts(experiment, metric),
                List.of(),
                List.of(),
                densities,
                0);
        String second = "ranking_v2";
        Map<AnalysisReport.Lift, Curve> more = new HashMap<>();
        List<ResultRow> latency = new ArrayList<>();
        arm(latency, more, second, "latency_ms", "new_index", -14.2, 3.1, 182.0, 0.01);
        AnalysisReport other = new AnalysisReport(
                second,
                run,
                List.of(decision(second, "latency_ms", "new_index", "all", "hold", -14.2, 3.1, Double.NaN, 0)),
                latency,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                power(),
                more,
                214);
        List<ResultRow> all = new ArrayList<>(decisions);
        for (String segment : SEGMENTS) {
            all.add(decision(experiment, metric, armB, segment, "keep_testing", 0.011, 0.009, 38 * 90_000, 18_000));
        }
        all.addAll(other.decisions());
        return new ReportData(
                "Experiments of 14 March 2026",
                List.of(run),
                List.of(
                        verdict(experiment, "published", "none", ""),
                        verdict(second, "published", "none", ""),
                        verdict(
                                "pricing_page",
                                "held_back",
                                "data",
                                "sample ratio mismatch: 50 % of units expected in control, 46.1 % found")),
                List.of(
                        quality(experiment, "sample_ratio_mismatch", "gate", true, 0.41, 0.001),
                        quality(experiment, "crossovers", "warn", false, 0.012, 0.01),
                        quality(second, "sample_ratio_mismatch", "gate", true, 0.77, 0.001),
                        quality("pricing_page", "sample_ratio_mismatch", "gate", false, 2.1e-9, 0.001)),
                all,
                0,
                List.of(first, other));
    }

    static ResultRow run() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("run_id", "experiment-2026-03-14-7f3a91");
        row.put("attempt_id", "a1");
        row.put("command", "experiment");
        row.put("status", "PARTIAL");
        row.put("reason", "1 of 3 analyses held back");
        row.put("logical_date", "2026-03-14");
        row.put("seed", 20260314L);
        row.put("code_version", "0.1.0");
        row.put(
                "conf",
                "{\"metrics\":{\"latency_ms\":{\"better\":\"lower\",\"guardrail\":{\"margin\":0.01}},\"conversion\":{\"decision\":{\"relative-threshold\":0.05,\"economics\":{\"users\":900000,\"value\":38,\"cost\":180000,\"currency\":\"EUR\"}}}}}");
        row.put("conf_hash", "b1946ac92492d2347c6235b4d2611184");
        row.put("plan", "checkout_button conversion: EXACT (beta-binomial), 1 pass");
        row.put("finished_at", "2026-03-14 03:12:44");
        row.put("spark_application_id", "local-1");
        row.put(
                "inputs",
                List.of(ResultRow.of(Map.of(
                        "name",
                        "exposures",
                        "path",
                        "/warehouse/exposures",
                        "format",
                        "delta",
                        "version",
                        41L,
                        "rows",
                        1_000_000L,
                        "fingerprint",
                        "9e107d9d372bb682"))));
        return ResultRow.of(row);
    }

    static ResultRow decision(
            String experiment,
            String metric,
            String arm,
            String unit,
            String action,
            double lift,
            double sd,
            double value,
            double cost) {
        NormalDistribution posterior = new NormalDistribution(lift, sd);
        boolean money = Double.isFinite(value);
        double expected = money ? value * lift - cost : Double.NaN;
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("analysis", experiment);
        row.put("metric", metric);
        row.put("arm", arm);
        row.put("unit_kind", unit.equals("all") ? "all" : "segment");
        row.put("unit", unit);
        row.put("attempt_id", "a1");
        boolean guardrail = metric.equals("latency_ms");
        row.put("role", guardrail ? "guardrail" : "goal");
        row.put("guardrail_verdict", guardrail ? "non_inferior" : null);
        row.put("prob_non_inferior", guardrail ? 0.9996 : null);
        row.put("action", action);
        row.put(
                "reason",
                "The interval lies above the region of practical equivalence and the expected profit is positive.");
        row.put("prob_positive", 1 - posterior.cumulativeProbability(0));
        row.put("prob_above_threshold", 1 - posterior.cumulativeProbability(0.005));
        row.put("prob_rel_above_threshold", 1 - posterior.cumulativeProbability(0.005));
        row.put("prob_best", 0.5 * (1 - posterior.cumulativeProbability(0)) + 0.3);
        row.put("hdi_rope_verdict", "above");
        row.put("expected_profit", expected);
        row.put("median_profit", expected);
        row.put("prob_profit", money ? 1 - posterior.cumulativeProbability(cost / value) : Double.NaN);
        row.put("profit_lb", money ? value * (lift - 1.96 * sd) - cost : Double.NaN);
        row.put("profit_ub", money ? value * (lift + 1.96 * sd) - cost : Double.NaN);
        row.put("expected_loss_if_launch", money ? 25_429.0 : 0.0021);
        row.put("expected_loss_if_hold", money ? 203_678.0 : 0.0143);
        row.put("value_of_information", money ? 25_429.0 : 0.0021);
        row.put("health", "ok");
        boolean flips = action.equals("not_decisive");
        row.put("value_of_more_data", money ? 9_120.0 : 0.0008);
        row.put("guardrails", metric.equals("revenue") ? "" : "latency_ms: not worse by more than 1 % (99.2 %)");
        row.put("prior_flips", flips);
        row.put("prior_sensitivity", flips ? "changes: sceptical -> hold" : "same action under 2 other priors");
        return ResultRow.of(row);
    }

    private static void arm(
            List<ResultRow> effects,
            Map<AnalysisReport.Lift, Curve> densities,
            String experiment,
            String metric,
            String arm,
            double lift,
            double sd,
            double control,
            double rope) {
        effects.add(effect(experiment, "lift_abs", metric, arm, "all", lift, sd, rope * control));
        effects.add(effect(experiment, "lift_rel", metric, arm, "all", lift / control, sd / control, rope));
        for (int i = 0; i < SEGMENTS.size(); i++) {
            double spread = sd * (i == 5 ? 30 : 2 + 0.4 * i);
            effects.add(effect(
                    experiment,
                    "lift_rel",
                    metric,
                    arm,
                    SEGMENTS.get(i),
                    (lift + sd * (i - 2.5)) / control,
                    spread / control,
                    rope));
        }
        densities.put(new AnalysisReport.Lift(metric, arm, "lift_abs"), normal(lift, sd));
        densities.put(new AnalysisReport.Lift(metric, arm, "lift_rel"), normal(lift / control, sd / control));
    }

    static ResultRow effect(
            String experiment,
            String estimand,
            String metric,
            String arm,
            String unit,
            double mean,
            double sd,
            double rope) {
        NormalDistribution posterior = new NormalDistribution(mean, sd);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("analysis", experiment);
        row.put("estimand", estimand);
        row.put("metric", metric);
        row.put("arm", arm);
        row.put("unit_kind", unit.equals("all") ? "all" : "segment");
        row.put("unit", unit);
        row.put("mean", mean);
        row.put("sd", sd);
        row.put("median", mean);
        row.put("ci_kind", "hdi");
        row.put("ci_prob", 0.94);
        row.put("ci_lb", mean - 1.88 * sd);
        row.put("ci_ub", mean + 1.88 * sd);
        row.put("prob_positive", 1 - posterior.cumulativeProbability(0));
        row.put("rope_lb", -rope);
        row.put("rope_ub", rope);
        row.put("prob_rope", posterior.probability(-rope, rope));
        row.put("prob_above_rope", 1 - posterior.cumulativeProbability(rope));
        row.put("ess_bulk", 4000.0);
        row.put("r_hat", null);
        row.put("mcse_mean", sd / 63);
        row.put("path", "EXACT");
        row.put("status", "EXACT");
        row.put("prior", "Beta(1, 1) in each arm");
        row.put("identified_by", "randomised");
        return ResultRow.of(row);
    }

    private static ResultRow sensitivity(
            String experiment,
            String metric,
            String arm,
            String cell,
            String prior,
            double mean,
            double sd,
            String action,
            boolean changes) {
        double[] x = new double[97];
        Arrays.setAll(x, i -> mean + sd * (i - 48) / 12.0);
        NormalDistribution posterior = new NormalDistribution(mean, sd);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("analysis", experiment);
        row.put("estimand", "lift_abs");
        row.put("metric", metric);
        row.put("arm", arm);
        row.put("unit", "all");
        row.put("cell", cell);
        row.put("prior", prior);
        row.put("mean", mean);
        row.put("ci_lb", mean - 1.88 * sd);
        row.put("ci_ub", mean + 1.88 * sd);
        row.put("prob_positive", 1 - posterior.cumulativeProbability(0));
        row.put("expected_profit", 900_000 * 38 * mean - 180_000);
        row.put("action", action);
        row.put("changes_action", changes);
        row.put("density_x", Arrays.stream(x).boxed().toList());
        row.put("density_y", Arrays.stream(x).map(posterior::density).boxed().toList());
        return ResultRow.of(row);
    }

    private static ResultRow check(
            String experiment,
            String metric,
            String arm,
            String phase,
            String statistic,
            String prior,
            double observed,
            double q025,
            double q25,
            double q50,
            double q75,
            double q975,
            double tail) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("analysis", experiment);
        row.put("metric", metric);
        row.put("arm", arm);
        row.put("unit_kind", "all");
        row.put("unit", "all");
        row.put("phase", phase);
        row.put("statistic", statistic);
        row.put("prior", prior);
        row.put("observed", observed);
        row.put("predicted_mean", q50);
        row.put("q025", q025);
        row.put("q25", q25);
        row.put("q50", q50);
        row.put("q75", q75);
        row.put("q975", q975);
        row.put("tail_probability", tail);
        row.put("passed", true);
        row.put("reason", "");
        return ResultRow.of(row);
    }

    private static List<ResultRow> artifacts(String experiment, String metric) {
        List<ResultRow> rows = new ArrayList<>();
        for (String artifact : List.of(
                "estimand",
                "identification",
                "likelihood",
                "priors",
                "posterior",
                "predictive_checks",
                "sensitivity",
                "decision")) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("analysis", experiment);
            row.put("metric", metric);
            row.put("artifact", artifact);
            row.put("present", !artifact.equals("predictive_checks"));
            row.put(
                    "description",
                    artifact.equals("predictive_checks")
                            ? "The one statistic of counts is fitted exactly, so nothing is left to check."
                            : "Average effect on " + metric + " among units eligible for the roll-out.");
            rows.add(ResultRow.of(row));
        }
        return rows;
    }

    private static List<ResultRow> power() {
        List<ResultRow> rows = new ArrayList<>();
        for (double effect : new double[] {0, 0.005, 0.01}) {
            for (int n = 1; n <= 6; n++) {
                double power = 1 - Math.exp(-effect * effect * 12_000 * n) + 0.03 * Math.exp(-effect * 1000);
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("sample_size", 4000L * n);
                row.put("effect_name", effect == 0 ? "none" : effect == 0.01 ? "hoped" : "cautious");
                row.put("effect", effect);
                row.put("effect_sd", effect == 0.01 ? 0.002 : 0);
                row.put("prior", "Beta(1, 1) in each arm");
                row.put("power", effect == 0 ? null : power);
                row.put("power_mcse", 0.01);
                row.put("false_positive_rate", effect == 0 ? power : null);
                row.put("expected_width", 0.03 / Math.sqrt(n));
                row.put("sufficient", effect == 0.01 && n == 2);
                rows.add(ResultRow.of(row));
            }
        }
        return rows;
    }

    private static ResultRow verdict(String analysis, String verdict, String gate, String reason) {
        Map<String, Object> row =
                new LinkedHashMap<>(Map.of("analysis", analysis, "verdict", verdict, "gate", gate, "reason", reason));
        row.put("metric", null);
        row.put("unit", null);
        return ResultRow.of(row);
    }

    private static ResultRow quality(
            String analysis, String check, String severity, boolean passed, double observed, double threshold) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("analysis", analysis);
        row.put("check_name", check);
        row.put("metric", null);
        row.put("unit", null);
        row.put("observed", observed);
        row.put("threshold", threshold);
        row.put("severity", severity);
        row.put("passed", passed);
        row.put("rows_affected", passed ? 0L : 1_204L);
        row.put("detail", passed ? "as designed" : "more units than allowed are concerned");
        row.put("remedy", "Look at the assignment service and its logs.");
        return ResultRow.of(row);
    }

    private static Curve normal(double mean, double sd) {
        double[] x = new double[121];
        Arrays.setAll(x, i -> mean + sd * (i - 60) / 16.0);
        NormalDistribution density = new NormalDistribution(mean, sd);
        return Curve.through(x, Arrays.stream(x).map(density::density).toArray());
    }
}
