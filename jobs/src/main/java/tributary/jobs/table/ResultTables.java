package tributary.jobs.table;

import java.util.List;

/** All result tables, in the order a reader meets them. */
public final class ResultTables {
    /** Every table; {@code runs} first. */
    public static final List<TableDefinition> ALL = List.of(
            RunsTable.DEFINITION,
            AnalysesTable.DEFINITION,
            DataQualityTable.DEFINITION,
            EffectDrawsTable.DEFINITION,
            EffectsTable.DEFINITION,
            SegmentEffectsTable.DEFINITION,
            DecisionsTable.DEFINITION,
            ModelComparisonTable.DEFINITION,
            SensitivityTable.DEFINITION,
            PowerTable.DEFINITION,
            PredictiveChecksTable.DEFINITION,
            ArtifactsTable.DEFINITION,
            DiagnosticsTable.DEFINITION,
            ShardDiagnosticsTable.DEFINITION,
            ParametersTable.DEFINITION,
            ParameterDrawsTable.DEFINITION,
            EstimandsTable.DEFINITION,
            EstimandDrawsTable.DEFINITION,
            UnitEffectsTable.DEFINITION,
            PredictionsTable.DEFINITION,
            IdentificationsTable.DEFINITION,
            PropensitiesTable.DEFINITION,
            RefutationsTable.DEFINITION,
            ChannelDrawsTable.DEFINITION,
            ChannelContributionsTable.DEFINITION,
            ResponseCurvesTable.DEFINITION,
            BudgetTable.DEFINITION);

    private ResultTables() {}
}
