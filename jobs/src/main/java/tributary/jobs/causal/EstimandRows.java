package tributary.jobs.causal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Row;
import tributary.estimand.EffectSummary;
import tributary.estimand.Estimate;
import tributary.infer.Draws;
import tributary.infer.Interval;
import tributary.infer.PosteriorSummary;
import tributary.jobs.conf.CausalConf;
import tributary.jobs.table.EstimandsTable;
import tributary.model.Model;
import tributary.model.term.Assignment;
import tributary.model.term.Statement;
import tributary.model.term.Term;
import tributary.model.term.TermPrinter;
import tributary.model.term.Terms;
import tributary.plan.FactorFit;
import tributary.plan.PosteriorDraws;

/** The answers to a model's questions in rows of the result tables, and in words. */
final class EstimandRows {
    private final CausalConf conf;
    private final Model model;
    private final PosteriorDraws answer;
    private final List<Estimate> estimates;
    private final UnaryOperator<String> identifiedBy;

    /**
     * The answers.
     *
     * @param identifiedBy why the answer to a question is causal, by the question's name
     */
    EstimandRows(
            CausalConf conf,
            Model model,
            PosteriorDraws answer,
            List<Estimate> estimates,
            UnaryOperator<String> identifiedBy) {
        this.conf = conf;
        this.model = model;
        this.answer = answer;
        this.estimates = estimates;
        this.identifiedBy = identifiedBy;
    }

    /** A summary of each. */
    List<EffectSummary> effects() {
        return estimates.stream().map(this::effect).toList();
    }

    /** The draws of each. */
    List<DrawSeries> draws(Draws parameters) {
        return estimates.stream()
                .map(e -> new DrawSeries(conf.name(), e.question(), e.level(), parameters.draws(), e.values()))
                .toList();
    }

    /** How each was computed: rows of estimands. */
    List<Row> methods() {
        List<Row> rows = new ArrayList<>();
        for (Estimate estimate : estimates) {
            rows.add(EstimandsTable.row(
                    conf.name(),
                    estimate.question(),
                    estimate.level(),
                    TermPrinter.printQuestion(question(estimate).term()),
                    conf.questions().population(),
                    estimate.method(),
                    estimate.error(),
                    effect(estimate).sd(),
                    note(estimate)));
        }
        return rows;
    }

    /** A line for each. */
    List<String> words() {
        List<String> lines = new ArrayList<>();
        for (EffectSummary e : effects()) {
            String name = e.unit().equals(Estimate.ALL) ? e.estimand() : e.estimand() + "[" + e.unit() + "]";
            lines.add(
                    Double.isNaN(e.mean())
                            ? "  " + name + " has no value: " + e.note()
                            : String.format(
                                    Locale.ROOT,
                                    "  %-24s %12.5g sd %10.4g   %2.0f %% %s %12.5g to %.5g   P(> 0) %.3f",
                                    name,
                                    e.mean(),
                                    e.sd(),
                                    100 * e.interval().probability(),
                                    e.interval().kind(),
                                    e.lower(),
                                    e.upper(),
                                    e.probPositive()));
        }
        return lines;
    }

    private Statement.Question question(Estimate estimate) {
        return model.questions().stream()
                .filter(q -> q.name().equals(estimate.question()))
                .findFirst()
                .orElseThrow();
    }

    private static String note(Estimate estimate) {
        double[] values = estimate.values();
        long lost = Arrays.stream(values).filter(v -> !Double.isFinite(v)).count();
        return !estimate.note().isEmpty() || lost == 0
                ? estimate.note()
                : "not a finite number in " + lost + " of " + values.length + " draws, as of a division by zero";
    }

    private EffectSummary effect(Estimate estimate) {
        FactorFit worst = answer.fit("");
        double[] values = estimate.values();
        String note = note(estimate);
        double probability = conf.interval().probability();
        PosteriorSummary summary = note.isEmpty() ? answer.summary(values, probability) : null;
        Interval interval = summary == null
                ? null
                : switch (conf.interval().kind()) {
                    case HDI -> summary.interval();
                    case ETI -> Interval.equalTailed(values, probability);
                };
        double positive = (double) Arrays.stream(values).filter(v -> v > 0).count() / values.length;
        double none = Double.NaN;
        return new EffectSummary(
                CausalJob.NAME,
                conf.name(),
                estimate.question(),
                metric(estimate),
                arm(estimate),
                estimate.by().isEmpty() ? "all" : String.join("/", estimate.by()),
                estimate.level(),
                summary == null ? none : summary.mean(),
                summary == null ? none : summary.sd(),
                summary == null ? none : summary.median(),
                summary == null ? none : summary.mad(),
                conf.interval(),
                interval == null ? none : interval.lower(),
                interval == null ? none : interval.upper(),
                summary == null ? none : positive,
                none,
                none,
                none,
                none,
                summary == null ? none : summary.essBulk(),
                summary == null ? none : summary.essTail(),
                summary == null ? none : summary.rHat(),
                summary == null ? none : StrictMath.hypot(summary.mcseMean(), estimate.error()),
                summary == null ? none : summary.mcseSd(),
                worst.plan().path(),
                worst.status(),
                answer.kHat(),
                "",
                identifiedBy.apply(estimate.question()),
                note);
    }

    /** What is averaged; the question's name where it is arithmetic of parameters. */
    private String metric(Estimate estimate) {
        Set<String> bodies = new LinkedHashSet<>();
        Terms.walk(question(estimate).term(), part -> {
            if (part instanceof Term.Expectation average) {
                bodies.add(TermPrinter.printQuestion(average.body()));
            }
        });
        return bodies.isEmpty() ? estimate.question() : String.join(", ", bodies);
    }

    /** The interventions that are compared. */
    private String arm(Estimate estimate) {
        Set<String> worlds = new LinkedHashSet<>();
        Terms.walk(question(estimate).term(), part -> {
            if (part instanceof Term.Expectation average) {
                List<String> set = words(average.settings());
                average.kept()
                        .forEach(natural -> set.add(
                                natural.variable() + " ~ do(" + String.join(", ", words(natural.assignments())) + ")"));
                worlds.add(String.join(", ", set));
            }
        });
        worlds.remove("");
        return worlds.isEmpty() ? "none" : String.join(" vs ", worlds);
    }

    private static List<String> words(List<Assignment> settings) {
        List<String> words = new ArrayList<>();
        settings.forEach(a -> words.add(a.variable() + " = " + TermPrinter.printQuestion(a.value())));
        return words;
    }
}
