package tributary.jobs.mediamix;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import tributary.family.mediamix.BudgetAnswer;
import tributary.family.mediamix.GeoConsensus;
import tributary.family.mediamix.MediaMixSpec;
import tributary.family.mediamix.MediaPanel;
import tributary.jobs.conf.MediaMixConf;
import tributary.jobs.run.Results;
import tributary.jobs.shard.FanOut;
import tributary.jobs.table.BudgetTable;
import tributary.jobs.table.ChannelContributionsTable;
import tributary.jobs.table.ChannelDrawsTable;
import tributary.jobs.table.DecisionsTable;
import tributary.jobs.table.DiagnosticsTable;
import tributary.jobs.table.EffectsTable;
import tributary.jobs.table.EstimandDrawsTable;
import tributary.jobs.table.EstimandsTable;
import tributary.jobs.table.ModelComparisonTable;
import tributary.jobs.table.ParameterDrawsTable;
import tributary.jobs.table.ParametersTable;
import tributary.jobs.table.PredictiveChecksTable;
import tributary.jobs.table.ResponseCurvesTable;
import tributary.jobs.table.SensitivityTable;
import tributary.jobs.table.ShardDiagnosticsTable;

/** One analysis's answers on their way into the result tables, a table at a time for all analyses. */
record MixRows(MediaMixSpec spec, String kpi, MediaPanel panel, Told told, GeoConsensus.@Nullable Joined joined) {
    /** Writes all analyses. */
    static void write(SparkSession spark, Results results, MediaMixConf conf, List<MixRows> all) {
        List<Row> effects = new ArrayList<>();
        List<Row> contributions = new ArrayList<>();
        List<Row> curves = new ArrayList<>();
        List<Row> checks = new ArrayList<>();
        List<Row> diagnostics = new ArrayList<>();
        List<Row> parameters = new ArrayList<>();
        List<Row> sensitivity = new ArrayList<>();
        List<Row> comparison = new ArrayList<>();
        List<Row> budget = new ArrayList<>();
        List<Row> decisions = new ArrayList<>();
        List<Row> shards = new ArrayList<>();
        List<ChannelRows.ReturnDraws> returns = new ArrayList<>();
        List<FitRows.Series> series = new ArrayList<>();
        List<Row> questions = new ArrayList<>();
        List<ScenarioRows.ScenarioDraws> scenarios = new ArrayList<>();
        for (MixRows one : all) {
            one.told.effects.forEach(e -> effects.add(EffectsTable.row(e)));
            ChannelRows channels = new ChannelRows(one);
            channels.contributions(contributions);
            channels.curves(curves);
            FitRows fit = new FitRows(one);
            fit.checks(checks);
            fit.parameters(diagnostics, parameters, series);
            BesideRows beside = new BesideRows(one, conf);
            beside.sensitivity(sensitivity);
            beside.comparison(comparison);
            one.told.budget.forEach(answer -> BudgetRows.plan(one.spec.name(), one.kpi, answer, budget));
            one.told.budget.stream()
                    .filter(BudgetAnswer::chosen)
                    .forEach(answer ->
                            decisions.add(BudgetRows.decision(one.spec.name(), one.kpi, answer, conf.currency())));
            GeoConsensus.Joined joined = one.joined;
            if (joined != null) {
                shards.addAll(ShardDiagnosticsTable.rows(
                        MediaMixJob.NAME, one.spec.name(), 0, joined.coordinates(), joined.result()));
            }
            ScenarioRows.questions(one, conf, questions);
            one.told.scenarios.forEach(a -> scenarios.add(new ScenarioRows.ScenarioDraws(one.spec.name(), a)));
            one.told.returns.forEach(r -> returns.add(new ChannelRows.ReturnDraws(one.spec.name(), one.kpi, r)));
        }
        if (!shards.isEmpty()) {
            results.write(ShardDiagnosticsTable.DEFINITION, shards);
        }
        if (returns.isEmpty()) {
            return;
        }
        results.write(EffectsTable.DEFINITION, effects);
        results.write(ChannelContributionsTable.DEFINITION, contributions);
        results.write(ResponseCurvesTable.DEFINITION, curves);
        results.write(PredictiveChecksTable.DEFINITION, checks);
        results.write(DiagnosticsTable.DEFINITION, diagnostics);
        results.write(ParametersTable.DEFINITION, parameters);
        results.write(ModelComparisonTable.DEFINITION, comparison);
        if (!budget.isEmpty()) {
            results.write(BudgetTable.DEFINITION, budget);
            results.write(DecisionsTable.DEFINITION, decisions);
        }
        if (!sensitivity.isEmpty()) {
            results.write(SensitivityTable.DEFINITION, sensitivity);
        }
        if (!scenarios.isEmpty()) {
            results.write(EstimandsTable.DEFINITION, questions);
            results.write(
                    EstimandDrawsTable.DEFINITION,
                    FanOut.rows(
                            spark,
                            scenarios,
                            EstimandDrawsTable.DEFINITION.rowSchema(),
                            ScenarioRows.ScenarioDraws::rows));
        }
        results.write(
                ChannelDrawsTable.DEFINITION,
                FanOut.rows(spark, returns, ChannelDrawsTable.DEFINITION.rowSchema(), ChannelRows.ReturnDraws::rows));
        results.write(
                ParameterDrawsTable.DEFINITION,
                FanOut.rows(spark, series, ParameterDrawsTable.DEFINITION.rowSchema(), FitRows.Series::rows));
    }

    /** The answers in a few lines for people. */
    String words(MediaMixConf conf) {
        return MixWords.of(this, conf);
    }
}
