package tributary.jobs.table;

import org.apache.spark.sql.types.DataTypes;

/** Table {@code power}: one cell of a design, by simulation. */
public final class PowerTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "power", "One cell of a design: what an experiment of this size would find")
            .gatedBy("analysis")
            .key("job", "The command")
            .key("analysis", "The design")
            .key("metric", "The metric")
            .key("sample_size", DataTypes.LongType, "Units per arm")
            .keyNumber("effect", "The hypothetical effect, absolute")
            .key("prior", "The prior, in words")
            .count("simulations", "Experiments simulated")
            .probability(
                    "power",
                    "Share whose interval excludes the region of practical equivalence; NULL where the effect is none")
            .size("power_mcse", "Monte Carlo standard error of power")
            .probability("false_positive_rate", "The same share where the effect lies in the region; NULL elsewhere")
            .size("expected_width", "Mean width of the interval")
            .flag("sufficient", "Whether this is the smallest size that reaches the target power")
            .text("reason", "Why a number is NULL, where one is")
            .build();

    private PowerTable() {}
}
