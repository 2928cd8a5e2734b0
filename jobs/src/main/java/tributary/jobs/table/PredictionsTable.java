package tributary.jobs.table;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import tributary.estimand.Predictions.Prediction;

/** Table {@code predictions}: one variable of one unit under one intervention. */
public final class PredictionsTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "predictions",
                    "The posterior predictive distribution of one variable of one unit under one intervention, with the same"
                            + " noise under all")
            .gatedBy("model")
            .key("model", "The model")
            .key("unit", "The unit's key, or a hash of its row where the conf names no key")
            .key("world", "The intervention's name in the conf")
            .key("intervention", "What is set; empty where nothing is")
            .key("variable", "The row variable that is predicted")
            .number("observed", "What was observed of it; NULL for what is computed")
            .number("mean", "Mean of the predictive distribution")
            .size("sd", "Its standard deviation")
            .number("median", "Its median")
            .number("ci_lb", "Lower end of its equal-tailed interval")
            .number("ci_ub", "Upper end of its equal-tailed interval")
            .probability("ci_prob", "Probability of the interval")
            .size("noise_variance", "The part of its variance that noise makes")
            .size("parameter_variance", "The part that uncertainty of the parameters makes")
            .build();

    private PredictionsTable() {}

    /** The row of a prediction. */
    public static Row row(String model, String unit, String intervention, double probability, Prediction p) {
        return RowFactory.create(
                model,
                unit,
                p.world(),
                intervention,
                p.variable(),
                Cells.number(p.observed()),
                Cells.number(p.predicted().mean()),
                Cells.number(p.predicted().sd()),
                Cells.number(p.median()),
                Cells.number(p.predicted().lower()),
                Cells.number(p.predicted().upper()),
                probability,
                Cells.number(p.noiseVariance()),
                Cells.number(p.parameterVariance()));
    }
}
