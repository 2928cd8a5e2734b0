package tributary.jobs.causal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.check.InstrumentStrength;
import tributary.check.Positivity;
import tributary.consensus.Blocks;
import tributary.estimand.Estimate;
import tributary.identify.EffectIdentification;
import tributary.identify.ModelIdentification;
import tributary.identify.QuestionIdentification;
import tributary.jobs.JobFailure;
import tributary.jobs.quality.Overlap;
import tributary.jobs.quality.Propensities;
import tributary.jobs.quality.PropensityArm;
import tributary.jobs.shard.ModelTable;
import tributary.jobs.shard.TableSummary;
import tributary.jobs.table.DataQualityTable;
import tributary.jobs.table.PropensitiesTable;
import tributary.model.Model;
import tributary.model.term.Statement;
import tributary.model.term.Term;
import tributary.model.term.Terms;

/** Whether the rows support each effect: cells without rows, propensities that hardly overlap, weak instruments. */
final class SupportChecks {
    private static final Logger LOG = LoggerFactory.getLogger(SupportChecks.class);
    private static final int MOST_LEVELS = 200;

    private final String name;
    private final List<Row> quality = new ArrayList<>();
    private final List<Row> propensities = new ArrayList<>();
    private final Map<String, Set<String>> leaning = new LinkedHashMap<>();

    private SupportChecks(String name) {
        this.name = name;
    }

    /** Checks every effect that the questions ask for, each once. */
    static SupportChecks of(
            String name,
            Model model,
            ModelIdentification identification,
            Blocks blocks,
            ModelTable table,
            TableSummary summary) {
        SupportChecks checks = new SupportChecks(name);
        Map<EffectIdentification, Optional<Positivity>> cells = new LinkedHashMap<>();
        Set<List<String>> told = new LinkedHashSet<>();
        Set<List<String>> overlaps = new LinkedHashSet<>();
        for (QuestionIdentification question : identification.questions()) {
            String asked = question.question();
            for (EffectIdentification effect : question.effects()) {
                boolean first = !cells.containsKey(effect);
                Optional<Positivity> found = cells.computeIfAbsent(effect, e -> Positivity.of(blocks, e));
                found.filter(p -> !p.empty().isEmpty())
                        .ifPresent(p -> checks.leaning
                                .computeIfAbsent(asked, q -> new LinkedHashSet<>())
                                .add(p.empty().get(0)));
                found.filter(p -> told.add(p.columns())).ifPresent(p -> checks.cells(asked, p, summary.rows()));
                if (first) {
                    InstrumentStrength.of(blocks, effect).ifPresent(strength -> checks.strength(asked, strength));
                }
                checks.overlap(asked, effect, by(model, asked), table, summary, overlaps);
            }
        }
        return checks;
    }

    /** Rows of {@code data_quality}. */
    List<Row> quality() {
        return quality;
    }

    /** Rows of {@code propensities}. */
    List<Row> propensities() {
        return propensities;
    }

    /** What an answer leans on beside what identifies it; empty where every cell it needs has rows. */
    String leaning(String question) {
        Set<String> cells = leaning.getOrDefault(question, Set.of());
        return cells.isEmpty() ? "" : "; leans on the functional form: no row has " + String.join(", nor ", cells);
    }

    private void cells(String question, Positivity found, long rows) {
        check(
                "empty_cells",
                question,
                null,
                found.affected(),
                0,
                found.empty().isEmpty(),
                Math.round(found.affected() * rows),
                found.words(),
                "ask about values that occur, merge rare ones, or say that the answer extrapolates");
    }

    private void strength(String question, InstrumentStrength found) {
        check(
                "instrument_strength",
                question,
                found.instrument(),
                found.statistic(),
                InstrumentStrength.ENOUGH,
                found.passed(),
                0,
                found.words(),
                "find a stronger instrument, or read the interval as that of the priors");
    }

    private void overlap(
            String question,
            EffectIdentification effect,
            List<String> by,
            ModelTable table,
            TableSummary summary,
            Set<List<String>> seen) {
        Set<String> treatments = effect.asked().treatments();
        if (treatments.size() != 1) {
            return;
        }
        String treatment = treatments.iterator().next();
        Map<String, Column> numbers = new LinkedHashMap<>();
        Map<String, Column> categories = new LinkedHashMap<>();
        for (String covariate : new TreeSet<>(effect.adjustment().orElse(Set.of()))) {
            if (table.numbers().contains(covariate)) {
                numbers.put(covariate, table.number(covariate));
            } else if (table.categories().contains(covariate)) {
                categories.put(covariate, table.category(covariate));
            }
        }
        List<String> key = new ArrayList<>(List.of(treatment, String.join(", ", by)));
        key.addAll(numbers.keySet());
        key.addAll(categories.keySet());
        if (!table.numbers().contains(treatment) || (numbers.isEmpty() && categories.isEmpty()) || !seen.add(key)) {
            return;
        }
        List<Column> levels = by.stream()
                .map(one -> table.numbers().contains(one) ? table.number(one) : table.category(one))
                .toList();
        try {
            new Propensities(numbers, categories, levels)
                    .overlap(table.rows(), treatment, table.number(treatment), summary.distinct())
                    .ifPresent(found -> tell(question, by, found));
        } catch (RuntimeException e) {
            // A picture of the rows, not an answer: where it cannot be had, the answer still stands.
            LOG.warn("the propensities of {} could not be measured", treatment, e);
            check(
                    "overlap",
                    question,
                    null,
                    null,
                    Overlap.ENOUGH,
                    false,
                    0,
                    "propensities of " + treatment + " could not be measured: " + JobFailure.rootMessage(e),
                    "look at the covariates: values of very different size, or constant ones");
        }
    }

    private void tell(String question, List<String> by, Overlap found) {
        overlap(question, null, found.arms(), found.words());
        found.narrowest()
                .ifPresent(arm -> check(
                        "common_support",
                        question,
                        null,
                        Math.min(1, arm.covered()),
                        Overlap.MOST_OF_THEM,
                        Overlap.supported(arm),
                        0,
                        found.support(arm),
                        "ask for the effect where both arms occur (where), or say that the model extrapolates"));
        found.arms().forEach(arm -> row(question, found, "all", arm));
        for (String level : found.levelNames().stream().limit(MOST_LEVELS).toList()) {
            overlap(question, level, found.level(level), found.words(level));
            found.level(level).forEach(arm -> row(question, found, String.join("/", by), arm));
        }
    }

    private void overlap(String question, @Nullable String level, List<PropensityArm> arms, String words) {
        long rows = arms.stream().mapToLong(PropensityArm::rows).sum();
        check(
                "overlap",
                question,
                level,
                Overlap.effectiveShare(arms),
                Overlap.ENOUGH,
                Overlap.passed(arms),
                Math.round(Overlap.extreme(arms) * rows),
                words,
                "ask for the effect where both arms occur (where, by), or compare fewer covariates");
    }

    private void row(String question, Overlap found, String kind, PropensityArm arm) {
        double[] quantiles = {
            arm.quantile(0.01), arm.quantile(0.25), arm.quantile(0.5), arm.quantile(0.75), arm.quantile(0.99)
        };
        propensities.add(PropensitiesTable.row(
                CausalJob.NAME,
                name,
                question,
                found.treatment(),
                found.covariates(),
                kind,
                arm.level().isEmpty() ? Estimate.ALL : arm.level(),
                arm.treated(),
                arm.rows(),
                arm.effectiveShare(),
                arm.extreme(),
                quantiles,
                arm.places(),
                arm.heights()));
    }

    /** What a question itself is broken down by. */
    private static List<String> by(Model model, String name) {
        Set<String> names = new LinkedHashSet<>();
        for (Statement.Question question : model.questions()) {
            if (question.name().equals(name)) {
                Terms.walk(question.term(), part -> {
                    if (part instanceof Term.Expectation average) {
                        names.addAll(average.by());
                    }
                });
            }
        }
        return List.copyOf(names);
    }

    private void check(
            String check,
            String question,
            @Nullable String unit,
            @Nullable Double observed,
            double threshold,
            boolean passed,
            long affected,
            String found,
            String remedy) {
        quality.add(DataQualityTable.warning(
                CausalJob.NAME, name, check, question, unit, observed, threshold, passed, affected, found, remedy));
    }
}
