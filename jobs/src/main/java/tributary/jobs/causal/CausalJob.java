package tributary.jobs.causal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import tributary.consensus.Blocks;
import tributary.consensus.FactSearch;
import tributary.estimand.Estimate;
import tributary.estimand.Inquiry;
import tributary.infer.Draws;
import tributary.jobs.conf.CausalConf;
import tributary.jobs.conf.ConfReader;
import tributary.jobs.conf.RunSettings;
import tributary.jobs.quality.QualityCheck;
import tributary.jobs.run.Attempt;
import tributary.jobs.run.Gate;
import tributary.jobs.run.GateVerdict;
import tributary.jobs.run.HadoopText;
import tributary.jobs.run.Job;
import tributary.jobs.run.Outcome;
import tributary.jobs.run.Results;
import tributary.jobs.run.RunRequest;
import tributary.jobs.shard.SparkBlocks;
import tributary.jobs.table.IdentificationsTable;
import tributary.jobs.table.ModelComparisonTable;
import tributary.jobs.table.PredictionsTable;
import tributary.jobs.table.PredictiveChecksTable;
import tributary.jobs.table.PropensitiesTable;
import tributary.jobs.table.RefutationsTable;
import tributary.jobs.table.SensitivityTable;
import tributary.jobs.table.TableInput;
import tributary.jobs.table.UnitEffectsTable;
import tributary.jobs.table.WorstDiagnostics;
import tributary.model.GraphText;
import tributary.model.Model;
import tributary.model.Variable;
import tributary.plan.InferencePlan;
import tributary.plan.PosteriorDraws;
import tributary.posterior.InferencePath;
import tributary.posterior.Posterior;
import tributary.random.StreamKey;

/**
 * {@code causal}: a model file and a table of rows become one posterior, by the plan's paths, certified or held back.
 *
 * <p>Its questions are put to every draw over the rows where they lie: averages under interventions, and arithmetic of
 * them and of parameters.
 */
public final class CausalJob implements Job<CausalConf, CausalJob.Pinned> {
    static final String NAME = "causal";
    /** Below so many rows all shards are sampled in less time than a staging table takes. */
    private static final long KEPT_FROM = 50_000;

    /** A pinned model and table; opaque to the frame. */
    public static final class Pinned {
        private final BoundModel model;
        private Inquiry.@Nullable Surveyed questions;

        private Pinned(BoundModel model) {
            this.model = model;
        }

        /** The model's questions, checked against every row before anything is sampled. */
        private Inquiry.Surveyed questions(CausalConf conf) {
            Inquiry.Surveyed known = questions;
            if (known == null) {
                BoundModel.Prepared ready = model.prepare();
                try {
                    known = Inquiry.of(ready.posterior(), conf.questions()).survey(ready.blocks());
                    Doubts.check(conf, model.model(), known.levels());
                    conf.units().ifPresent(units -> UnitRows.check(units, ready.posterior()));
                    conf.predict().ifPresent(predict -> PredictedRows.check(predict, ready.posterior()));
                } catch (RuntimeException e) {
                    model.close();
                    throw BoundModel.binding(e);
                }
                questions = known;
            }
            return known;
        }
    }

    @Override
    public String command() {
        return NAME;
    }

    @Override
    public String description() {
        return "A structural model from a .model file and a table: one certified posterior, and the answers to its questions.";
    }

    @Override
    public CausalConf spec(ConfReader conf, RunSettings run) {
        return CausalConf.read(conf, run);
    }

    @Override
    public Pinned pin(SparkSession spark, CausalConf conf) {
        return new Pinned(BoundModel.open(spark, conf));
    }

    @Override
    public List<TableInput> inputs(Pinned pinned) {
        return inputs(pinned.model, null);
    }

    private static List<TableInput> inputs(BoundModel model, @Nullable Long rows) {
        List<TableInput> inputs = new ArrayList<>();
        inputs.add(model.input().snapshot().input(rows));
        inputs.add(new TableInput("model", "", "model", null, null, HadoopText.fingerprint(model.text())));
        model.rivals()
                .forEach((name, rival) -> inputs.add(new TableInput(
                        "rival " + name, "", "model", null, null, HadoopText.fingerprint(rival.text()))));
        return inputs;
    }

    @Override
    public String plan(CausalConf conf, Pinned pinned) {
        String rivals = conf.rivals().entrySet().stream()
                .map(rival -> "rival " + rival.getKey() + " from " + rival.getValue() + "\n")
                .collect(Collectors.joining());
        return "model " + conf.name() + " from " + conf.file() + "\n"
                + rivals
                + pinned.model.prepare().plan().explain()
                + pinned.questions(conf).plan().stream()
                        .map(line -> "\nquestion " + line)
                        .collect(Collectors.joining());
    }

    @Override
    public String explained(RunRequest.Mode mode, CausalConf conf, Pinned pinned) {
        BoundModel bound = pinned.model;
        return switch (mode) {
            case RUN ->
                bound.survey().failed().isEmpty()
                        ? plan(conf, pinned)
                        : "nothing is planned: " + bound.survey().complaint();
            case DRY_RUN, EXPLAIN -> plan(conf, pinned);
            case IDENTIFY -> {
                try (bound) {
                    yield GraphChecks.of(
                                    conf.name(),
                                    bound.identification(),
                                    bound.prepare().blocks())
                            .words();
                }
            }
            case GRAPH -> GraphText.mermaid(bound.model()) + "\n" + GraphText.graphviz(bound.model());
        };
    }

    @Override
    public Outcome run(SparkSession spark, CausalConf conf, Pinned pinned, Attempt attempt) {
        try (BoundModel bound = pinned.model) {
            if (!bound.survey().failed().isEmpty()) {
                return heldBack(conf, bound, attempt);
            }
            BoundModel.Prepared ready = bound.prepare();
            PosteriorDraws answer = ready.plan()
                    .over(watched(conf, ready, attempt))
                    .run(StreamKey.of(attempt.settings().seed()).with(NAME));
            StreamKey noise = StreamKey.of(attempt.settings().seed()).with("estimands");
            Draws unconstrained = answer.unconstrained();
            List<Estimate> estimates =
                    unconstrained == null ? List.of() : pinned.questions(conf).answer(unconstrained, noise);
            attempt.station("overlap and empty cells");
            SupportChecks support = SupportChecks.of(
                    conf.name(), bound.model(), bound.identification(), ready.blocks(), bound.rows(), ready.summary());
            EstimandRows estimands = new EstimandRows(
                    conf,
                    bound.model(),
                    answer,
                    estimates,
                    question -> bound.identification().question(question).identifiedBy() + support.leaning(question));
            Answer told = new Answer(conf, answer, estimands);
            GraphChecks graph = GraphChecks.of(conf.name(), bound.identification(), ready.blocks());
            List<Row> quality = new ArrayList<>(TableChecks.of(
                    conf.name(), ready.summary(), ready.leftOut(), ready.blocks(), outcomes(bound.model())));
            quality.addAll(graph.quality());
            quality.addAll(support.quality());
            Doubts doubts = new Doubts(conf, bound.model(), bound.identification(), ready.blocks());
            List<String> words = new ArrayList<>();
            String leftOut =
                    ready.leftOut().rows() == 0 ? "" : "\n" + ready.leftOut().told();
            Optional<RivalModels> rivals = unconstrained == null
                    ? Optional.empty()
                    : Optional.of(RivalModels.fitted(
                            conf,
                            bound,
                            ready,
                            graph,
                            unconstrained,
                            estimates,
                            StreamKey.of(attempt.settings().seed()).with("rivals")));
            rivals.ifPresent(others -> quality.addAll(others.quality()));
            Draws parameters = answer.draws();
            Optional<PriorPowers> powers = Optional.empty();
            if (unconstrained != null && parameters != null) {
                attempt.station("powers of prior and likelihood");
                powers = Optional.of(PriorPowers.of(
                        conf,
                        ready.posterior(),
                        ready.blocks(),
                        bound.identification(),
                        unconstrained,
                        parameters,
                        estimates));
            }
            powers.ifPresent(found -> quality.addAll(found.quality()));
            attempt.noteQuality(quality);
            GateVerdict verdict = answer.publishable()
                    ? GateVerdict.passed(conf.name())
                    : GateVerdict.heldBack(conf.name(), Gate.INFERENCE, answer.complaint());
            Results results = attempt.judged(List.of(verdict));
            told.write(spark, results);
            if (unconstrained != null) {
                conf.units()
                        .ifPresent(units -> results.write(
                                UnitEffectsTable.DEFINITION,
                                UnitRows.of(conf, units, bound.rows(), ready.posterior(), unconstrained, noise)));
                conf.predict()
                        .ifPresent(predict -> results.write(
                                PredictionsTable.DEFINITION,
                                PredictedRows.of(
                                        conf,
                                        predict,
                                        bound.rows(),
                                        ready.posterior(),
                                        unconstrained,
                                        StreamKey.of(attempt.settings().seed()).with("predict"))));
                attempt.station("predictive checks");
                results.write(
                        PredictiveChecksTable.DEFINITION,
                        Replicated.checks(
                                conf,
                                ready.posterior(),
                                ready.blocks(),
                                ready.summary().rows(),
                                bound.identification(),
                                unconstrained,
                                StreamKey.of(attempt.settings().seed()).with("predictive")));
            }
            results.write(IdentificationsTable.DEFINITION, graph.identifications());
            results.write(PropensitiesTable.DEFINITION, support.propensities());
            List<Row> sensitivity = new ArrayList<>(doubts.sensitivity(estimates));
            if (unconstrained != null) {
                sensitivity.addAll(PriorBeside.rows(
                        conf,
                        ready.posterior(),
                        pinned.questions(conf),
                        unconstrained,
                        estimates,
                        StreamKey.of(attempt.settings().seed()).with("prior")));
            }
            powers.ifPresent(found -> sensitivity.addAll(found.sensitivity()));
            rivals.ifPresent(others -> {
                sensitivity.addAll(others.sensitivity());
                results.write(ModelComparisonTable.DEFINITION, others.comparison(words));
            });
            results.write(SensitivityTable.DEFINITION, sensitivity);
            attempt.station("refutations");
            results.write(
                    RefutationsTable.DEFINITION,
                    doubts.refutations(
                            estimates,
                            (model, blocks, key) ->
                                    again(conf, model, blocks, ready.summary().rows(), key),
                            StreamKey.of(attempt.settings().seed()).with("refutations")));
            return new Outcome(
                    results, inputs(bound, ready.summary().rows()), worst(answer), told(told, words) + leftOut);
        }
    }

    /** What a table that cannot be answered from ends with: the checks that say why, and no result. */
    private static Outcome heldBack(CausalConf conf, BoundModel bound, Attempt attempt) {
        RowSurvey survey = bound.survey();
        attempt.noteQuality(QualityCheck.rows(NAME, survey.failed()));
        Results results = attempt.judged(List.of(GateVerdict.heldBack(conf.name(), Gate.DATA, survey.complaint())));
        return new Outcome(results, inputs(bound, survey.summary().rows()), WorstDiagnostics.NONE, "");
    }

    private static String told(Answer answer, List<String> rivals) {
        return rivals.isEmpty()
                ? answer.words()
                : answer.words()
                        + "\nrival models, a row left out at a time (what predicts better need not be causal):\n"
                        + String.join("\n", rivals);
    }

    private static List<String> outcomes(Model model) {
        return model.variables().stream()
                .filter(variable -> variable.kind() == Variable.Kind.OUTCOME)
                .map(Variable::name)
                .toList();
    }

    /** The blocks, so that their sampling is told of, and kept where that is worth its while. */
    private static SparkBlocks watched(CausalConf conf, BoundModel.Prepared ready, Attempt attempt) {
        SparkBlocks blocks = ready.blocks();
        long factors = ready.plan().factors().stream()
                .filter(factor -> factor.path() == InferencePath.CONSENSUS)
                .count();
        int shards = Math.toIntExact(factors * blocks.shards());
        long draws = (long) shards * conf.plan().shardChains() * conf.plan().shardDraws();
        boolean keep = switch (conf.checkpoint()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> blocks.rows() >= KEPT_FROM;
        };
        return blocks.watched(keep ? attempt.kept() : null, attempt.sampling(shards, draws), attempt::station);
    }

    /** The same analysis of other rows, perhaps of a wider model. */
    private static Optional<Map<String, double[]>> again(
            CausalConf conf, Model model, Blocks blocks, long rows, StreamKey key) {
        Posterior posterior = FactSearch.bind(model, blocks).posterior();
        Inquiry.Surveyed questions = Inquiry.of(posterior, conf.questions()).survey(blocks);
        PosteriorDraws answer =
                InferencePlan.of(posterior, blocks, conf.plan(), rows).run(key);
        Draws unconstrained = answer.unconstrained();
        if (unconstrained == null || !answer.publishable()) {
            return Optional.empty();
        }
        Map<String, double[]> found = new LinkedHashMap<>();
        questions.answer(unconstrained, key.with("estimands")).stream()
                .filter(e -> e.level().equals(Estimate.ALL))
                .forEach(e -> found.put(e.question(), e.values()));
        return Optional.of(found);
    }

    private static WorstDiagnostics worst(PosteriorDraws answer) {
        Double rHat = null;
        Double ess = null;
        Double kHat = null;
        Long divergences = null;
        Draws draws = answer.draws();
        if (draws != null) {
            for (String name : draws.names()) {
                var summary = answer.summary(name, 0.9);
                ess = ess == null ? finite(summary.essBulk()) : least(ess, summary.essBulk());
                rHat = most(rHat, summary.rHat());
            }
        }
        for (var fit : answer.fits()) {
            var certificate = fit.certificate();
            var stats = fit.stats();
            kHat = certificate == null ? kHat : most(kHat, certificate.worstKHat());
            divergences = stats == null
                    ? divergences
                    : Long.valueOf((divergences == null ? 0 : divergences) + stats.divergences());
        }
        return new WorstDiagnostics(rHat, ess, kHat, divergences);
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static Double least(Double one, double other) {
        return Double.isFinite(other) ? Double.valueOf(Math.min(one, other)) : one;
    }

    private static @Nullable Double most(@Nullable Double one, double other) {
        return one == null ? finite(other) : Double.isFinite(other) ? Double.valueOf(Math.max(one, other)) : one;
    }
}
