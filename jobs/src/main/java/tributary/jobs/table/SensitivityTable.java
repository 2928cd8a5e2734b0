package tributary.jobs.table;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;
import tributary.check.PowerSensitivity;
import tributary.check.SensitivityCell;
import tributary.family.experiment.SensitivityRow;
import tributary.infer.DensityCurve;

/** Table {@code sensitivity}: the estimand and action in one cell of a grid of priors, biases or windows. */
public final class SensitivityTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "sensitivity", "One cell of a prior, bias or window grid: the estimand under it")
            .gatedBy("analysis", "metric", "unit")
            .key("job", "The command")
            .key("analysis", "The analysis, such as an experiment")
            .key("estimand", "What is estimated, such as lift_abs")
            .key("metric", "The metric or outcome")
            .key("arm", "The treated arm, or the intervention")
            .key("unit_kind", "What unit is, such as all or a segment column")
            .key("unit", "The group; all for everybody")
            .word(
                    "grid",
                    List.of(
                            "prior",
                            "power",
                            "bias",
                            "window",
                            "confounder",
                            "misclassification",
                            "transport",
                            "model"),
                    "What is varied")
            .key("cell", "The cell's name within the grid")
            .text("prior", "The assumption of the cell, in words")
            .flag("plausible", "Whether a reasonable person could hold it: only then can it overturn a decision")
            .number("mean", "Posterior mean under it")
            .size("sd", "Posterior standard deviation under it")
            .number("median", "Posterior median under it")
            .number("ci_lb", "Lower bound of the interval under it")
            .number("ci_ub", "Upper bound of the interval under it")
            .probability("prob_positive", "P(effect > 0) under it")
            .probability("prob_above_threshold", "P(improvement > threshold) under it")
            .number("expected_profit", "Expected profit under it")
            .text("action", "The action it leads to")
            .flag("changes_action", "Whether this action differs from that of the main analysis")
            .number(
                    "tipping_point",
                    "Where along the grid the action changes, or the sign of an effect is no longer 95 % sure, or the effect"
                            + " is explained away; NULL if nowhere")
            .column("density_x", DataTypes.createArrayType(DataTypes.DoubleType), "Points of the density curve")
            .column("density_y", DataTypes.createArrayType(DataTypes.DoubleType), "Density at those points")
            .size(
                    "gradient",
                    "Sensitivity to the power of what the cell raises: the share of its bound by which the cumulative"
                            + " Jensen-Shannon distance grows a doubling; from 0.05 on it matters")
            .number("k_hat", "Pareto's shape of the weights behind the cell; NULL where nothing is weighted")
            .text(
                    "diagnosis",
                    "What the sensitivities to prior and likelihood together say; NULL where nothing is wrong")
            .build();

    private SensitivityTable() {}

    /** The row of one prior of the grid, for {@code Results.write}. */
    public static Row row(String job, SensitivityRow s) {
        DensityCurve curve = s.density();
        return RowFactory.create(
                job,
                s.analysis(),
                "lift_abs",
                s.metric(),
                s.arm(),
                Cells.unitKind(s.unit()),
                s.unit(),
                "prior",
                s.priorName(),
                s.prior(),
                s.plausible(),
                Cells.number(s.mean()),
                Cells.number(s.sd()),
                Cells.number(s.median()),
                Cells.number(s.lower()),
                Cells.number(s.upper()),
                Cells.number(s.probPositive()),
                Cells.number(s.probAboveThreshold()),
                Cells.number(s.expectedProfit()),
                s.action().word(),
                s.flips(),
                null,
                points(curve.size(), curve::x),
                points(curve.size(), curve::height),
                null,
                null,
                null);
    }

    /** The row of one cell of an effect's grids, for {@code Results.write}. */
    public static Row row(
            String job, String analysis, String estimand, String metric, String arm, String unit, SensitivityCell s) {
        return row(job, analysis, estimand, metric, arm, unit, s, DensityCurve.none());
    }

    /** The same with the density under the cell's assumption. */
    public static Row row(
            String job,
            String analysis,
            String estimand,
            String metric,
            String arm,
            String unit,
            SensitivityCell s,
            DensityCurve curve) {
        return row(job, analysis, estimand, metric, arm, unit, s, curve, null, null, null);
    }

    /** The row of one power of prior or likelihood, for {@code Results.write}. */
    public static Row row(
            String job,
            String analysis,
            String estimand,
            String metric,
            String arm,
            String unit,
            PowerSensitivity sensitivity,
            PowerSensitivity.Cell cell) {
        return row(
                job,
                analysis,
                estimand,
                metric,
                arm,
                unit,
                cell.cell(),
                DensityCurve.none(),
                Cells.number(sensitivity.to(cell.component())),
                Cells.number(cell.kHat()),
                Cells.text(sensitivity.words()));
    }

    private static Row row(
            String job,
            String analysis,
            String estimand,
            String metric,
            String arm,
            String unit,
            SensitivityCell s,
            DensityCurve curve,
            @Nullable Double gradient,
            @Nullable Double kHat,
            @Nullable String diagnosis) {
        return RowFactory.create(
                job,
                analysis,
                estimand,
                metric,
                arm,
                unit.equals("all") ? "all" : "group",
                unit,
                Cells.word(s.grid()),
                s.cell(),
                s.assumption(),
                s.plausible(),
                Cells.number(s.mean()),
                Cells.number(s.sd()),
                Cells.number(s.median()),
                Cells.number(s.lower()),
                Cells.number(s.upper()),
                Cells.number(s.probPositive()),
                null,
                null,
                null,
                null,
                Cells.number(s.tippingPoint()),
                curve.size() == 0 ? null : points(curve.size(), curve::x),
                curve.size() == 0 ? null : points(curve.size(), curve::height),
                gradient,
                kHat,
                diagnosis);
    }

    private static Object points(int size, java.util.function.IntToDoubleFunction at) {
        return CollectionConverters.asScala(
                        IntStream.range(0, size).mapToObj(at::applyAsDouble).toList())
                .toSeq();
    }
}
