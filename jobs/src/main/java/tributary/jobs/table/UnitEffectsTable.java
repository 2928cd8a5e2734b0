package tributary.jobs.table;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import tributary.estimand.Noise;
import tributary.estimand.UnitEffect;

/** Table {@code unit_effects}: one unit under two interventions. */
public final class UnitEffectsTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "unit_effects", "One unit under two interventions, with the same noise on both sides")
            .gatedBy("model")
            .key("model", "The model")
            .key("unit", "The unit's key, or a hash of its row where the conf names no key")
            .key("outcome", "The row variable that is told")
            .key("intervention", "What is set")
            .key("comparison", "What is set instead; empty where nothing is")
            .word(
                    "noise",
                    List.of("fresh", "abducted"),
                    "New noise (a prediction), or what was behind the observed outcome (a counterfactual)")
            .number("observed", "The observed outcome")
            .number("mean", "Mean of the outcome under the intervention")
            .size("sd", "Its standard deviation")
            .number("ci_lb", "Lower end of its equal-tailed interval")
            .number("ci_ub", "Upper end of its equal-tailed interval")
            .number("comparison_mean", "Mean of the outcome under the comparison")
            .size("comparison_sd", "Its standard deviation")
            .number("comparison_ci_lb", "Lower end of its equal-tailed interval")
            .number("comparison_ci_ub", "Upper end of its equal-tailed interval")
            .number("effect", "Mean of the difference of the two")
            .size("effect_sd", "Its standard deviation")
            .number("effect_ci_lb", "Lower end of its equal-tailed interval")
            .number("effect_ci_ub", "Upper end of its equal-tailed interval")
            .probability("ci_prob", "Probability of the intervals")
            .probability("prob_positive", "P(difference > 0)")
            .build();

    private UnitEffectsTable() {}

    /** The row of a unit. */
    public static Row row(
            String model,
            String unit,
            String outcome,
            String intervention,
            String comparison,
            Noise noise,
            double probability,
            UnitEffect e) {
        return RowFactory.create(
                model,
                unit,
                outcome,
                intervention,
                comparison,
                noise.name().toLowerCase(Locale.ROOT),
                Cells.number(e.observed()),
                Cells.number(e.treated().mean()),
                Cells.number(e.treated().sd()),
                Cells.number(e.treated().lower()),
                Cells.number(e.treated().upper()),
                Cells.number(e.untreated().mean()),
                Cells.number(e.untreated().sd()),
                Cells.number(e.untreated().lower()),
                Cells.number(e.untreated().upper()),
                Cells.number(e.effect().mean()),
                Cells.number(e.effect().sd()),
                Cells.number(e.effect().lower()),
                Cells.number(e.effect().upper()),
                probability,
                e.probPositive());
    }
}
