package tributary.jobs.causal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import tributary.check.BiasPrior;
import tributary.check.BiasSensitivity;
import tributary.check.LeftOutSums;
import tributary.check.Refuter;
import tributary.check.Rivals;
import tributary.check.SensitivityCell;
import tributary.consensus.Blocks;
import tributary.consensus.FactSearch;
import tributary.estimand.Estimate;
import tributary.estimand.Inquiry;
import tributary.infer.Describe;
import tributary.infer.Draws;
import tributary.jobs.JobFailure;
import tributary.jobs.conf.CausalConf;
import tributary.jobs.table.ModelComparisonTable;
import tributary.jobs.table.SensitivityTable;
import tributary.model.Model;
import tributary.model.term.Statement;
import tributary.plan.InferencePlan;
import tributary.plan.PosteriorDraws;
import tributary.posterior.Posterior;
import tributary.random.StreamKey;

/**
 * Other models of the same rows, fitted as the model itself and set beside it: what each predicts of a row that is left
 * out, what the data say of its graph, and what it answers to the same questions.
 */
final class RivalModels {
    /** Draws behind each left-out row. */
    private static final int DRAWS = 400;

    private final CausalConf conf;
    private final BoundModel bound;
    private final Blocks blocks;
    private final Map<String, Fit> fits = new LinkedHashMap<>();

    /** One model fitted; without draws where it came to none that could be published. */
    private record Fit(
            GraphChecks graph, Posterior posterior, Optional<Draws> draws, List<Estimate> answers, String complaint) {
        double[] effect(String question) {
            double[] values = answers.stream()
                    .filter(e -> e.question().equals(question) && e.level().equals(Estimate.ALL))
                    .map(Estimate::values)
                    .findFirst()
                    .orElse(new double[0]);
            return new double[] {Describe.mean(values), Describe.sd(values)};
        }
    }

    private RivalModels(CausalConf conf, BoundModel bound, Blocks blocks) {
        this.conf = conf;
        this.bound = bound;
        this.blocks = blocks;
    }

    /** Fits the rivals that conf names. */
    static RivalModels fitted(
            CausalConf conf,
            BoundModel bound,
            BoundModel.Prepared ready,
            GraphChecks graph,
            Draws unconstrained,
            List<Estimate> answers,
            StreamKey key) {
        RivalModels all = new RivalModels(conf, bound, ready.blocks());
        if (!bound.rivals().isEmpty()) {
            all.fits.put(conf.name(), new Fit(graph, ready.posterior(), Optional.of(unconstrained), answers, ""));
        }
        bound.rivals()
                .forEach((name, rival) ->
                        all.fits.put(name, all.fit(name, rival, ready.summary().rows(), key.with(name))));
        return all;
    }

    private Fit fit(String name, BoundModel.Rival rival, long rows, StreamKey key) {
        try {
            Posterior posterior = FactSearch.bind(rival.model(), blocks).posterior();
            Inquiry.Surveyed questions = Inquiry.of(posterior, conf.questions()).survey(blocks);
            PosteriorDraws answer =
                    InferencePlan.of(posterior, blocks, conf.plan(), rows).run(key);
            Draws draws = answer.unconstrained();
            boolean usable = draws != null && answer.publishable();
            return new Fit(
                    GraphChecks.of(name, rival.identification(), blocks),
                    posterior,
                    usable ? Optional.ofNullable(draws) : Optional.empty(),
                    usable && draws != null ? questions.answer(draws, key.with("estimands")) : List.of(),
                    usable ? "" : answer.complaint());
        } catch (RuntimeException e) {
            RuntimeException told = BoundModel.binding(e);
            if (told instanceof JobFailure failure) {
                throw new JobFailure(
                        failure.exitCode(),
                        "The rival " + JobFailure.quote(name) + " does not go with the rows.",
                        failure.reason(),
                        "Mend the file that rivals." + name + " names, or what binds it (input.columns).",
                        e);
            }
            throw told;
        }
    }

    /** What the rows say of the rivals' graphs. */
    List<Row> quality() {
        List<Row> rows = new ArrayList<>();
        bound.rivals()
                .forEach((name, rival) -> rows.addAll(GraphChecks.of(conf.name(), rival.identification(), blocks)
                        .quality(name)));
        return rows;
    }

    /** The rows of model_comparison, best first, and a line of words for each. */
    List<Row> comparison(List<String> words) {
        List<String> names = new ArrayList<>();
        List<Fit> compared = new ArrayList<>();
        List<Rivals.Fitted> models = new ArrayList<>();
        fits.forEach((name, fit) -> fit.draws().ifPresent(draws -> {
            names.add(name);
            compared.add(fit);
            models.add(new Rivals.Fitted(fit.posterior(), draws.spread(DRAWS)));
        }));
        List<Row> rows = new ArrayList<>();
        if (models.size() < 2) {
            return rows;
        }
        Optional<String> question = common();
        for (Map.Entry<String, LeftOutSums> outcome :
                Rivals.compare(models, blocks).entrySet()) {
            int place = 0;
            for (LeftOutSums.Place p : outcome.getValue().places()) {
                String name = names.get(p.model());
                Fit fit = compared.get(p.model());
                double[] effect = question.map(fit::effect).orElse(new double[] {Double.NaN, Double.NaN});
                place++;
                rows.add(ModelComparisonTable.row(
                        CausalJob.NAME,
                        conf.name(),
                        outcome.getKey(),
                        name,
                        place,
                        p,
                        effect,
                        fit.graph().verdict()));
                words.add(String.format(
                        Locale.ROOT,
                        "  %s: %d. %-20s elpd %10.1f  difference %8.1f (%.1f)%s; %s",
                        outcome.getKey(),
                        place,
                        name,
                        p.elpd(),
                        p.difference(),
                        p.differenceError(),
                        question.map(q -> String.format(Locale.ROOT, "  %s %.4g (%.3g)", q, effect[0], effect[1]))
                                .orElse(""),
                        fit.graph().verdict()));
            }
        }
        fits.forEach((name, fit) -> {
            if (!fit.complaint().isEmpty()) {
                words.add("  " + name + " is not compared: " + fit.complaint());
            }
        });
        return rows;
    }

    /** The first contrast that all models ask. */
    private Optional<String> common() {
        return bound.model().questions().stream()
                .filter(q -> Refuter.isContrast(q.term()))
                .map(Statement.Question::name)
                .filter(q -> bound.rivals().values().stream().allMatch(r -> asks(r.model(), q)))
                .findFirst();
    }

    private static boolean asks(Model model, String question) {
        return model.questions().stream().anyMatch(q -> q.name().equals(question));
    }

    /** What the rivals answer to the model's own questions: cells of the grid of models. */
    List<Row> sensitivity() {
        List<Row> rows = new ArrayList<>();
        fits.forEach((name, fit) -> {
            if (name.equals(conf.name())) {
                return;
            }
            for (Estimate answer : fit.answers()) {
                boolean asked = asks(bound.model(), answer.question());
                if (!asked || !Arrays.stream(answer.values()).allMatch(Double::isFinite)) {
                    continue;
                }
                QuestionColumns of = QuestionColumns.of(bound.identification(), answer.question());
                SensitivityCell cell = BiasSensitivity.scenarios(
                                answer.values(), List.of(new BiasPrior(name, 0, 0)), conf.interval())
                        .get(0);
                rows.add(SensitivityTable.row(
                        CausalJob.NAME,
                        conf.name(),
                        answer.question(),
                        of.metric(),
                        of.arm(),
                        answer.level(),
                        cell.of(
                                SensitivityCell.Grid.MODEL,
                                "the answer of the rival model " + conf.rivals().get(name) + "; "
                                        + fit.graph().verdict())));
            }
        });
        return rows;
    }
}
