package tributary.jobs.mediamix;

import static tributary.jobs.table.Cells.number;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import tributary.estimand.EffectSummary;
import tributary.estimand.Population;
import tributary.family.mediamix.MediaAnswers;
import tributary.family.mediamix.ScenarioSpec;
import tributary.family.mediamix.Scenarios;
import tributary.infer.Draws;
import tributary.jobs.conf.MediaMixConf;
import tributary.jobs.quality.QualityCheck;
import tributary.jobs.quality.Severity;
import tributary.jobs.table.EstimandsTable;

/** Scenarios as rows of {@code estimands} and {@code estimand_draws}, as checks, and in words. */
final class ScenarioRows {
    /** The share of a scenario's, or a budget's, weeks beyond what was seen above which a reader is warned. */
    static final double BEYOND = 0.1;

    private static final String METHOD = "expected outcome of every week under both worlds, at the same draw";

    private ScenarioRows() {}

    /** A scenario's draws on their way to where they are written. */
    record ScenarioDraws(String analysis, Scenarios.Answer answer) implements Serializable {
        Iterator<Row> rows() {
            Draws draws = answer.draws();
            return IntStream.range(0, draws.size() * Scenarios.QUANTITIES.size())
                    .mapToObj(i -> {
                        int quantity = i / draws.size();
                        int chain = i % draws.size() / draws.draws();
                        int draw = i % draws.draws();
                        return RowFactory.create(
                                analysis,
                                MixEffects.estimand(answer.scenario(), Scenarios.QUANTITIES.get(quantity)),
                                answer.geo(),
                                chain,
                                draw,
                                number(draws.value(quantity, chain, draw)));
                    })
                    .iterator();
        }
    }

    /** The question of every quantity, in the language of {@code causal}. */
    static void questions(MixRows of, MediaMixConf conf, List<Row> rows) {
        Map<String, ScenarioSpec> specs =
                conf.scenarios().stream().collect(Collectors.toMap(ScenarioSpec::name, Function.identity()));
        for (Scenarios.Answer a : of.told().scenarios) {
            ScenarioSpec spec = specs.get(a.scenario());
            if (spec == null) {
                continue;
            }
            String as = "E[" + of.kpi() + "]";
            String change = "E[" + of.kpi() + " | " + spec.words() + "] - " + as;
            List<String> questions = List.of(
                    change,
                    "(" + change + ") / " + as,
                    String.format(
                            Locale.ROOT,
                            "%s * (%s) - %s of money spent more",
                            plain(of.panel().value()),
                            change,
                            plain(a.spend())));
            for (int k = 0; k < questions.size(); k++) {
                rows.add(EstimandsTable.row(
                        of.spec().name(),
                        MixEffects.estimand(a.scenario(), Scenarios.QUANTITIES.get(k)),
                        a.geo(),
                        questions.get(k),
                        Population.SAMPLE,
                        method(a.weeksAfter()),
                        0,
                        Double.NaN,
                        ""));
            }
        }
    }

    private static String method(int weeksAfter) {
        return METHOD
                + (weeksAfter > 0
                        ? "; so for the " + weeksAfter
                                + " weeks after the data's last one in which their media still work"
                        : "");
    }

    private static String plain(double value) {
        return String.format(Locale.ROOT, "%.9g", value).replaceFirst("\\.?0+$", "");
    }

    /** Warnings of scenarios that ask about what was never seen. */
    static void checks(String analysis, String kpi, Told told, List<QualityCheck> checks) {
        for (Scenarios.Reach reach : told.reaches) {
            boolean passed = reach.share() <= BEYOND;
            String words = String.format(
                    Locale.ROOT,
                    "%.0f %% of the weeks that %s changes lie outside of what was seen of %s (%.4g to %.4g; it sets %.4g to"
                            + " %.4g)",
                    100 * reach.share(),
                    reach.scenario(),
                    reach.variable(),
                    reach.seenLow(),
                    reach.seenHigh(),
                    reach.low(),
                    reach.high());
            checks.add(
                    new QualityCheck(
                            "scenario_range",
                            analysis,
                            kpi,
                            reach.scenario() + " " + reach.variable(),
                            reach.share(),
                            BEYOND,
                            Severity.WARN,
                            passed,
                            0,
                            passed ? "as it should be: " + words : words,
                            "there the answer is the model's shape alone: ask for a smaller move, or try it in a few weeks or geos"));
        }
    }

    /** A line for each scenario, over all geos. */
    static void words(MixRows of, MediaMixConf conf, Map<String, EffectSummary> byName, StringBuilder text) {
        for (Scenarios.Answer a : of.told().scenarios) {
            EffectSummary change = byName.get(a.scenario() + " " + MixEffects.estimand(a.scenario(), "change"));
            EffectSummary gain = byName.get(a.scenario() + " " + MixEffects.estimand(a.scenario(), "gain"));
            if (!a.geo().equals(MediaAnswers.ALL) || change == null || gain == null) {
                continue;
            }
            String question = conf.scenarios().stream()
                    .filter(s -> s.name().equals(a.scenario()))
                    .map(ScenarioSpec::words)
                    .findFirst()
                    .orElse("");
            text.append(String.format(
                    Locale.ROOT,
                    "scenario %s, %s: %s changes by %.4g [%.4g, %.4g], spend %s by %.4g, gain %.4g [%.4g, %.4g], better with"
                            + " probability %.3f%n",
                    a.scenario(),
                    question,
                    of.kpi(),
                    change.mean(),
                    change.lower(),
                    change.upper(),
                    conf.currency(),
                    a.spend(),
                    gain.mean(),
                    gain.lower(),
                    gain.upper(),
                    gain.probPositive()));
        }
    }
}
