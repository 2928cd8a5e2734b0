package tributary.jobs.mediamix;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import tributary.decide.Action;
import tributary.decide.BudgetGoal;
import tributary.decide.BudgetPlan;
import tributary.family.mediamix.BudgetAnswer;
import tributary.family.mediamix.MediaAnswers;
import tributary.jobs.quality.QualityCheck;
import tributary.jobs.quality.Severity;

/** A budget plan as rows of {@code budget} and {@code decisions}, and in words. */
final class BudgetRows {
    private BudgetRows() {}

    static void plan(String analysis, String kpi, BudgetAnswer answer, List<Row> rows) {
        for (BudgetAnswer.Line line : answer.lines()) {
            rows.add(RowFactory.create(
                    analysis,
                    kpi,
                    word(answer.goal().kind()),
                    risk(answer.goal()),
                    answer.chosen(),
                    line.channel(),
                    line.geo(),
                    line.period(),
                    finite(line.present()),
                    finite(line.planned()),
                    finite(line.lower()),
                    finite(line.upper()),
                    (long) answer.weeksAfter(),
                    finite(answer.total()),
                    finite(answer.response()),
                    finite(answer.spread()),
                    finite(answer.present()),
                    finite(answer.presentSpread()),
                    finite(answer.goalValue()),
                    finite(answer.presentGoal()),
                    finite(answer.searchedGoal()),
                    finite(answer.better()),
                    finite(answer.loss()),
                    word(answer.status())));
        }
    }

    private static double risk(BudgetGoal goal) {
        return switch (goal.kind()) {
            case MEAN_SD, MEAN_VARIANCE, CVAR -> goal.parameter();
            case EXPECTED, BEATS_PRESENT -> 0;
        };
    }

    /** What there is to say where money does not move. */
    private static String still(BudgetPlan.Status status) {
        return switch (status) {
            case OPTIMAL, NOT_CONVERGED -> "";
            case PRESENT_KEPT -> "No split was found within the limits that is better than the present one.";
            case INFEASIBLE -> "There is no plan: no split of the total keeps all bounds and groups.";
            case NOT_FINITE ->
                "There is no plan: under some draw the response is no finite number, so that plans cannot be"
                        + " compared.";
        };
    }

    /** Reallocate where a plan beats the present one, else hold. */
    static Row decision(String analysis, String kpi, BudgetAnswer answer, String currency) {
        String still = still(answer.status());
        boolean move = still.isEmpty();
        return RowFactory.create(
                MediaMixJob.NAME,
                analysis,
                kpi,
                "budget",
                "all",
                "all",
                "goal",
                null,
                null,
                (move ? Action.REALLOCATE : Action.HOLD).word(),
                move ? words(answer, currency).strip() : still,
                finite(answer.better()),
                null,
                null,
                finite(answer.better()),
                null,
                finite(answer.response() - answer.present()),
                null,
                finite(answer.better()),
                null,
                null,
                finite(answer.loss()),
                finite(answer.loss() + answer.response() - answer.present()),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** Where a plan would show more media in many weeks than any week has seen: there the answer is the curve's shape alone. */
    static void checks(String analysis, String kpi, Told told, List<QualityCheck> checks) {
        told.budget.stream().filter(BudgetAnswer::chosen).forEach(answer -> {
            List<String> beyond = answer.lines().stream()
                    .filter(line -> line.planned() > line.present() && line.beyond() > ScenarioRows.BEYOND)
                    .map(line -> String.format(
                            Locale.ROOT,
                            "%s%s (%.0f %% of weeks)",
                            line.channel(),
                            line.geo().equals(MediaAnswers.ALL) ? "" : " in " + line.geo(),
                            100 * line.beyond()))
                    .toList();
            checks.add(new QualityCheck(
                    "budget_range",
                    analysis,
                    kpi,
                    null,
                    answer.lines().stream()
                            .mapToDouble(BudgetAnswer.Line::beyond)
                            .max()
                            .orElse(0),
                    ScenarioRows.BEYOND,
                    Severity.WARN,
                    beyond.isEmpty(),
                    0,
                    beyond.isEmpty()
                            ? "as it should be: the plan has hardly a week with more media than were seen"
                            : "the plan has more media than any week has seen in " + CheckList.shown(beyond),
                    "there the answer is the curve's shape alone: ask for a smaller move (budget.share, budget.total), or try"
                            + " it in a few weeks or geos"));
        });
    }

    static String words(BudgetAnswer answer, String currency) {
        if (!answer.status().plans()) {
            return String.format(
                    Locale.ROOT,
                    "budget %.6g %s (%s, %s): %s%n",
                    answer.total(),
                    currency,
                    word(answer.goal().kind()),
                    word(answer.status()),
                    still(answer.status()));
        }
        Map<String, double[]> byChannel = new LinkedHashMap<>();
        for (BudgetAnswer.Line line : answer.lines()) {
            double[] sums = byChannel.computeIfAbsent(line.channel(), c -> new double[2]);
            sums[0] += line.present();
            sums[1] += line.planned();
        }
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "budget %.6g %s (%s, %s): brings %.4g, present plan %.4g, better with probability %.2f;",
                answer.total(),
                currency,
                word(answer.goal().kind()),
                word(answer.status()),
                answer.response(),
                answer.present(),
                answer.better()));
        byChannel.forEach((channel, sums) ->
                text.append(String.format(Locale.ROOT, " %s %.4g to %.4g,", channel, sums[0], sums[1])));
        text.setCharAt(text.length() - 1, '\n');
        Map<String, Long> closed = new TreeMap<>(answer.lines().stream()
                .filter(line -> line.present() == 0 && line.upper() == 0)
                .collect(Collectors.groupingBy(BudgetAnswer.Line::channel, Collectors.counting())));
        closed.forEach((channel, cells) -> text.append(String.format(
                Locale.ROOT,
                "nothing was spent in %d cells of %s, and they stay without: budget.channels.%s.open says how much they may"
                        + " get%n",
                cells,
                channel,
                channel)));
        return text.toString();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
