package tributary.jobs.causal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import tributary.consensus.Consensus;
import tributary.estimand.EffectSummary;
import tributary.infer.Draws;
import tributary.infer.Interval;
import tributary.infer.PosteriorSummary;
import tributary.jobs.conf.CausalConf;
import tributary.jobs.run.Results;
import tributary.jobs.shard.FanOut;
import tributary.jobs.table.DiagnosticsTable;
import tributary.jobs.table.EffectsTable;
import tributary.jobs.table.EstimandDrawsTable;
import tributary.jobs.table.EstimandsTable;
import tributary.jobs.table.ParameterDrawsTable;
import tributary.jobs.table.ParametersTable;
import tributary.jobs.table.ShardDiagnosticsTable;
import tributary.plan.FactorFit;
import tributary.plan.PosteriorDraws;
import tributary.posterior.Unknown;

/** A posterior told in rows of the result tables, and in words. */
final class Answer {
    /** Parameters that are printed; thousands of groups are for tables. */
    private static final int SHOWN = 60;

    private final CausalConf conf;
    private final PosteriorDraws answer;
    private final EstimandRows estimands;

    Answer(CausalConf conf, PosteriorDraws answer, EstimandRows estimands) {
        this.conf = conf;
        this.answer = answer;
        this.estimands = estimands;
    }

    void write(SparkSession spark, Results results) {
        List<Row> shards = new ArrayList<>();
        for (int factor = 0; factor < answer.fits().size(); factor++) {
            FactorFit fit = answer.fits().get(factor);
            Consensus.Result result = fit.consensus();
            if (result != null) {
                shards.addAll(ShardDiagnosticsTable.rows(
                        CausalJob.NAME, conf.name(), factor, fit.plan().factor().names(), result));
            }
        }
        results.write(ShardDiagnosticsTable.DEFINITION, shards);
        Draws draws = answer.draws();
        if (draws == null) {
            return;
        }
        results.write(ParametersTable.DEFINITION, parameters(draws));
        results.write(DiagnosticsTable.DEFINITION, diagnostics(draws));
        List<EffectSummary> effects = new ArrayList<>();
        List<DrawSeries> parameters = new ArrayList<>();
        for (String name : draws.names()) {
            effects.add(effect(
                    "parameter", name, answer.summary(name, conf.interval().probability()), draws.values(name)));
            parameters.add(new DrawSeries(conf.name(), base(name), key(name), draws.draws(), draws.values(name)));
        }
        effects.addAll(estimands.effects());
        results.write(EstimandsTable.DEFINITION, estimands.methods());
        results.write(
                EffectsTable.DEFINITION, effects.stream().map(EffectsTable::row).toList());
        results.write(
                ParameterDrawsTable.DEFINITION,
                FanOut.rows(spark, parameters, ParameterDrawsTable.DEFINITION.rowSchema(), DrawSeries::rows));
        List<DrawSeries> answers = estimands.draws(draws);
        if (!answers.isEmpty()) {
            results.write(
                    EstimandDrawsTable.DEFINITION,
                    FanOut.rows(spark, answers, EstimandDrawsTable.DEFINITION.rowSchema(), DrawSeries::rows));
        }
    }

    private EffectSummary effect(String estimand, String name, PosteriorSummary summary, double[] values) {
        FactorFit fit = answer.fit(name);
        Interval interval = switch (conf.interval().kind()) {
            case HDI -> summary.interval();
            case ETI -> Interval.equalTailed(values, conf.interval().probability());
        };
        double positive =
                (double) java.util.Arrays.stream(values).filter(v -> v > 0).count() / values.length;
        var certificate = fit.certificate();
        String group = key(name);
        return new EffectSummary(
                CausalJob.NAME,
                conf.name(),
                estimand,
                name.isEmpty() ? estimand : base(name),
                "none",
                group.isEmpty() ? "all" : "group",
                group.isEmpty() ? "all" : group,
                summary.mean(),
                summary.sd(),
                summary.median(),
                summary.mad(),
                conf.interval(),
                interval.lower(),
                interval.upper(),
                positive,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                summary.essBulk(),
                summary.essTail(),
                summary.rHat(),
                summary.mcseMean(),
                summary.mcseSd(),
                fit.plan().path(),
                fit.status(),
                certificate == null ? Double.NaN : certificate.kHat(name),
                priors().getOrDefault(base(name), ""),
                "model only",
                "");
    }

    private Map<String, String> priors() {
        Map<String, String> priors = new HashMap<>();
        answer.posterior().unknowns().forEach(u -> priors.put(u.name(), u.prior()));
        return priors;
    }

    private List<Row> parameters(Draws draws) {
        Map<String, Unknown> unknowns = new HashMap<>();
        answer.posterior().unknowns().forEach(u -> unknowns.put(u.name(), u));
        List<Row> rows = new ArrayList<>();
        for (String name : draws.names()) {
            Unknown unknown = unknowns.get(base(name));
            FactorFit fit = answer.fit(name);
            rows.add(RowFactory.create(
                    conf.name(),
                    base(name),
                    key(name),
                    rows.size(),
                    unknown == null ? null : unknown.transform(),
                    unknown == null ? null : unknown.prior(),
                    unknown == null ? null : unknown.origin().name().toLowerCase(Locale.ROOT),
                    answer.fits().indexOf(fit),
                    fit.plan().path().name(),
                    fit.status().name()));
        }
        return rows;
    }

    private List<Row> diagnostics(Draws draws) {
        List<Row> rows = new ArrayList<>();
        Map<String, Double> shifts = ConsensusShift.byParameter(answer);
        for (String name : draws.names()) {
            FactorFit fit = answer.fit(name);
            var certificate = fit.certificate();
            var stats = fit.stats();
            PosteriorSummary summary = answer.summary(name, 0.9);
            Double fraction = null;
            Long depth = null;
            if (stats != null) {
                double least = Double.POSITIVE_INFINITY;
                int deepest = 0;
                for (int chain = 0; chain < stats.chains(); chain++) {
                    least = Math.min(least, stats.energyFraction(chain));
                    deepest = Math.max(deepest, stats.maxTreeDepth(chain));
                }
                fraction = finite(least);
                depth = (long) deepest;
            }
            rows.add(RowFactory.create(
                    CausalJob.NAME,
                    conf.name(),
                    base(name),
                    key(name).isEmpty() ? "all" : key(name),
                    null,
                    stats == null ? null : Long.valueOf(stats.divergences()),
                    fraction,
                    depth,
                    finite(summary.rHat()),
                    finite(summary.essBulk()),
                    finite(summary.essTail()),
                    certificate == null ? null : finite(certificate.kHat(name)),
                    certificate == null ? null : finite(certificate.ess()),
                    shifts.get(base(name)),
                    certificate == null ? null : DiagnosticsTable.NO_CHAINS));
        }
        return rows;
    }

    /** The answer for people: a line for each parameter, and what the certificate corrected. */
    String words() {
        List<String> lines = new ArrayList<>();
        for (FactorFit fit : answer.fits()) {
            lines.add(String.join(", ", fit.plan().factor().names()) + ": "
                    + fit.plan().path() + ", " + fit.status() + ": " + fit.reason());
            String shift = shift(fit);
            if (!shift.isEmpty()) {
                lines.add("  " + shift);
            }
        }
        Draws draws = answer.draws();
        if (draws != null) {
            List<String> names = draws.names();
            for (String name : names.subList(0, Math.min(SHOWN, names.size()))) {
                PosteriorSummary s = answer.summary(name, conf.interval().probability());
                lines.add(String.format(
                        Locale.ROOT,
                        "  %-24s %12.5g sd %10.4g   %2.0f %% HDI %12.5g to %.5g",
                        name,
                        s.mean(),
                        s.sd(),
                        100 * conf.interval().probability(),
                        s.interval().lower(),
                        s.interval().upper()));
            }
            if (names.size() > SHOWN) {
                lines.add("  and " + (names.size() - SHOWN) + " more, in published_effects");
            }
            lines.addAll(estimands.words());
        }
        return String.join("\n", lines);
    }

    private static String shift(FactorFit fit) {
        Consensus.Result result = fit.consensus();
        if (result == null || result.certified() == null || result.raw() == null) {
            return "";
        }
        double worst = 0;
        for (double one : result.shift()) {
            worst = Double.isNaN(one) ? worst : Math.max(worst, Math.abs(one));
        }
        return String.format(
                Locale.ROOT,
                "%s; raw consensus alone would have been off by %.2f sd; heterogeneity p %.3g",
                result.shardWords(),
                worst,
                result.raw().heterogeneityP());
    }

    /** The parameter's name without what it is of: {@code theta} of {@code theta[north]}. */
    private static String base(String name) {
        int bracket = name.indexOf('[');
        return bracket < 0 ? name : name.substring(0, bracket);
    }

    private static String key(String name) {
        int bracket = name.indexOf('[');
        return bracket < 0 ? "" : name.substring(bracket + 1, name.length() - 1);
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
