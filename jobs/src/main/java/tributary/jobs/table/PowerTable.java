package tributary.jobs.table;

import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import tributary.decide.Scale;
import tributary.family.experiment.DesignSpec;
import tributary.family.experiment.HypotheticalEffect;
import tributary.family.experiment.PowerRow;

/** Table {@code power}: one cell of a design, by simulation. */
public final class PowerTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "power", "One cell of a design: what an experiment of this size would find")
            .gatedBy("analysis")
            .key("job", "The command")
            .key("analysis", "The design")
            .key("metric", "The kind of metric")
            .key("sample_size", DataTypes.LongType, "Units per arm")
            .key("effect_name", "The hypothetical effect's name")
            .keyNumber("effect", "The hypothetical effect's mean, absolute")
            .size("effect_sd", "Its standard deviation, absolute; 0 for a fixed effect")
            .key("prior_name", "The prior's name")
            .key("prior", "The prior, in words")
            .count("simulations", "Experiments simulated")
            .probability(
                    "power",
                    "Share whose interval excludes the region of practical equivalence on the effect's side; NULL where"
                            + " the effect is none")
            .size("power_mcse", "Monte Carlo standard error of power")
            .probability("prob_excludes_rope", "Share whose interval excludes the region on either side")
            .probability("false_positive_rate", "The same share among experiments simulated without any effect")
            .size("false_positive_mcse", "Its Monte Carlo standard error")
            .size("expected_width", "Mean width of the interval")
            .flag("sufficient", "Whether this is the smallest size that reaches the target power")
            .text("reason", "Why a number is NULL, where one is")
            .build();

    private PowerTable() {}

    /** The row of a cell of {@code job}, for {@code Results.write}. */
    public static Row row(String job, DesignSpec design, HypotheticalEffect effect, PowerRow row, boolean sufficient) {
        double unit = effect.scale() == Scale.RELATIVE ? design.baseline() : 1;
        return RowFactory.create(
                job,
                row.design(),
                design.kind().name().toLowerCase(Locale.ROOT),
                (long) row.unitsPerArm(),
                row.effect(),
                row.effectMean() * unit,
                row.effectSd() * Math.abs(unit),
                row.priorName(),
                row.prior(),
                (long) row.simulations(),
                Cells.number(row.power()),
                Cells.number(row.powerMcse()),
                Cells.number(row.probExcludesRope()),
                Cells.number(row.falsePositiveRate()),
                Cells.number(row.falsePositiveMcse()),
                Cells.number(row.expectedWidth()),
                sufficient,
                Double.isFinite(row.power()) ? null : "the effect is none: its share is the false positive rate");
    }
}
